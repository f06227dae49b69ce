import { differentiate } from '../../autodiff/differentiate.js';
import { opsOf } from '../../ir/ops.js';
import type { BoundVariable, Cancellation } from '../../kernel/kernel.js';
import { usedVariables } from '../../kernel/termKernel.js';
import { type BoundModel, looksAround } from '../../model/bound.js';
import { at } from '../../numeric/at.js';
import type { Estimate } from '../estimate.js';
import { rowValues } from '../objective/rowValues.js';
import { type Deletable, emptyDeletions, record, type RowDeletions } from './deletions.js';
import { leastSquaresDeletions } from './leastSquaresDeletions.js';
import { naturalCovariance } from './rowInfluence.js';

/** Rows times squared parameters from which this would take seconds. */
const DEAR = 4e8;

/** Undefined where rows depend on each other, or where there is no clear maximum. */
export function rowDeletions(mle: Estimate, stop: Cancellation): RowDeletions | undefined {
  const given = deletable(mle);
  return given && (leastSquaresDeletions(given, stop) ?? oneStep(given, stop));
}

function deletable(mle: Estimate): Deletable | undefined {
  const { objective, information, status, atKink, target, standardErrors, point } = mle;
  const { bound, free, dimension } = objective;
  const { latents, networks, groups, entries } = bound.model;
  const isPlain = latents.length === 0 && networks.length === 0 && groups.length === 0 && !looksAround(bound.model);
  const isClear = target === 'mle' && status === 'converged' && atKink.length === 0 && information.flat.length === 0;
  const isFeasible = dimension > 0 && information.covariance.length > 0 && bound.used * dimension ** 2 <= DEAR;
  if (!isPlain || !isClear || !isFeasible) return undefined;
  const positions = new Int32Array(entries.length).fill(-1);
  free.forEach((entry, a) => (positions[entry] = a));
  const covariance = naturalCovariance(objective.jacobian(point), information.covariance, dimension);
  return { bound, mle, positions, covariance, errors: Float64Array.from(free, (entry) => at(standardErrors, entry)) };
}

/** A row's variables: log-density's slopes by them and minus its second derivatives, each with one number for a row. */
interface RowExpansion {
  readonly variables: readonly BoundVariable[];
  readonly slopes: readonly Float64Array[];
  /** k × k. */
  readonly information: readonly Float64Array[];
}

/**
 * One Newton step from the estimates with all rows: d = (I − Iᵢ)⁻¹ sᵢ, with the score sᵢ of the row and its part Iᵢ of the observed information I, and Cook's distance
 * d' I d / p (Cook & Weisberg, Residuals and Influence in Regression, 1982, §5.2; for logistic regression it is that of Pregibon, Annals of Statistics 9, 1981, and
 * of R's `cooks.distance`). Row by row Iᵢ = J' M J in the few variables of the row, so that with G = J C J' for the covariance C = I⁻¹ and
 * v = (1 − M G)⁻¹ s it is d = C J' v and d' I d = v' G v.
 */
function oneStep(given: Deletable, stop: Cancellation): RowDeletions | undefined {
  const { bound, mle, covariance, errors } = given;
  const { used, weights } = bound;
  const { free, dimension: n } = mle.objective;
  const expansion = expand(bound, mle, stop);
  const isOver = (): boolean => stop.cancelled;
  if (isOver()) return undefined;
  const k = expansion.variables.length;
  const found = emptyDeletions(used, false);
  const [design, moved] = [new Float64Array(k * n), new Float64Array(k * n)];
  for (let row = 0; row < used; row++) {
    if (row % 4096 === 0 && isOver()) return undefined;
    expansion.variables.forEach((variable, a) => fillDesign(design.subarray(a * n, a * n + n), variable, row, given.positions));
    const gram = sandwich(design, covariance, moved, k, n);
    const weight = weights?.[row] ?? 1;
    const information = expansion.information.map((values) => weight * at(values, row));
    const slopes = expansion.slopes.map((values) => weight * at(values, row));
    const v = solveReduced(information, gram, slopes, k);
    if (!v) continue;
    const change = new Float64Array(n);
    v.forEach((each, a) => change.forEach((_, i) => (change[i] = at(change, i) + each * at(moved, a * n + i))));
    record(found, row, quadratic(gram, v) / n, change, { errors, free });
  }
  return found;
}

