import { LuDecomposition, Matrix } from 'ml-matrix';
import type { Evaluation } from '../../kernel/kernel.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { dot, multiply, symmetricEigen } from '../../numeric/eigen.js';
import { curvatureScales } from '../../optimise/method.js';
import type { DerivedQuantity } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import type { LocalModel } from '../../optimise/minimisationProblem.js';
import { BETTER } from './crossing.js';
import { DerivedFunction } from './derivedFunction.js';
import type { Estimate } from '../estimate.js';
import type { Working } from '../objective/objective.js';
import type { ProfileEnd } from './profile.js';
import { Reflection } from '../objective/reflection.js';
import { releaseBounds } from './released.js';
import { problemOf } from '../search/search.js';

/** Ends of an interval; NaN where one was not found, infinite where there is none. */
export type Ends = readonly [number, number];

/**
 * The range of a function of one parameter over that parameter's profile interval: exact where it rises or falls throughout, undefined where it does
 * not. `ends` are those of the parameter `entry`.
 */
export function imageOf(estimate: Estimate, quantity: DerivedQuantity, entry: EntryIndex, ends: readonly ProfileEnd[]): Ends | undefined {
  const { bound, cancellation } = estimate.objective;
  const g = new DerivedFunction(quantity, bound, cancellation);
  const valueAt = (x: number): number =>
    g.at(
      Float64Array.from(estimate.natural, (value, i) => (i === entry ? x : value)),
      0,
    ).value;
  const [low = NaN, high = NaN] = ends.map((end, i) => placeOf(end, i === 0 ? -Infinity : Infinity));
  const values = between(estimate, entry, low, high).map(valueAt);
  if (isRising(values)) return [valueAt(low), valueAt(high)];
  return isRising(values.reverse()) ? [valueAt(high), valueAt(low)] : undefined;
}

/** Nowhere falling, and not constant. */
const isRising = (values: readonly number[]): boolean =>
  values.every((value, i) => value >= (values[i - 1] ?? -Infinity)) && at(values, 0) < (values.at(-1) ?? NaN);

function placeOf(end: ProfileEnd, open: number): number {
  if (end.kind === 'found') return end.value;
  return end.kind === 'open' ? (end.bound ?? open) : NaN;
}

const POINTS = 64;
/** An interval without an end is taken to be this many standard errors long. */
const FAR = 30;

function between({ natural, standardErrors }: Estimate, entry: EntryIndex, low: number, high: number): number[] {
  const [centre, reach] = [at(natural, entry), FAR * at(standardErrors, entry)];
  const from = Number.isFinite(low) ? low : centre - reach;
  const to = Number.isFinite(high) ? high : centre + reach;
  return Array.from({ length: POINTS + 1 }, (_, i) => from + ((to - from) * i) / POINTS);
}

/** In how many stages the level is approached; one number after another is tried. */
const STAGES = [1, 4, 16];
const MOST_STEPS = 12;
/** Distance in standard errors below which one more step, whose error is about its square, is the last. */
const CLOSE = 1e-5;

/**
 * The range of a smooth function g over all parameters with a log-likelihood within z²/2 of the maximum: its profile-likelihood interval. Each end is
 * an extremum of g where the level is reached, found by Newton's method on Lagrange's conditions; for a single coordinate that is the method of
 * Venzon & Moolgavkar (Appl. Stat. 37, 1988).
 */
export class DerivedProfile {
  private readonly g: DerivedFunction;
  private readonly first: Evaluation;
  private readonly estimate: Estimate;

  constructor(
    given: Estimate,
    quantity: DerivedQuantity,
    private readonly deadline: number,
  ) {
    this.estimate = releaseBounds(given);
    const { bound, cancellation } = given.objective;
    this.g = new DerivedFunction(quantity, bound, cancellation);
    this.first = this.g.inWorking(this.estimate.objective, this.estimate.point, 1);
  }

  /** The end below (side −1) or above (+1) the estimate; NaN where the method does not converge to an extremum. */
  limit(z: number, side: -1 | 1): number {
    for (const stages of STAGES) {
      const found = this.inStages(z, side, stages);
      if (found && side * (found.value - this.first.value) > 0) return found.value;
    }
    return NaN;
  }

  private inStages(z: number, side: -1 | 1, stages: number): Evaluation | undefined {
    let at = this.predict(z / stages, side);
    for (let k = 1; k <= stages && at; k++) {
      const reached = this.reach((z * k) / stages, at);
      if (!reached || k === stages) return reached?.g;
      at = { point: reached.point, lambda: (reached.lambda * (k + 1)) / k };
    }
    return undefined;
  }

