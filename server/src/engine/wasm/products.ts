import { FunctionBody, type Local } from './body.js';
import type { ConstantPool } from './layout.js';
import { op, type } from './opcodes.js';
import { Vector } from './vector.js';

/** Columns of the two designs that one step of a Gram product takes: its eight sums and what they need fit in sixteen registers. */
export const GRAM_ROWS = 2;
export const GRAM_COLUMNS = 4;
/** Generated code works on whole groups of this many rows; a mask takes the rows after the last one out of all sums. */
export const STEP = 4;

/**
 * out[j] += Σ column[j] · w for groups of four columns. Parameters: 0 offset of the tile in the columns, 1 bytes of the tile's rows, 2 address of the
 * table of columns, 3 of its end, 4 address of w, 5 out.
 */
export function projectFunction(constants: ConstantPool): FunctionBody {
  const body = new FunctionBody(6);
  const v = new Vector(body, constants);
  const w = body.local(type.i32);
  body.repeat(() => {
    const columns = pointers(body, 2, GRAM_COLUMNS, 0);
    const sums = columns.map(() => v.num(0));
    overRows(body, w, 4, 1, columns, (offset) => {
      const weight = v.load(w, offset);
      columns.forEach((column, j) => addProduct(v, sums[j], weight, v.load(column, offset)));
    });
    sums.forEach((sum, j) => accumulate(v, sum, 5, 8 * j));
    body.advance(2, 4 * GRAM_COLUMNS);
    body.advance(5, 8 * GRAM_COLUMNS);
    below(body, 2, 3);
  });
  return body;
}

/**
 * out += [a₀ a₁]ᵀ W [b₀ … b₃], …: two columns of A by groups of four columns of B. Parameters: 0 offset of the tile in the columns, 1 bytes of
 * the tile's rows, 2 address of the two columns of A in their table, 3 address of the table of B, 4 of its end, 5 address of w, 6 out, 7 bytes of a
 * row of out.
 */
export function gramFunction(constants: ConstantPool): FunctionBody {
  const body = new FunctionBody(8);
  const v = new Vector(body, constants);
  const w = body.local(type.i32);
  const next = body.local(type.i32);
  body.repeat(() => {
    const a = pointers(body, 2, GRAM_ROWS, 0);
    const b = pointers(body, 3, GRAM_COLUMNS, 0);
    const sums = a.map(() => b.map(() => v.num(0)));
    overRows(body, w, 5, 1, [...a, ...b], (offset) => {
      const weight = v.load(w, offset);
      const scaled = a.map((column) => v.mul(weight, v.load(column, offset)));
      b.forEach((column, j) => {
        const value = v.load(column, offset);
        scaled.forEach((each, i) => addProduct(v, sums[i]?.[j], each, value));
      });
    });
    sumOf(body, 6, 7, next);
    sums.forEach((row, i) => row.forEach((sum, j) => accumulate(v, sum, i === 0 ? 6 : next, 8 * j)));
    body.advance(3, 4 * GRAM_COLUMNS);
    body.advance(6, 8 * GRAM_COLUMNS);
    below(body, 3, 4);
  });
  return body;
}

function addProduct(v: Vector, sum: Local | undefined, a: Local, b: Local): void {
  if (sum !== undefined) v.assign(sum, v.multiplyAdd(a, b, sum));
}

/** The addresses of the next columns of the table at `table`, at the tile. */
function pointers(body: FunctionBody, table: Local, count: number, offset: Local): Local[] {
  return Array.from({ length: count }, (_, i) => {
    const pointer = body.local(type.i32);
    body.get(table);
    body.memory(op.i32Load, 4 * i, 2);
    body.get(offset);
    body.plain(op.i32Add);
    body.set(pointer);
    return pointer;
  });
}

/** Repeats `inner` for the pairs of rows of the tile, two at a time: `w` goes from `start` over `bytes`, the other pointers move along. */
function overRows(
  body: FunctionBody,
  w: Local,
  start: Local,
  bytes: Local,
  moving: readonly Local[],
  inner: (offset: number) => void,
): void {
  const end = body.local(type.i32);
  sumOf(body, start, bytes, end);
  body.get(start);
  body.set(w);
  body.repeat(() => {
    for (let offset = 0; offset < 8 * STEP; offset += 16) inner(offset);
    for (const pointer of [...moving, w]) body.advance(pointer, 8 * STEP);
    below(body, w, end);
  });
}

function sumOf(body: FunctionBody, a: Local, b: Local, to: Local): void {
  body.get(a);
  body.get(b);
  body.plain(op.i32Add);
  body.set(to);
}

function below(body: FunctionBody, a: Local, b: Local): void {
  body.get(a);
  body.get(b);
  body.plain(op.i32LessUnsigned);
}

/** memory[address + offset] += both lanes of `sum`. */
function accumulate(v: Vector, sum: Local, address: Local, offset: number): void {
  v.body.get(address);
  v.body.get(address);
  v.body.memory(op.f64Load, offset);
  v.pushSum(sum);
  v.body.plain(op.f64Add);
  v.body.memory(op.f64Store, offset);
}
