import { at } from '../../numeric/at.js';
import { FunctionBody, type Local } from '../../wasm/body.js';
import type { Lanes } from '../../wasm/lanes.js';
import type { ConstantPool } from '../../wasm/layout.js';
import { op, simd, type } from '../../wasm/opcodes.js';
import { Vector, type Width } from '../../wasm/vector.js';
import { widthsOf } from './tables.js';

/** Bytes of a vector. */
const VECTOR = 16;
/** Rows, and vectors of columns, whose sums stay in registers together: what is read from y serves both rows. */
const ROWS = 2;
const STRETCHES = [4, 2, 1];
const MOST = 4;

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
export function productFunction(constants: ConstantPool, lanes: Lanes): FunctionBody {
  const body = new FunctionBody(8);
  const writer = new ProductWriter(new Vector(body, constants, lanes));
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

  constructor(private readonly v: Vector) {
    const { body } = v;
    const integers = (count: number): Local[] => Array.from({ length: count }, () => body.local(type.i32));
    this.body = body;
    [this.column = 0, this.table = 0, this.offset = 0, this.ys = 0] = integers(4);
    [this.places, this.outs] = [integers(ROWS), integers(ROWS)];
    this.sums = Array.from({ length: ROWS }, () => Array.from({ length: MOST }, () => body.local(type.v128)));
  }

  /** Takes this many rows at a time as long as there are so many. */
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
        for (const vectors of STRETCHES) this.columns(vectors * VECTOR, () => this.vectors(count, vectors));
        for (const width of widthsOf(this.v.lanes).slice(1)) this.columns(width, () => this.part(count, width));
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
      body.set(at(this.places, i));
      body.get(i === 0 ? OUT : at(this.outs, i - 1));
      if (i > 0) {
        body.get(ROW_BYTES);
        body.plain(op.i32Add);
      }
      body.set(at(this.outs, i));
    }
  }

  /** Runs `inner` for each stretch of this many bytes of columns that is left. */
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

  private vectors(rows: number, vectors: number): void {
    const { v } = this;
    const sums = this.sums.slice(0, rows).map((row) => row.slice(0, vectors));
    this.eachSum(sums, simd.load);
    this.eachK(() => {
      const factors = this.factors(rows);
      for (let j = 0; j < vectors; j++) {
        const y = v.load(this.ys, j * VECTOR);
        sums.forEach((row, i) => v.assign(at(row, j), v.multiplyAdd(at(factors, i), y, at(row, j))));
      }
    });
    this.eachSum(sums, simd.store);
  }

  /** What is left of a vector of columns. */
  private part(rows: number, width: Width): void {
    const { body, v } = this;
    const sums = this.sums.slice(0, rows).map(([sum = 0]) => sum);
    const outs = sums.map((sum, i) => {
      const out = body.local(type.i32);
      this.address(at(this.outs, i), this.column);
      body.set(out);
      v.assign(sum, v.load(out, 0, width));
      return out;
    });
    this.eachK(() => {
      const factors = this.factors(rows);
      const y = v.load(this.ys, 0, width);
      sums.forEach((sum, i) => v.assign(sum, v.multiplyAdd(at(factors, i), y, sum)));
    });
    sums.forEach((sum, i) => v.store(at(outs, i), 0, sum, width));
  }

  /** The number of x of each row, in all lanes. */
  private factors(rows: number): Local[] {
    const { body, v } = this;
    return this.places.slice(0, rows).map((place) => {
      this.address(place, this.offset);
      body.vectorMemory(v.lanes.splat, 0);
      return v.result();
    });
  }

  private eachSum(sums: readonly (readonly Local[])[], opcode: number): void {
    const { body } = this;
    sums.forEach((row, i) =>
      row.forEach((sum, j) => {
        this.address(at(this.outs, i), this.column);
        if (opcode === simd.store) body.get(sum);
        body.vectorMemory(opcode, j * VECTOR);
        if (opcode === simd.load) body.set(sum);
      }),
    );
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
