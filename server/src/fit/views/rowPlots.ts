import type { Estimate } from '../../engine/inference/estimate.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import { classesOf } from '../../engine/inference/prediction/score.js';
import type { NodeId } from '../../engine/ir/graph.js';
import { opsOf } from '../../engine/ir/ops.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { BoundModel } from '../../engine/model/bound.js';
import type { Likelihood } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { Fitted } from '../../language/checks/check.js';
import type { CountsView, ResidualsView, RowPlotsAnswer } from '../../report/views.js';
import { hasValues } from '../reports/estimateReports.js';
import { calibrationOf, rocOf } from './events.js';
import { latentValues } from './rowTable.js';

/** More rows take too long to look at one by one. */
const MOST_ROWS = 200_000;
/** Points in a plot. */
const POINTS = 2000;
/** Counts that a rootogram tells apart. */
const MOST_COUNTS = 60;
/** Rows times counts that are looked at. */
const MOST_VALUES = 5e6;
/** Steps of halving an interval of probabilities. */
const HALVINGS = 48;

interface Rows {
  readonly bound: BoundModel;
  readonly evaluate: (nodes: readonly NodeId[]) => Float64Array[];
}

/** What the estimates say of the rows of the first statement, for plots: residuals of numbers, calibration of events, counts beside those expected. */
export function rowPlots({ mle, map, bound }: Fitted, stop: Cancellation): RowPlotsAnswer {
  const estimate = [mle, ...(map ? [map] : [])].find(hasValues);
  const [likelihood] = bound.model.likelihoods;
  if (!estimate || !likelihood) return { problem: 'There is no estimate to compare the rows with.' };
  if (bound.used > MOST_ROWS) return { problem: `Rows are looked at one by one up to ${MOST_ROWS.toLocaleString('en')} of them.` };
  const { distribution, outcome } = likelihood;
  if (distribution.kind === 'categorical') return { problem: 'The outcome has classes: see the table of true and predicted ones.' };
  if (distribution.circular === true || distribution.isCensored === true)
    return { problem: 'An outcome that is a direction, or a bound on the true value, has no residual.' };
  const latent = latentValues(estimate, stop);
  if (!latent) return { problem: 'The latent values have no maximum here.' };
  const rows = { bound, evaluate: (nodes: readonly NodeId[]) => rowValues(bound, nodes, estimate.natural, bound.used, stop, () => latent) };
  const head = {
    label: labelOf(estimate),
    outcome: outcome.success === undefined ? outcome.text : `${outcome.text} = ${outcome.success}`,
    used: bound.used,
  };
  if (classesOf(likelihood) === 2) return { view: { ...head, ...eventPlots(likelihood, rows) } };
  const counts = distribution.kind === 'discrete' ? countsOf(likelihood, rows) : undefined;
  return { view: { ...head, residuals: residualsOf(likelihood, rows), ...(counts ? { counts } : {}) } };
}

const labelOf = ({ target }: Estimate): 'MLE' | 'MAP' => (target === 'mle' ? 'MLE' : 'MAP');

/** The arguments of the distribution in each row, in its own form. */
function argumentsOf({ parameterisation, args }: Likelihood, rows: Rows): (row: number) => readonly number[] {
  const given = rows.evaluate(args.flat());
  return (row) => parameterisation.canonical(given.map((values) => at(values, row)));
}

function eventPlots(likelihood: Likelihood, rows: Rows): { calibration: ReturnType<typeof calibrationOf>; roc: ReturnType<typeof rocOf> } {
  const [observed = new Float64Array(0)] = rows.evaluate([likelihood.outcome.node]);
  const given = argumentsOf(likelihood, rows);
  const probabilities = Float64Array.from(observed, (_, row) => likelihood.distribution.mean(given(row)));
  const { weights } = rows.bound;
  return { calibration: calibrationOf(probabilities, observed, weights), roc: rocOf(probabilities, observed, weights) };
}

function residualsOf(likelihood: Likelihood, rows: Rows): ResidualsView {
  const { distribution, outcome } = likelihood;
  const { rowNumbers, used } = rows.bound;
  const [observed = new Float64Array(0)] = rows.evaluate([outcome.node]);
  const given = argumentsOf(likelihood, rows);
  const count = Math.min(POINTS, used);
  const shown = Array.from({ length: count }, (_, i) => Math.floor((i * used) / count));
  const points = shown.map((row) => {
    const own = given(row);
    const [mean, deviation] = [distribution.mean(own), Math.sqrt(distribution.variance?.(own) ?? NaN)];
    return { row: rowNumbers?.[row] ?? row + 1, fitted: mean, residual: (at(observed, row) - mean) / deviation };
  });
  const quantiles = distribution.kind === 'continuous' ? quantileResiduals(distribution, shown, given, observed) : undefined;
  return {
    points: points.filter(({ fitted, residual }) => Number.isFinite(fitted) && Number.isFinite(residual)),
    sampled: used > POINTS,
    ...(quantiles ? { quantiles } : {}),
  };
}

/** Residuals on the scale of a standard Normal distribution, in order, each beside the quantile that it should be near (Blom's positions). */
function quantileResiduals(
  distribution: Likelihood['distribution'],
  shown: readonly number[],
  given: (row: number) => readonly number[],
  observed: Float64Array,
): ResidualsView['quantiles'] {
  if (!distribution.quantile) return undefined;
  const all = shown.map((row) => normalQuantile(probabilityBelow(at(observed, row), (p) => distribution.quantile?.(p, given(row)) ?? NaN)));
  if (!all.every(Number.isFinite)) return undefined;
  const sorted = Float64Array.from(all).sort();
  return Array.from(sorted, (value, i) => ({ expected: normalQuantile((i + 1 - 0.375) / (sorted.length + 0.25)), residual: value }));
}

/** The probability below an outcome, where a distribution gives its quantiles. */
function probabilityBelow(y: number, quantile: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (quantile(middle) < y) low = middle;
    else high = middle;
  }
  return Math.min(Math.max((low + high) / 2, 1e-15), 1 - 1e-15);
}

/** How often each count was observed, and how often it is expected. */
function countsOf({ parameterisation, args, outcome }: Likelihood, rows: Rows): CountsView | undefined {
  const { bound } = rows;
  const [observed = new Float64Array(0)] = rows.evaluate([outcome.node]);
  const most = observed.reduce((a, b) => Math.max(a, b), 0);
  const least = observed.reduce((a, b) => Math.min(a, b), 0);
  const last = Math.min(most + 2, MOST_COUNTS);
  if (least < 0 || last * bound.used > MOST_VALUES) return undefined;
  const o = opsOf(bound.model.graph);
  const counts = Array.from({ length: last + 1 }, (_, k) => k);
  const logs = rows.evaluate(counts.map((k) => parameterisation.logDensity(o, o.num(k), args)));
  const weight = (row: number): number => bound.weights?.[row] ?? 1;
  const sum = (values: ArrayLike<number>, of: (value: number) => number): number =>
    Array.from(values).reduce((total, value, row) => total + weight(row) * of(value), 0);
  const bars = counts.map((k) => ({
    count: k,
    observed: sum(observed, (value) => (value === k ? 1 : 0)),
    expected: sum(logs[k] ?? [], (log) => (Number.isFinite(log) ? Math.exp(log) : 0)),
  }));
  return { bars, isCut: most > last };
}
