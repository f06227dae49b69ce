import { finite } from '../../report/numbers.js';
import { certificateOf } from '../../engine/inference/certificate.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { naturalDirection } from '../../engine/inference/standardErrors.js';
import type { Posterior } from '../../engine/inference/posterior/posterior.js';
import type { ProfileEnd, Profiles } from '../../engine/inference/intervals/profile.js';
import { unconstrainedScale, waldUnconstrained } from '../../engine/inference/intervals/waldInterval.js';
import { at } from '../../engine/numeric/at.js';
import { dot } from '../../engine/numeric/eigen.js';
import { networksOf } from './networkReports.js';
import { trialCount } from './trialCount.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { Support } from '../../engine/transforms/support.js';
import type {
  CertificateReport,
  FitStatus,
  Interval,
  IntervalEnd,
  MapParameter,
  MapReport,
  MleParameter,
  MleReport,
} from '../../report/estimates.js';

/** The part of an estimate that can be shown: null where there is no maximum to report. */
export function mleReport(mle: Estimate, content: number, observations: number, profiles: Profiles): MleReport | null {
  if (!hasValues(mle)) return null;
  const k = mle.objective.dimension + mle.onBound.length - undeterminedDirections(mle);
  const determined = determinedEntries(mle);
  const parameters: Record<string, MleParameter> = {};
  for (const entry of freeEntries(mle)) {
    const estimate = determined.has(entry.index) && entry.inLikelihood ? finite(mle.natural[entry.index]) : null;
    const se = estimate === null ? null : finite(mle.standardErrors[entry.index]);
    parameters[entry.name] = {
      estimate,
      se,
      interval: {
        ...waldIntervals(estimate, se, content, entry.support),
        ...profileOf(estimate === null ? undefined : profiles.get(entry.index)),
      },
    };
  }
  return {
    status: statusOf(mle),
    logLikelihood: finite(mle.logLikelihood),
    aic: finite(2 * k - 2 * mle.logLikelihood),
    bic: finite(k * Math.log(observations) - 2 * mle.logLikelihood),
    ...bicOfTrials(mle, k, observations),
    gradientNorm: finite(Math.sqrt(mle.solution.decrement)),
    iterations: mle.solution.iterations,
    certificate: certificateReport(mle),
    level: content,
    parameters,
    ...networksOf(mle, observations),
  };
}

/** Rows that are groups of trials: what BIC is where each trial counts, and both numbers of observations. */
function bicOfTrials({ objective, logLikelihood }: Estimate, k: number, rows: number): Pick<MleReport, 'bicOfTrials'> {
  const trials = trialCount(objective.bound);
  return trials === undefined || trials === rows
    ? {}
    : { bicOfTrials: { rows, trials, bic: finite(k * Math.log(trials) - 2 * logLikelihood) } };
}

export function mapReport(map: Estimate, mle: MleReport | null, content: number, posterior: Posterior | undefined): MapReport | null {
  if (!hasValues(map)) return null;
  const { evidence, intervals } = posterior ?? {};
  const determined = determinedEntries(map);
  const parameters: Record<string, MapParameter> = {};
  for (const entry of freeEntries(map)) {
    const estimate = determined.has(entry.index) ? finite(map.natural[entry.index]) : null;
    const se = estimate === null ? null : finite(map.standardErrors[entry.index]);
    const ends = estimate === null ? undefined : intervals?.ends.get(entry.index);
    parameters[entry.name] = {
      estimate,
      se,
      pull: pullOf(estimate, mle?.parameters[entry.name]),
      interval: {
        ...waldIntervals(estimate, se, content, entry.mapSupport),
        posterior: ends ?? null,
        method: (ends && intervals?.method) ?? null,
      },
    };
  }
  return {
    status: statusOf(map),
    logLikelihood: finite(map.logLikelihood),
    logPrior: finite(map.logPrior),
    logPosterior: finite(map.logLikelihood + map.logPrior),
    logEvidence: finite(evidence?.value),
    evidenceMethod: evidence?.method ?? null,
    gradientNorm: finite(Math.sqrt(map.solution.decrement)),
    iterations: map.solution.iterations,
    certificate: certificateReport(map),
    level: content,
    parameters,
    ...networksOf(map, map.objective.bound.observations),
  };
}

