import { Graph } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { Cancellation, Evaluation } from '../kernel/kernel.js';
import { compileKernel } from '../terms/compile.js';
import { cholesky, invertLower, solve } from '../numeric/cholesky.js';
import { multiply } from '../numeric/eigen.js';
import type { Factor } from './factor.js';

/**
 * Largest tr(G⁻¹) of a Gram matrix with unit diagonal, which bounds the squared condition number over q: up to here the normal equations keep at
 * least nine digits.
 */
const WELL_CONDITIONED = 1e6;

/** A sum of squares over weighted rows of columns, with its first two derivatives. */
interface Squares {
  evaluate(point: Float64Array, order: 1 | 2): Evaluation;
}

function squaresOf(columns: readonly Float64Array[], weights: Float64Array | undefined, cancellation: Cancellation): Squares {
  const o = opsOf(new Graph());
  const eta = o.graph.variable(0);
  const half = o.mul(o.num(0.5), o.mul(eta, eta));
  const term = {
    graph: o.graph,
    root: weights ? o.mul(o.graph.column(0), half) : half,
    rows: columns[0]?.length ?? 0,
    columns: weights ? [weights] : [],
    inputs: new Float64Array(0),
    variables: [{ kind: 'linear' as const, parameters: Int32Array.from(columns.keys()), design: columns }],
  };
  const kernel = compileKernel([term], columns.length);
  return { evaluate: (point, order) => kernel.evaluate(point, order, cancellation) };
}

/** A Gram matrix with its Cholesky factor, both for columns of length 1. */
interface Scaled {
  readonly factor: Float64Array;
  readonly inverse: Float64Array;
  readonly scales: Float64Array;
}

function scaledFactor(gram: Float64Array, q: number): Scaled | undefined {
  const scales = Float64Array.from({ length: q }, (_, i) => Math.sqrt(gram[i * q + i] as number));
  if (scales.some((scale) => !(scale > 0) || !Number.isFinite(scale))) return undefined;
  const scaled = gram.map((value, k) => value / ((scales[Math.floor(k / q)] as number) * (scales[k % q] as number)));
  const factor = cholesky(scaled, q);
  if (!factor) return undefined;
  const inverse = invertLower(factor, q);
  const trace = inverse.reduce((sum, value) => sum + value * value, 0);
  return trace < WELL_CONDITIONED ? { factor, inverse, scales } : undefined;
}

/** Whether the columns are far enough from dependent for sums of their products to tell all about them. One pass over the rows. */
export function isWellConditioned(design: readonly Float64Array[], cancellation: Cancellation): boolean {
  const q = design.length;
  const { hessian } = squaresOf(design, undefined, cancellation).evaluate(new Float64Array(q), 2);
  return scaledFactor(hessian, q) !== undefined;
}

/**
 * The factor of a well-conditioned problem by normal equations and one step of refinement on the residuals, in two passes over the rows; undefined
 * for others.
 */
export function gramFactor(
  design: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array | undefined,
  cancellation: Cancellation,
): Factor | undefined {
  const q = design.length;
  const squares = squaresOf([...design, y], weights, cancellation);
  const all = squares.evaluate(new Float64Array(q + 1), 2).hessian;
  const gram = block(all, q);
  const scaled = scaledFactor(gram, q);
  if (!scaled) return undefined;
  const products = Float64Array.from({ length: q }, (_, i) => all[i * (q + 1) + q] as number);
  const rough = solveScaled(scaled, products);
  const { value, gradient } = squares.evaluate(Float64Array.of(...rough.map((b) => -b), 1), 1);
  const correction = solveScaled(scaled, gradient.subarray(0, q));
  return {
    r: upper(scaled),
    inverse: upperInverse(scaled),
    solution: rough.map((b, i) => b + (correction[i] as number)),
    residual: Math.max(0, 2 * value - product(correction, multiply(gram, correction))),
  };
}

/** The leading q × q block of a (q + 1) × (q + 1) matrix. */
function block(matrix: Float64Array, q: number): Float64Array {
  return Float64Array.from({ length: q * q }, (_, k) => matrix[Math.floor(k / q) * (q + 1) + (k % q)] as number);
}

function solveScaled({ factor, scales }: Scaled, b: Float64Array): Float64Array {
  return solve(
    factor,
    b.map((value, i) => value / (scales[i] as number)),
  ).map((value, i) => value / (scales[i] as number));
}

/** R = Lᵀ with the scales of the columns. */
function upper({ factor, scales }: Scaled): Float64Array {
  const q = scales.length;
  return factor.map((_, k) => (factor[(k % q) * q + Math.floor(k / q)] as number) * (scales[k % q] as number));
}

/** R⁻¹ from L⁻¹. */
function upperInverse({ inverse, scales }: Scaled): Float64Array {
  const q = scales.length;
  return inverse.map((_, k) => (inverse[(k % q) * q + Math.floor(k / q)] as number) / (scales[Math.floor(k / q)] as number));
}

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