  /** Where the quadratic model has its end, with its multiplier. */
  private predict(z: number, side: -1 | 1): Place | undefined {
    const { gradient } = this.first;
    const along = multiply(this.estimate.information.covariance, gradient);
    const deviation = Math.sqrt(dot(gradient, along));
    if (!(deviation > 0)) return undefined;
    const point = this.estimate.point.map((w, i) => w + (side * z * at(along, i)) / deviation);
    return { point, lambda: (side * z) / deviation };
  }

  /** Newton's method for ∇f = λ ∇g and sqrt(2 (f − f̂)) = z at once, f being minus the log-likelihood. */
  private reach(z: number, start: Place): (Place & { readonly g: Evaluation }) | undefined {
    const { objective, solution } = this.estimate;
    const problem = problemOf(objective, this.deadline);
    let { point, lambda } = start;
    for (let i = 0; i < MOST_STEPS && problem.shouldStop() === undefined; i++) {
      const f = problem.evaluate(point);
      const g = this.g.inWorking(objective, point, 2);
      const rise = f.value - solution.value;
      if (!Number.isFinite(rise + g.value) || rise < -BETTER * (1 + Math.abs(solution.value))) return undefined;
      const root = Math.sqrt(Math.max(2 * rise, 0));
      const scales = curvatureScales(f);
      const step = lagrangeStep(f.gradient, g.gradient, this.curvature(f, g, lambda), root * (z - root), scales);
      if (!step) return undefined;
      point = point.map((w, k) => w + at(step.step, k));
      lambda = step.lambda;
      if (!(step.length < CLOSE)) continue;
      const end = this.g.inWorking(objective, point, 2);
      return isExtremum(this.curvature(f, g, lambda), g.gradient, scales) ? { point, lambda, g: end } : undefined;
    }
    return undefined;
  }

  /** Second derivatives of f − λ g; a direction that changes neither is kept still. */
  private curvature(f: LocalModel, g: Evaluation, lambda: number): Float64Array {
    const n = f.gradient.length;
    const scales = curvatureScales(f);
    const flat = this.estimate.information.flat.map((direction) => unit(direction.map((d, i) => d * at(scales, i))));
    return f.hessian.map((h, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      const still = flat.reduce((sum, d) => sum + at(d, i) * at(d, j), 0) * at(scales, i) * at(scales, j);
      return h - lambda * at(g.hessian, k) + still;
    });
  }
}

interface Place {
  readonly point: Working;
  readonly lambda: number;
}

function unit(direction: Float64Array): Float64Array {
  const length = Math.sqrt(dot(direction, direction));
  return direction.map((d) => d / length);
}

/** The step s and multiplier λ with A s − λ b = −a and a · s = c, and the length of s in standard errors; undefined where the system is singular. */
function lagrangeStep(
  a: Float64Array,
  b: Float64Array,
  curvature: Float64Array,
  c: number,
  scales: Float64Array,
): { readonly step: Float64Array; readonly lambda: number; readonly length: number } | undefined {
  const n = a.length;
  const scaled = (v: Float64Array): Float64Array => v.map((each, i) => each / at(scales, i));
  const [f, g] = [scaled(a), scaled(b)];
  const size = Math.sqrt(dot(g, g));
  const system = Matrix.zeros(n + 1, n + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) system.set(i, j, at(curvature, i * n + j) / (at(scales, i) * at(scales, j)));
    system.set(i, n, -at(g, i) / size);
    system.set(n, i, at(f, i));
  }
  const right = Matrix.columnVector([...f.map((each) => -each), c]);
  const solution = solve(system, right);
  if (!solution) return undefined;
  const step = solution.subarray(0, n);
  return { step: scaled(step), lambda: at(solution, n) / size, length: Math.sqrt(dot(step, step)) };
}

function solve(system: Matrix, right: Matrix): Float64Array | undefined {
  if (!system.to1DArray().every(Number.isFinite)) return undefined;
  const factors = new LuDecomposition(system);
  if (factors.isSingular()) return undefined;
  const result = Float64Array.from(factors.solve(right).to1DArray());
  return result.every(Number.isFinite) ? result : undefined;
}

/** Whether f − λ g curves upwards in every direction across ∇g: the second-order condition. */
function isExtremum(curvature: Float64Array, gradient: Float64Array, scales: Float64Array): boolean {
  if (gradient.length === 1) return true;
  const across = new Reflection(
    gradient,
    scales.map((scale) => 1 / scale),
  ).reduce({ value: 0, gradient, hessian: curvature });
  return at(symmetricEigen(across.hessian, gradient.length - 1).values, 0) > 0;
}