function certificateReport(estimate: Estimate): CertificateReport {
  const { method, gradientNorm, smallestEigenvalue, starts, agreeing } = certificateOf(estimate);
  return { method, gradientNorm: finite(gradientNorm), smallestEigenvalue: finite(smallestEigenvalue), starts, agreeing };
}

/** An interval none of whose ends could be shown says nothing. */
function profileOf(ends: readonly [ProfileEnd, ProfileEnd] | undefined): Pick<MleParameter['interval'], 'profile' | 'ends'> {
  if (!ends) return { profile: null };
  const interval: Interval = [endValue(ends[0]), endValue(ends[1])];
  const kinds = [endKind(ends[0]), endKind(ends[1])] as const;
  return { profile: kinds.every((kind) => kind === 'not-found' || kind === 'time-limit') ? null : interval, ends: kinds };
}

function endKind(end: ProfileEnd): IntervalEnd {
  if (end.kind === 'found') return 'contour';
  if (end.kind === 'open') return end.bound === null ? 'open' : 'bound';
  return end.kind === 'failed' && end.reason !== 'not-found' ? 'time-limit' : 'not-found';
}

function endValue(end: ProfileEnd): number | null {
  if (end.kind === 'found') return finite(end.value);
  return end.kind === 'open' ? end.bound : null;
}

/** (MAP − MLE) / SE of the MLE. */
export function pullOf(map: number | null, mle: MleParameter | undefined): number | null {
  if (map === null || !mle || mle.estimate === null || mle.se === null) return null;
  return finite((map - mle.estimate) / mle.se);
}

/** Estimate ± z standard errors. */
export function wald(estimate: number | null, se: number | null, content: number): Interval | null {
  if (estimate === null || se === null) return null;
  const half = normalQuantile(0.5 + content / 2) * se;
  return [estimate - half, estimate + half];
}

/** The Wald interval, and beside it that on the unconstrained scale where the support has a bound. */
function waldIntervals(estimate: number | null, se: number | null, content: number, support: Support) {
  const plain = wald(estimate, se, content);
  if (unconstrainedScale(support) === undefined) return { wald: plain };
  const z = normalQuantile(0.5 + content / 2);
  return { wald: plain, waldUnconstrained: waldUnconstrained(estimate ?? NaN, se ?? NaN, support, z) ?? null };
}

/** Whether the search ended at a point that is worth showing. */
export function hasValues({ status, logLikelihood }: Estimate): boolean {
  return ['converged', 'boundary', 'max-iterations', 'time-limit'].includes(status) && Number.isFinite(logLikelihood);
}

const statusOf = ({ status }: Estimate): FitStatus => (status === 'infinite' ? 'unbounded' : status);

/** Entries that the user did not fix; those of networks are not listed. */
const freeEntries = ({ objective }: Estimate) =>
  objective.bound.model.entries.filter(({ fixed, network }) => fixed === undefined && !network);

/** Directions that change nothing do not count as parameters: AIC and BIC go by the rank of the model, as in R. */
const undeterminedDirections = ({ information, atKink }: Estimate): number => (atKink.length > 0 ? 0 : information.flat.length);

/** Entries with a value of their own: not part of a combination that can change without changing the fit. */
function determinedEntries({ objective, point, information, onBound, atKink }: Estimate): Set<number> {
  const flat = atKink.length > 0 ? [] : information.flat.map((direction) => naturalDirection(objective.jacobian(point), direction));
  const free = objective.free.filter((_, a) => !flat.some((direction) => Math.abs(at(direction, a)) > 1e-6));
  const dependent = objective
    .dependent(point)
    .filter(({ row }) => !information.flat.some((direction) => Math.abs(dot(row, direction)) > 1e-6));
  return new Set([...free, ...onBound, ...dependent.map(({ entry }) => entry)]);
}
