import type { NodeId } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import type { Cancellation } from '../../kernel/kernel.js';
import { compileKernel } from '../../terms/compile.js';
import type { BoundModel } from '../../model/bound.js';
import type { Likelihood } from '../../model/model.js';
import { likelihoodTerms } from '../../bind/likelihoodTerms.js';
import { at } from '../../numeric/at.js';
import { changesAlong } from '../intervals/derivedFunction.js';
import type { Estimate } from '../estimate.js';
import type { Natural } from '../objective/objective.js';
import { rowValues } from '../objective/rowValues.js';

/** How well rows are predicted, whether the estimates come from them or not. */
export interface Score {
  /** Weighted sum of the rows' log-densities; not finite where one of them is impossible. */
  readonly logLikelihood: number;
  /** Share of the rows whose class is the most probable one: for a single outcome with classes. */
  readonly accuracy?: number;
  /** Root of the mean squared distance between outcome and mean: for a single outcome of numbers with a mean. */
  readonly rmse?: number;
}

/** The score of rows under estimates. Frequency weights count. */
export function scoreOf(bound: BoundModel, { natural }: Estimate, cancellation: Cancellation): Score {
  const { value } = compileKernel(likelihoodTerms(bound), natural.length).evaluate(natural, 0, cancellation);
  const outcome = singleOutcome(bound);
  return { logLikelihood: value, ...(outcome ? predictionScore({ bound, x: natural, stop: cancellation }, outcome) : {}) };
}

/** Slopes below this share of what one standard error makes of them are rounding. */
const ROUNDING = 1e-6;

/** Whether the density of these rows is the same for all estimates that are equally good. */
export function isPredicted(bound: BoundModel, estimate: Estimate, cancellation: Cancellation): boolean {
  const { natural, information, atKink } = estimate;
  if (information.flat.length === 0 || atKink.length > 0) return true;
  const n = natural.length;
  const { gradient, hessian } = compileKernel(likelihoodTerms(bound), n).evaluate(natural, 2, cancellation);
  const slopes = gradient.map((slope, i) => (Math.abs(slope) > ROUNDING * Math.sqrt(Math.abs(at(hessian, i * n + i))) ? slope : 0));
  return !information.flat.some((direction) => changesAlong(estimate, slopes, direction));
}

/** Rows at a point, and when to stop looking at them. */
interface Rows {
  readonly bound: BoundModel;
  readonly x: Natural;
  readonly stop: Cancellation;
}

/** What a model of classes says of rows: the log-probability of each class, and the class of each row. */
export interface ClassDensities {
  readonly outcome: Likelihood['outcome'];
  readonly actual: Float64Array;
  readonly logDensities: readonly Float64Array[];
}

/** Undefined where the model has not one outcome with classes. */
export function classDensities(bound: BoundModel, x: Natural, stop: Cancellation): ClassDensities | undefined {
  const likelihood = singleOutcome(bound);
  const classes = likelihood && classesOf(likelihood);
  return likelihood && classes !== undefined ? densitiesOf({ bound, x, stop }, likelihood, classes) : undefined;
}

function singleOutcome({ model: { likelihoods, targets } }: BoundModel): Likelihood | undefined {
  return likelihoods.length === 1 && targets.length === 0 ? likelihoods[0] : undefined;
}

/** How many classes an outcome has, if any. */
export function classesOf({ distribution, outcome }: Likelihood): number | undefined {
  const isBinary = distribution.outcome.whole === true && distribution.outcome.upper === 1;
  return distribution.kind === 'categorical' ? outcome.levels?.length : isBinary ? 2 : undefined;
}

function densitiesOf(rows: Rows, { parameterisation, args, outcome }: Likelihood, classes: number): ClassDensities {
  const o = opsOf(rows.bound.model.graph);
  const densities = Array.from({ length: classes }, (_, k) => parameterisation.logDensity(o, o.num(k), args));
  const [actual = new Float64Array(0), ...logDensities] = valuesOf(rows, [outcome.node, ...densities]);
  return { outcome, actual, logDensities };
}

/** The class with the highest density, the first of several. */
export const mostProbable = ({ logDensities }: ClassDensities, row: number): number =>
  logDensities.reduce((most, values, k) => (at(values, row) > (logDensities[most]?.[row] ?? NaN) ? k : most), 0);

function predictionScore(rows: Rows, likelihood: Likelihood): Pick<Score, 'accuracy' | 'rmse'> {
  const { distribution } = likelihood;
  const classes = classesOf(likelihood);
  if (classes !== undefined) return accuracy(rows, densitiesOf(rows, likelihood, classes));
  return distribution.circular === true || distribution.isCensored === true ? {} : rootMeanSquare(rows, likelihood);
}

function accuracy(rows: Rows, found: ClassDensities): Pick<Score, 'accuracy'> {
  const value = weightedMean(rows, (row) => (mostProbable(found, row) === found.actual[row] ? 1 : 0));
  return Number.isFinite(value) ? { accuracy: value } : {};
}

function rootMeanSquare(rows: Rows, { distribution, parameterisation, args, outcome }: Likelihood): Pick<Score, 'rmse'> {
  const [actual = [], ...given] = valuesOf(rows, [outcome.node, ...args.flat()]);
  const mean = (row: number): number => distribution.mean(parameterisation.canonical(given.map((values) => at(values, row))));
  const value = Math.sqrt(weightedMean(rows, (row) => (at(actual, row) - mean(row)) ** 2));
  return Number.isFinite(value) ? { rmse: value } : {};
}

const valuesOf = ({ bound, x, stop }: Rows, nodes: readonly NodeId[]): Float64Array[] => rowValues(bound, nodes, x, bound.used, stop);

/** Rows between two looks at a cancel flag. */
const BLOCK = 2 ** 16;

function weightedMean({ bound: { used, weights, observations }, stop }: Rows, valueOf: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < used; row++) {
    if (row % BLOCK === 0 && stop.cancelled) return NaN;
    sum += (weights?.[row] ?? 1) * valueOf(row);
  }
  return sum / observations;
}