function expand(bound: BoundModel, mle: Estimate, stop: Cancellation): RowExpansion {
  const { model } = bound;
  const { graph } = model;
  const o = opsOf(graph);
  const root = [...model.likelihoods, ...model.targets].map((each) => each.root).reduce((a, b) => o.add(a, b));
  const own = usedVariables(graph, root);
  const nodes = own.map((index) => graph.variable(index));
  const zero = graph.constant(0);
  const { gradient, hessian } = differentiate(graph, root, nodes);
  const slopes = gradient.map((node) => node ?? zero);
  // Only the lower triangle is there.
  const seconds = nodes.flatMap((_, a) => nodes.map((_each, b) => hessian[Math.max(a, b)]?.[Math.min(a, b)] ?? zero));
  const values = rowValues(bound, [...slopes, ...seconds], mle.natural, bound.used, stop);
  return {
    variables: own.flatMap((index) => bound.variables[index] ?? []),
    slopes: values.slice(0, own.length),
    information: values.slice(own.length).map((each) => each.map((value) => -value)),
  };
}

/** The slopes of a row's variable by the free entries. */
function fillDesign(into: Float64Array, variable: BoundVariable, row: number, positions: Int32Array): void {
  into.fill(0);
  const add = (entry: number, value: number): void => {
    const place = entry < 0 ? -1 : at(positions, entry);
    if (place >= 0) into[place] = at(into, place) + value;
  };
  if (variable.kind === 'scalar') add(variable.parameter, 1);
  else if (variable.kind === 'gather') add(at(variable.map, at(variable.codes, row)), 1);
  else if (variable.kind === 'linear') variable.design.forEach((column, j) => add(at(variable.parameters, j), at(column, row)));
}

/** G = J C J'; J C is left in `moved`. */
function sandwich(design: Float64Array, covariance: Float64Array, moved: Float64Array, k: number, n: number): Float64Array {
  moved.fill(0);
  for (let a = 0; a < k; a++) {
    for (let i = 0; i < n; i++) {
      const slope = at(design, a * n + i);
      if (slope === 0) continue;
      for (let j = 0; j < n; j++) moved[a * n + j] = at(moved, a * n + j) + slope * at(covariance, i * n + j);
    }
  }
  return Float64Array.from({ length: k * k }, (_, cell) => {
    const [a, b] = [Math.floor(cell / k), cell % k];
    let sum = 0;
    for (let j = 0; j < n; j++) sum += at(moved, a * n + j) * at(design, b * n + j);
    return sum;
  });
}

const quadratic = (gram: Float64Array, v: Float64Array): number =>
  v.reduce((sum, own, a) => sum + v.reduce((part, other, b) => part + own * other * at(gram, a * v.length + b), 0), 0);

/** A determinant below this is that of rows without which the estimates are not determined. */
const SINGULAR = 1e-9;

/** v = (1 − M G)⁻¹ s by elimination with pivots; undefined where the rest of the rows has no maximum near. */
function solveReduced(information: readonly number[], gram: Float64Array, slopes: readonly number[], k: number): Float64Array | undefined {
  const rows = Array.from({ length: k }, (_, a) =>
    Float64Array.from({ length: k + 1 }, (_each, b) => {
      if (b === k) return at(slopes, a);
      let sum = a === b ? 1 : 0;
      for (let c = 0; c < k; c++) sum -= at(information, a * k + c) * at(gram, c * k + b);
      return sum;
    }),
  );
  let determinant = 1;
  for (let column = 0; column < k; column++) {
    const pivot = largestFrom(rows, column);
    if (pivot !== column) [rows[column], rows[pivot]] = [at(rows, pivot), at(rows, column)];
    determinant *= at(at(rows, column), column) * (pivot === column ? 1 : -1);
    eliminate(rows, column);
  }
  return determinant > SINGULAR ? Float64Array.from(rows, (row, a) => at(row, k) / at(row, a)) : undefined;
}

const largestFrom = (rows: readonly Float64Array[], column: number): number =>
  rows.reduce((best, row, a) => (a > column && Math.abs(at(row, column)) > Math.abs(at(at(rows, best), column)) ? a : best), column);

function eliminate(rows: readonly Float64Array[], column: number): void {
  const own = at(rows, column);
  for (const [a, row] of rows.entries()) {
    const factor = at(row, column) / at(own, column);
    if (a !== column && factor !== 0) own.forEach((value, b) => (row[b] = at(row, b) - factor * value));
  }
}
