import { hasVectors } from '../kernel/wasm/available.js';
import { encodeModule } from '../kernel/wasm/module.js';
import { instantiate, runtime, type Running } from '../kernel/wasm/runtime.js';
import { productFunction } from './productCode.js';

/** A product out[p, c] += Σ_k x[p, k] y[k, c]; x is walked by steps, so that it may stand for its own transpose. */
export interface Product {
  readonly out: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Numbers from one row of x to the next, and from one of its columns to the next. */
  readonly rowStep: number;
  readonly innerStep: number;
}

/** Multiplications from which generated code pays for the copies to its memory. */
const LEAST_WORK = 1500;
const BEGINNING = 16;
const LEAST_MEMORY = 2 ** 20;

let running: { readonly unit: Running; readonly numbers: Float64Array; readonly size: number } | undefined;
let isMissing = false;

/** Computes the product by WebAssembly, in the same order as a plain loop does; false where it has to be computed otherwise. */
export function fastProduct({ out, x, y, rows, inner, columns, rowStep, innerStep }: Product): boolean {
  if (rows * inner * columns < LEAST_WORK) return false;
  const sizes = [rows * columns, rows * inner, inner * columns].map((count) => 2 * Math.ceil(count / 2));
  const [outSize = 0, xSize = 0, ySize = 0] = sizes;
  const memory = memoryFor(BEGINNING + 8 * (outSize + xSize + ySize));
  if (!memory) return false;
  const { numbers, unit } = memory;
  const [outAt, xAt, yAt] = [BEGINNING / 8, BEGINNING / 8 + outSize, BEGINNING / 8 + outSize + xSize];
  numbers.set(out.subarray(0, rows * columns), outAt);
  numbers.set(x.subarray(0, rows * inner), xAt);
  numbers.set(y.subarray(0, inner * columns), yAt);
  unit.main(8 * outAt, 8 * xAt, 8 * yAt, rows, inner, 8 * columns, 8 * rowStep, 8 * innerStep);
  out.set(numbers.subarray(outAt, outAt + rows * columns));
  return true;
}

/** One memory for all products of the thread, made anew where it is too small. */
function memoryFor(bytes: number): typeof running {
  if (isMissing || (running && running.size >= bytes)) return isMissing ? undefined : running;
  const size = Math.max(2 * bytes, LEAST_MEMORY);
  const host = runtime;
  const unit = host && hasVectors(host) ? instantiate(host, encodeModule(0, [productFunction()], 0), size, []) : undefined;
  isMissing = unit === undefined;
  running = unit && { unit, numbers: new Float64Array(unit.memory, 0, Math.floor(size / 8)), size };
  return running;
}
