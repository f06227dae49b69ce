import type { Estimate } from '../../engine/inference/estimate.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import { normalCdf } from '../../engine/numeric/quantiles.js';
import { widerThan } from '../../engine/distributions/index.js';
import type { BoundModel } from '../../engine/model/bound.js';
import type { Likelihood } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem, Severity } from '../../report/problem.js';
import { shortNumber } from '../../report/numbers.js';
import { type Fitted, fittedEstimate } from './check.js';
import { dispersionFix, shortTitle } from './dispersionFix.js';
import type { SlowCheck } from './slow.js';

/** Rows whose mean count (or count of the rarer outcome) is lower on average are too sparse for Pearson's statistic. */
const LEAST_MEAN = 1;
const LEAST_DF = 5;

/** Ratio of χ² to its degrees of freedom and p-value from which standard errors are clearly too small, and from which it is worth reporting. */
const PLAIN = { ratio: 2, p: 1e-4 };
const WORTH_A_WORD = { ratio: 1.3, p: 0.01 };

/** Counts vary more than their distribution allows: Pearson's χ² over its degrees of freedom (McCullagh & Nelder 1989, §4.5, §6.2). */
export const overdispersion: SlowCheck = (fitted) => {
  const { latents, model } = fitted.bound;
  const found = fittedEstimate(fitted);
  if (!found || latents.length > 0 || model.weights !== undefined) return [];
  return model.likelihoods.flatMap((likelihood) => find(fitted, found, likelihood));
};

function find(fitted: Fitted, estimate: Estimate, likelihood: Likelihood): Problem[] {
  const other = likelihood.distribution.counts && widerThan(likelihood.distribution);
  const df = degreesOfFreedom(fitted.bound, estimate);
  const found = other && df >= LEAST_DF ? pearson(fitted.bound, estimate, likelihood) : undefined;
  if (!other?.widens || !found || !(found.sparse >= LEAST_MEAN)) return [];
  const ratio = found.chiSquare / df;
  const p = upperTail(found.chiSquare, df);
  const severity = severityOf(ratio, p);
  if (!severity) return [];
  const message =
    `\`${likelihood.outcome.text}\` varies more than ${likelihood.distribution.name} allows: Pearson's χ² is ${shortNumber(found.chiSquare)} on ${String(df)} degrees of freedom ` +
    `(ratio ${shortNumber(Number(ratio.toPrecision(3)))}, p ${p < 1e-4 ? '< 0.0001' : `= ${shortNumber(Number(p.toPrecision(2)))}`}). ${errorsText(estimate, ratio)}` +
    `A ${shortTitle(other)}, ${other.widens.call}, allows for it; a missing predictor may be the cause.`;
  const fixes = dispersionFix(fitted, likelihood, other);
  return [{ severity, code: 'overdispersion', message, span: likelihood.span, related: [likelihood.outcome.text], fixes }];
}

/** What overdispersion does to standard errors, where there are any. */
function errorsText({ standardErrors }: Estimate, ratio: number): string {
  const factor = shortNumber(Number(Math.sqrt(ratio).toPrecision(2)));
  return standardErrors.some((each) => each > 0) ? `Standard errors are too small by a factor of about ${factor}. ` : '';
}

/** Rows less parameters. Weights of a network are not counted, for many of them change nothing: the ratio is then too small rather than too large. */
function degreesOfFreedom(bound: BoundModel, { objective }: Estimate): number {
  return bound.used - objective.free.filter((entry) => bound.model.entries[entry]?.network !== true).length;
}

function severityOf(ratio: number, p: number): Severity | undefined {
  if (ratio > PLAIN.ratio && p < PLAIN.p) return 'warning';
  return ratio > WORTH_A_WORD.ratio && p < WORTH_A_WORD.p ? 'information' : undefined;
}

/** Σ (y − mean)² / variance, and the mean of the rarer outcome's expected count. */
function pearson(
  bound: BoundModel,
  { natural }: Estimate,
  { distribution, parameterisation, args, outcome }: Likelihood,
): { chiSquare: number; sparse: number } {
  const values = rowValues(bound, [outcome.node, ...args.flat()], natural);
  const [outcomes = new Float64Array(0), ...given] = values;
  let [chiSquare, expected] = [0, 0];
  outcomes.forEach((y, row) => {
    const canonical = parameterisation.canonical(given.map((column) => at(column, row)));
    const mean = distribution.mean(canonical);
    const left = distribution.counts?.of === 'trials' ? at(canonical, 0) - mean : mean;
    const variance = distribution.variance?.(canonical) ?? NaN;
    if (variance > 0) chiSquare += (y - mean) ** 2 / variance;
    expected += Math.min(mean, left) / outcomes.length;
  });
  return { chiSquare, sparse: expected };
}

/** P(χ² > x) by the cube root's Normal approximation (Wilson & Hilferty, PNAS 17, 1931). */
function upperTail(x: number, df: number): number {
  const unit = 2 / (9 * df);
  return normalCdf((1 - unit - Math.cbrt(x / df)) / Math.sqrt(unit));
}
