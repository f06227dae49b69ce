import { fill, type BoundModel } from '../../engine/bind/bind.js';
import { columnsBelow } from '../../engine/elaborate/derived/columnsBelow.js';
import { reductionsOf } from '../../engine/bind/bindValidation.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { Natural } from '../../engine/inference/objective/objective.js';
import { rowGradients } from '../../engine/inference/objective/rowScores.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import type { NodeId } from '../../engine/ir/graph.js';
import { opsOf } from '../../engine/ir/ops.js';
import { isDerived, variablesAmong } from '../../engine/kernel/below.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { Likelihood, Model } from '../../engine/model/model.js';
import type { PredictSpec } from '../../engine/model/specification.js';
import { at } from '../../engine/numeric/at.js';
import { dot, multiply } from '../../engine/numeric/eigen.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import { finite } from '../../report/numbers.js';
import type { Interval } from '../../report/estimates.js';
import type { Prediction, Predictions } from '../../report/predictions.js';
import type { Problem } from '../../report/problem.js';
import { hasValues } from '../reports/estimateReports.js';
import { type GivenRows, givenRows } from './givenRows.js';
import { averagedQuantiles, drawsOf } from './observations.js';
import { rowProblems } from './rowProblems.js';

export interface Predicted {
  readonly predictions?: Predictions;
  readonly problems: readonly Problem[];
}

/** What is needed to predict rows. */
interface Ask {
  readonly spec: PredictSpec;
  readonly training: Dataset;
  readonly source?: Dataset | undefined;
  readonly mle: Estimate;
  readonly map: Estimate | undefined;
  /** Probability content of intervals. */
  readonly level: number;
  readonly stop: Cancellation;
}

/** Rows without an outcome under both estimates. */
export function predict(ask: Ask): Predicted {
  const { spec, training, source, mle, map, level, stop } = ask;
  const { bound } = mle.objective;
  const refusal = unsupported(bound.model);
  if (refusal !== undefined) return { problems: [{ severity: 'warning', code: 'prediction', message: refusal, span: { ...spec.key } }] };
  const names = columnsNeeded(bound.model);
  const needed = training.columns.filter(({ name }) => names.has(name));
  const given = givenRows({ spec, needed, training, source });
  if (given.rows === 0) return { problems: given.problems };
  const rows = overRows(bound, given, needed, stop);
  const side = (estimate: Estimate | undefined, likelihood: Likelihood): Prediction | null =>
    estimate && hasValues(estimate) ? predictionOf({ rows, estimate, likelihood, level, bad: given.bad, stop }) : null;
  const outcomes = bound.model.likelihoods.map((each) => [each.outcome.text, { mle: side(mle, each), map: side(map, each) }] as const);
  const columns = Object.fromEntries([...given.columns].map(([name, { shown }]) => [name, shown]));
  return {
    predictions: { rows: given.rows, columns, outcomes: Object.fromEntries(outcomes) },
    problems: [...given.problems, ...rowProblems(spec, given, needed, outcomes, stop.cancelled)],
  };
}

/** Why a model does not predict single rows. */
function unsupported({ variables, columns, latents }: Model): string | undefined {
  if (latents.length > 0)
    return 'Rows of a model with latent values are not predicted yet. Under `derived` they are: `at(expected(y), x = 3)` for a new level, with `g = "level"` for a known one.';
  const looks = columns.some(({ kind }) => kind === 'lag' || kind === 'start') || variables.some(isDerived);
  if (looks)
    return 'Rows of this model depend on other rows (`lag`, or a mean over rows of parameters), so they cannot be predicted one by one.';
  return columns.some(({ kind }) => kind === 'image') ? 'Predictions for images are not supported yet.' : undefined;
}

/** The columns that the distributions of the outcomes depend on. */
const columnsNeeded = (model: Model): ReadonlySet<string> =>
  columnsBelow(
    model,
    model.likelihoods.flatMap((each) => parts(each).args.flat()),
  ).columns;

/** The distribution of the values themselves, where outcomes may be bounds on them. */
const parts = (likelihood: Likelihood): Pick<Likelihood, 'distribution' | 'parameterisation' | 'args'> =>
  likelihood.parameterisation.uncensored?.(likelihood.args) ?? likelihood;

function overRows(bound: BoundModel, { rows, columns }: GivenRows, needed: readonly Column[], stop: Cancellation): BoundModel {
  const sources = new Map(
    needed.map((column) => [column.name, { ...column, values: columns.get(column.name)?.codes ?? new Float64Array(rows) }]),
  );
  return fill(bound.model, sources, undefined, { rows, columns: [] }, stop, reductionsOf(bound));
}

interface Side {
  readonly rows: BoundModel;
  readonly estimate: Estimate;
  readonly likelihood: Likelihood;
  readonly level: number;
  readonly bad: ReadonlyMap<number, string>;
  readonly stop: Cancellation;
}

function predictionOf(side: Side): Prediction {
  const { levels = [] } = side.likelihood.outcome;
  return parts(side.likelihood).distribution.kind === 'categorical' && levels.length > 0 ? ofClasses(side, levels) : ofNumber(side);
}

/** Null in rows that cannot be predicted. */
const unlessBad = ({ bad }: Side, values: Float64Array): (number | null)[] =>
  Array.from(values, (value, row) => (bad.has(row) ? null : finite(value)));

