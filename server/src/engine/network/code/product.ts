import { FunctionBody, type Local } from '../../kernel/wasm/body.js';
import type { ConstantPool } from '../../kernel/wasm/layout.js';
import { op, simd, type } from '../../kernel/wasm/opcodes.js';
import { Vector } from '../../kernel/wasm/vector.js';

/** Bytes of a pair of numbers. */
const PAIR = 16;
/** Rows, and pairs of columns, whose sums stay in registers together: what is read of y serves both rows. */
const ROWS = 2;
const PAIRS = 4;

const OUT = 0;
const X = 1;
const Y = 2;
const ROW_TABLE = 3;
const ROW_END = 4;
const INNER_TABLE = 5;
const INNER_END = 6;
const ROW_BYTES = 7;

/**
 * out[r, c] += Σ_k x[rows[r] + inner[k]] · y[k, c] (see `Kernels.product`), each sum in the order of k. Parameters: addresses of 0 out, 1 x, 2 y, 3 and 4 the table of rows and
 * its end, 5 and 6 that of k, 7 bytes of a row of out and y. No table is empty.
 */
export function productFunction(constants: ConstantPool): FunctionBody {
  const body = new FunctionBody(8);
  const writer = new ProductWriter(new Vector(body, constants));
  writer.rows(ROWS);
  writer.rows(1);
  return body;
}

class ProductWriter {
  private readonly body: FunctionBody;
  private readonly column: Local;
  private readonly table: Local;
  private readonly offset: Local;
  private readonly ys: Local;
  private readonly places: readonly Local[];
  private readonly outs: readonly Local[];
  private readonly sums: readonly (readonly Local[])[];
  private readonly singles: readonly Local[];

  constructor(private readonly v: Vector) {
    const { body } = v;
    const integers = (count: number): Local[] => Array.from({ length: count }, () => body.local(type.i32));
    this.body = body;
    [this.column = 0, this.table = 0, this.offset = 0, this.ys = 0] = integers(4);
    [this.places, this.outs] = [integers(ROWS), integers(ROWS)];
    this.sums = Array.from({ length: ROWS }, () => Array.from({ length: PAIRS }, () => body.local(type.v128)));
    this.singles = Array.from({ length: ROWS }, () => body.local(type.f64));
  }

  /** Takes so many rows at a time as long as there are so many. */
  rows(count: number): void {
    const { body } = this;
    const isLeft = (): void => {
      body.get(ROW_TABLE);
      body.integer(4 * count);
      body.plain(op.i32Add);
      body.get(ROW_END);
      body.plain(op.i32LessEqualUnsigned);
    };
    isLeft();
    body.when(() =>
      body.repeat(() => {
        this.startRows(count);
        body.integer(0);
        body.set(this.column);
        this.columns(PAIRS * PAIR, () => this.pairs(count, PAIRS));
        this.columns(PAIR, () => this.pairs(count, 1));
        this.columns(PAIR / 2, () => this.single(count));
        body.advance(ROW_TABLE, 4 * count);
        for (let i = 0; i < count; i++) this.add(OUT, ROW_BYTES);
        isLeft();
      }),
    );
  }

  private startRows(count: number): void {
    const { body } = this;
    for (let i = 0; i < count; i++) {
      body.get(X);
      body.get(ROW_TABLE);
      body.memory(op.i32Load, 4 * i, 2);
      body.plain(op.i32Add);
      body.set(this.places[i] ?? 0);
      body.get(i === 0 ? OUT : (this.outs[i - 1] ?? 0));
      if (i > 0) {
        body.get(ROW_BYTES);
        body.plain(op.i32Add);
      }
      body.set(this.outs[i] ?? 0);
    }
  }

  /** Runs `inner` for each stretch of so many bytes of columns that is left. */
  private columns(bytes: number, inner: () => void): void {
    const { body, column } = this;
    const fits = (): void => {
      body.get(column);
      body.integer(bytes);
      body.plain(op.i32Add);
      body.get(ROW_BYTES);
      body.plain(op.i32LessEqualUnsigned);
    };
    fits();
    body.when(() =>
      body.repeat(() => {
        inner();
        body.advance(column, bytes);
        fits();
      }),
    );
  }

  private pairs(rows: number, pairs: number): void {
    const { body, v } = this;
    const sums = this.sums.slice(0, rows).map((row) => row.slice(0, pairs));
    this.eachSum(sums, simd.load);
    this.eachK(() => {
      const factors = this.places.slice(0, rows).map((place) => {
        this.address(place, this.offset);
        body.vectorMemory(simd.load64Splat, 0);
        return v.result();
      });
      for (let j = 0; j < pairs; j++) {
        const y = v.load(this.ys, j * PAIR);
        sums.forEach((row, i) => v.assign(row[j] ?? 0, v.multiplyAdd(factors[i] ?? 0, y, row[j] ?? 0)));
      }
    });
    this.eachSum(sums, simd.store);
  }

  private eachSum(sums: readonly (readonly Local[])[], opcode: number): void {
    const { body } = this;
    sums.forEach((row, i) =>
      row.forEach((sum, j) => {
        this.address(this.outs[i] ?? 0, this.column);
        if (opcode === simd.store) body.get(sum);
        body.vectorMemory(opcode, j * PAIR);
        if (opcode === simd.load) body.set(sum);
      }),
    );
  }

  /** The last column of an odd number of them. */
  private single(rows: number): void {
    const { body } = this;
    const sums = this.singles.slice(0, rows);
    sums.forEach((sum, i) => {
      this.address(this.outs[i] ?? 0, this.column);
      body.memory(op.f64Load, 0);
      body.set(sum);
    });
    this.eachK(() =>
      sums.forEach((sum, i) => {
        body.get(sum);
        this.address(this.places[i] ?? 0, this.offset);
        body.memory(op.f64Load, 0);
        body.get(this.ys);
        body.memory(op.f64Load, 0);
        body.plain(op.f64Multiply);
        body.plain(op.f64Add);
        body.set(sum);
      }),
    );
    sums.forEach((sum, i) => {
      this.address(this.outs[i] ?? 0, this.column);
      body.get(sum);
      body.memory(op.f64Store, 0);
    });
  }

  /** Runs `inner` for each k, with its place in `offset` and the address of its numbers of y in `ys`. */
  private eachK(inner: () => void): void {
    const { body, table, ys } = this;
    body.get(INNER_TABLE);
    body.set(table);
    this.address(Y, this.column);
    body.set(ys);
    body.repeat(() => {
      body.get(table);
      body.memory(op.i32Load, 0, 2);
      body.set(this.offset);
      inner();
      this.add(ys, ROW_BYTES);
      body.advance(table, 4);
      body.get(table);
      body.get(INNER_END);
      body.plain(op.i32LessUnsigned);
    });
  }

  /** Leaves the sum of two on the stack. */
  private address(base: Local, offset: Local): void {
    this.body.get(base);
    this.body.get(offset);
    this.body.plain(op.i32Add);
  }

  private add(target: Local, by: Local): void {
    this.address(target, by);
    this.body.set(target);
  }
}
