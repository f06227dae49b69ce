import { interpret } from '../../engine/terms/interpreter.js';
import { priorTerm } from '../../engine/inference/objective/objective.js';
import { normalCdf, normalQuantile } from '../../engine/numeric/quantiles.js';
import type { Problem } from '../../report/problem.js';
import { shortNumber, withError } from '../../report/numbers.js';
import { type Fitted, list, onDeclarations } from './check.js';
import { byPrior, type Informed, informedParameters } from './informed.js';
import type { SlowCheck } from './slow.js';

/** p-values below this are a conflict. */
export const CONFLICT = 0.05;
/** Estimates nearer to the middle of their prior than this many standard deviations are where the prior expects them. */
const NEAR = 1.5;
/** Points of the prior and of the estimate's error. */
const PRIOR_POINTS = 96;
const ERROR_POINTS = 15;

/**
 * Prior and data disagree: the estimate lies where, according to the prior, estimates hardly ever are. The p-value is P(m(T) ≤ m(t)) for the prior
 * predictive density m of the estimate t, that is the prior convolved with the estimate's error (Box, JRSS A 143, 1980; Evans & Moshonov, Bayesian
 * Analysis 1, 2006), Normal with its standard error. Several entries under one prior share the level.
 */
export const priorConflict: SlowCheck = (fitted, until) =>
  byPrior(informedParameters(fitted)).flatMap((group) => {
    const found = group.flatMap((each) => (until.isOver() ? [] : [{ each, p: conflictProbability(each) }]));
    const concerned = found.filter(({ p }) => p < CONFLICT / group.length);
    return concerned.length === 0 ? [] : problemsOf(fitted, concerned);
  });

function problemsOf(fitted: Fitted, found: readonly { readonly each: Informed; readonly p: number }[]): Problem[] {
  const worst = found.reduce((a, b) => (b.p < a.p ? b : a));
  const { entry, prior, mle, mleSe, map } = worst.each;
  const names = list(found.map(({ each }) => each.entry.name));
  const message =
    `The data and the prior disagree about ${names}: from the data alone ${entry.name} is ${withError(mle, mleSe)}, and under ${prior.text} an estimate this unlikely has ` +
    `probability ${worst.p < 1e-4 ? '< 0.0001' : shortNumber(Number(worst.p.toPrecision(2)))} (prior predictive p-value). The MAP estimate ${shortNumber(map)} is a ` +
    `compromise. Check units and signs; if the prior is right, check the data; otherwise widen it.`;
  const entries = found.map(({ each }) => each.entry.index);
  return onDeclarations(fitted, entries, { severity: 'information', code: 'prior-conflict', message });
}

/** The p-value; 1 where the estimate clearly lies where the prior expects it, or where nothing can be said. */
export function conflictProbability({ prior, constants, mle, mleSe }: Informed): number {
  const { distribution } = prior;
  if (!distribution.quantile) return 1;
  const at = (p: number): number => distribution.quantile?.(p, constants) ?? NaN;
  const spread = (at(0.75) - at(0.25)) / (2 * normalQuantile(0.75));
  const distance = Math.abs(mle - at(0.5)) / Math.hypot(spread, mleSe);
  if (!(distance > NEAR)) return 1;
  if (distribution.gaussian) return 2 * normalCdf(-distance);
  return predictive({ prior, constants, at, spread }, mle, mleSe);
}

interface Spread {
  readonly prior: Informed['prior'];
  readonly constants: readonly number[];
  readonly at: (p: number) => number;
  readonly spread: number;
}

/** Whichever is narrower, prior or error, is summed over: the other's density is smooth at that distance. */
function predictive({ prior, at, spread }: Spread, estimate: number, se: number): number {
  const values = points(PRIOR_POINTS).map(at);
  const errors = points(ERROR_POINTS).map((p) => se * normalQuantile(p));
  const kernel = interpret([priorTerm({ ...prior, entries: [0] })], 1);
  const density = (x: number): number => {
    const log = kernel.evaluate(Float64Array.of(x), 0).value;
    return Number.isFinite(log) ? Math.exp(log) : 0;
  };
  const byErrors = (t: number): number => sum(errors.map((error) => density(t - error))) / errors.length;
  const byPriorPoints = (t: number): number => sum(values.map((value) => Math.exp(-0.5 * ((t - value) / se) ** 2))) / values.length;
  const marginal = se > spread ? byPriorPoints : byErrors;
  const own = marginal(estimate);
  const lower = values.flatMap((value) => errors.map((error) => (marginal(value + error) <= own ? 1 : 0)));
  return sum(lower) / lower.length;
}

const points = (count: number): number[] => Array.from({ length: count }, (_, k) => (k + 0.5) / count);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
