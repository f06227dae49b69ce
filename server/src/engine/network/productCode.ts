import { FunctionBody, type Local } from '../kernel/wasm/body.js';
import { op, simd, type } from '../kernel/wasm/opcodes.js';

/** Bytes of a pair of numbers. */
const PAIR = 16;
/** Pairs of columns that are summed together: their sums do not wait for each other. */
const PAIRS_TOGETHER = 4;

/**
 * out[p, c] += Σ_k x[p, k] y[k, c] over row-major out and y. Parameters: addresses of 0 out, 1 x and 2 y, 3 number of p, 4 number of k, 5 bytes of a row of out and y, 6 bytes from
 * one p of x to the next, 7 bytes from one k of x to the next. Each sum is taken in the order of k. There are no empty products.
 */
export function productFunction(): FunctionBody {
  const body = new FunctionBody(8);
  const end = body.local(type.i32);
  const column = body.local(type.i32);
  body.get(3);
  body.get(5);
  body.plain(op.i32Multiply);
  body.get(0);
  body.plain(op.i32Add);
  body.set(end);
  const walk = { xs: body.local(type.i32), ys: body.local(type.i32), left: body.local(type.i32) };
  const factor = body.local(type.v128);
  const sums = Array.from({ length: PAIRS_TOGETHER }, () => body.local(type.v128));
  const single = body.local(type.f64);
  body.repeat(() => {
    body.integer(0);
    body.set(column);
    pairTiles(body, column, PAIRS_TOGETHER, (count) => pairSums(body, column, sums.slice(0, count), factor, walk));
    pairTiles(body, column, 1, (count) => pairSums(body, column, sums.slice(0, count), factor, walk));
    lastColumn(body, column, single, walk);
    for (const [local, step] of [
      [0, 5],
      [1, 6],
    ] as const) {
      body.get(local);
      body.get(step);
      body.plain(op.i32Add);
      body.set(local);
    }
    body.get(0);
    body.get(end);
    body.plain(op.i32LessUnsigned);
  });
  return body;
}

interface Walk {
  readonly xs: Local;
  readonly ys: Local;
  readonly left: Local;
}

/** Runs `inner` for each tile of so many pairs of columns that is left from `column` on. */
function pairTiles(body: FunctionBody, column: Local, pairs: number, inner: (pairs: number) => void): void {
  const fits = (): void => {
    body.get(column);
    body.integer(pairs * PAIR);
    body.plain(op.i32Add);
    body.get(5);
    body.plain(op.i32LessEqualUnsigned);
  };
  fits();
  body.when(() =>
    body.repeat(() => {
      inner(pairs);
      body.advance(column, pairs * PAIR);
      fits();
    }),
  );
}

/** Address of this column in the row of out. */
function target(body: FunctionBody, column: Local): void {
  body.get(0);
  body.get(column);
  body.plain(op.i32Add);
}

/** Runs `inner` for each k, with the addresses of its numbers of x and y in `walk`. */
function eachK(body: FunctionBody, column: Local, { xs, ys, left }: Walk, inner: () => void): void {
  body.get(1);
  body.set(xs);
  body.get(2);
  body.get(column);
  body.plain(op.i32Add);
  body.set(ys);
  body.get(4);
  body.set(left);
  body.repeat(() => {
    inner();
    for (const [local, step] of [
      [xs, 7],
      [ys, 5],
    ] as const) {
      body.get(local);
      body.get(step);
      body.plain(op.i32Add);
      body.set(local);
    }
    body.advance(left, -1);
    body.get(left);
  });
}

function pairSums(body: FunctionBody, column: Local, sums: readonly Local[], factor: Local, walk: Walk): void {
  sums.forEach((sum, j) => {
    target(body, column);
    body.vectorMemory(simd.load, j * PAIR);
    body.set(sum);
  });
  eachK(body, column, walk, () => {
    body.get(walk.xs);
    body.vectorMemory(simd.load64Splat, 0);
    body.set(factor);
    sums.forEach((sum, j) => {
      body.get(sum);
      body.get(factor);
      body.get(walk.ys);
      body.vectorMemory(simd.load, j * PAIR);
      body.vector(simd.mul);
      body.vector(simd.add);
      body.set(sum);
    });
  });
  sums.forEach((sum, j) => {
    target(body, column);
    body.get(sum);
    body.vectorMemory(simd.store, j * PAIR);
  });
}

/** The last column of an odd number of them. */
function lastColumn(body: FunctionBody, column: Local, sum: Local, walk: Walk): void {
  body.get(column);
  body.get(5);
  body.plain(op.i32LessUnsigned);
  body.when(() => {
    target(body, column);
    body.memory(op.f64Load, 0);
    body.set(sum);
    eachK(body, column, walk, () => {
      body.get(sum);
      body.get(walk.xs);
      body.memory(op.f64Load, 0);
      body.get(walk.ys);
      body.memory(op.f64Load, 0);
      body.plain(op.f64Multiply);
      body.plain(op.f64Add);
      body.set(sum);
    });
    target(body, column);
    body.get(sum);
    body.memory(op.f64Store, 0);
  });
}