function ofClasses(side: Side, levels: readonly string[]): Prediction {
  const { rows, likelihood, estimate, bad } = side;
  const { parameterisation, args } = parts(likelihood);
  const o = opsOf(rows.model.graph);
  const nodes = levels.map((_, k) => o.exp(parameterisation.logDensity(o, o.num(k), args)));
  const values = rowValues(rows, nodes, estimate.natural);
  const most = (row: number): number => levels.reduce((best, _, k) => (at(at(values, k), row) > at(at(values, best), row) ? k : best), 0);
  return {
    probability: Object.fromEntries(levels.map((level, k) => [level, unlessBad(side, at(values, k))])),
    class: Array.from({ length: rows.used }, (_, row) => (bad.has(row) ? null : at(levels, most(row)))),
  };
}

function ofNumber(side: Side): Prediction {
  const { rows, likelihood, bad } = side;
  const { parameterisation, args } = parts(likelihood);
  const o = opsOf(rows.model.graph);
  const mean = parameterisation.mean?.(o, args);
  const node = mean ?? parameterisation.quantile?.(o, o.num(0.5), args);
  const found = node === undefined ? nothing(rows.used) : withErrors(side, node);
  const centre = unlessBad(side, found.value);
  const pairs = (low: Float64Array, high: Float64Array): (Interval | null)[] =>
    Array.from(low, (value, row) =>
      bad.has(row) || Number.isNaN(value) || Number.isNaN(at(high, row)) ? null : [finite(value), finite(at(high, row))],
    );
  const [from, to] = observations(side);
  return {
    ...(mean === undefined && node !== undefined ? { median: centre } : { mean: centre }),
    se: unlessBad(side, found.se),
    interval: pairs(found.low, found.high),
    observation: pairs(from, to),
  };
}

interface WithErrors {
  readonly value: Float64Array;
  readonly se: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const nothing = (rows: number): WithErrors => {
  const none = new Float64Array(rows).fill(NaN);
  return { value: none, se: none, low: none, high: none };
};

/** A node in each row with its error by the delta method, and the interval on a scale that covers the line, mapped back. */
function withErrors({ rows, estimate, likelihood, level }: Side, node: NodeId): WithErrors {
  const { objective, natural, point, information } = estimate;
  const [value = new Float64Array(rows.used)] = rowValues(rows, [node], natural);
  const isNetwork = variablesAmong(rows.model.graph, rows.model.graph.reachable([node])).some(
    (index) => rows.variables[index]?.kind === 'network',
  );
  if (information.covariance.length === 0 || isNetwork) return { ...nothing(rows.used), value };
  const gradients = rowGradients(rows, node, natural);
  const width = natural.length;
  const se = value.map((_, row) => {
    const gradient = gradients.slice(row * width, (row + 1) * width);
    const own = objective.inWorking({ value: 0, gradient, hessian: new Float64Array(0) }, point).gradient;
    return Math.sqrt(Math.max(dot(own, multiply(information.covariance, own)), 0));
  });
  const z = normalQuantile(0.5 + level / 2);
  const scale = scaleOf(rows, likelihood, natural);
  const end = (side: number): Float64Array => value.map((each, row) => scale(row, each, side * z * at(se, row)));
  return { value, se, low: end(-1), high: end(1) };
}

/** Where a mean ends up that moves by so much: on the log scale where it is positive, on that of log-odds where it is a share, and on its own otherwise. */
function scaleOf(rows: BoundModel, likelihood: Likelihood, natural: Natural): (row: number, mean: number, by: number) => number {
  const { distribution, args } = parts(likelihood);
  const { lower, upper } = distribution.outcome;
  const trials = distribution.counts?.of === 'trials' ? rowValues(rows, args[0] ?? [], natural)[0] : undefined;
  if (trials || (lower === 0 && upper === 1)) {
    return (row, mean, by) => {
      const whole = trials ? at(trials, row) : 1;
      const share = mean / whole;
      if (!(share > 0 && share < 1)) return mean;
      return whole / (1 + Math.exp(-(Math.log(share) - Math.log1p(-share) + by / whole / (share * (1 - share)))));
    };
  }
  if (lower >= 0) return (_, mean, by) => (mean > 0 ? mean * Math.exp(by / mean) : mean);
  return (_, mean, by) => mean + by;
}

/** Draws of the parameters over which the distribution of an outcome is averaged: fewer where there are many rows. */
const DRAWS = { few: 256, many: 64, from: 200 };
/** Rows times draws between two looks at a cancel flag. */
const BLOCK = 8192;

function observations({ rows, estimate, likelihood, level, stop }: Side): [Float64Array, Float64Array] {
  const none = new Float64Array(rows.used).fill(NaN);
  const { distribution, parameterisation, args } = parts(likelihood);
  const { information, objective } = estimate;
  if (information.covariance.length === 0 || objective.dimension > 300) return [none, none];
  const draws = drawsOf(estimate, rows.used > DRAWS.from ? DRAWS.many : DRAWS.few).map((x) => rowValues(rows, args.flat(), x));
  const [from, to] = [none.slice(), none.slice()];
  const block = Math.ceil(BLOCK / draws.length);
  for (let start = 0; start < rows.used && !stop.cancelled; start += block) {
    const count = Math.min(block, rows.used - start);
    const cut = draws.map((draw) => draw.map((values) => values.subarray(start, start + count)));
    const outcomes = { distribution, parameterisation, draws: cut, sizes: args.map(({ length }) => length), rows: count };
    from.set(averagedQuantiles(outcomes, 0.5 - level / 2), start);
    to.set(averagedQuantiles(outcomes, 0.5 + level / 2), start);
  }
  return [from, to];
}
