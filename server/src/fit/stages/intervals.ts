import { contentHash } from '../../engine/bind/contentHash.js';
import { estimate, type Estimate } from '../../engine/inference/estimate.js';
import { Profile, type ProfileEnd, type Profiles } from '../../engine/inference/intervals/profile.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Model } from '../../engine/model/model.js';
import type { Settings } from '../../engine/model/specification.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { Fitted } from '../../language/checks/check.js';
import type { FitAnswer } from '../../report/answer.js';
import type { Problem } from '../../report/problem.js';
import type { FitContext } from '../question/context.js';
import { answerOf } from '../reports/answer.js';
import { derivedIntervals } from '../reports/derivedReports.js';
import { withSandwich } from '../reports/robust.js';
import { scoresOf } from '../reports/scores.js';
import { searchOptions } from './estimates.js';

/** Profile intervals are computed for models up to this many parameters. */
const PROFILED = 40;

/** Estimates with profile intervals of the MLE; the search for an end may have found a better maximum. */
export interface Profiled {
  readonly fitted: Fitted;
  readonly profiles: Profiles;
}

/** A maximum of the same likelihood with its intervals, from the last fit. */
type Known = NonNullable<ReturnType<FitContext['keeper']['maximumOf']>>;

/** Profile intervals: those already `known` of the same maximum, or a search; undefined after a cancellation. */
export function withProfiles(context: FitContext, fitted: Fitted, known: Known | undefined): Profiled | undefined {
  const { job, keeper, clock } = context;
  const found = known && fitted.mle === known.mle ? { fitted, profiles: known.profiles } : profileIntervals(fitted, clock);
  if (context.isCancelled()) return undefined;
  // A maximum found with the help of a prior would not be found with another prior.
  if (!found.fitted.fromMap) keeper.keepMaximum(found.fitted.bound, job.spec.settings, found.fitted.mle, found.profiles);
  return found;
}

/** The answer with everything that takes time: intervals of derived quantities, evidence, and the scores of rows. */
export function withIntervals(
  { job, validation, clock }: FitContext,
  { fitted, profiles }: Profiled,
  before: readonly Problem[],
): FitAnswer {
  const intervals = derivedIntervals(fitted, profiles, PROFILED);
  const found = withRobustErrors(answerOf(fitted, 'intervals', before, profiles, intervals), fitted);
  const dataHash = contentHash(job.data, columnsRead(fitted.bound.model));
  if (!validation || clock.cancelled) return { ...found, dataHash };
  const { problems, ...scores } = scoresOf(fitted, validation, clock);
  return { ...found, ...scores, dataHash, problems: [...found.problems, ...problems] };
}

/** The answer with robust standard errors where the settings ask for them. */
function withRobustErrors(found: FitAnswer, { spec, mle }: Fitted): FitAnswer {
  if (spec.settings.standardErrors !== 'robust' || !found.mle) return found;
  const { report, problems } = withSandwich(found.mle, mle, spec.modelSpan);
  return { ...found, mle: report, problems: [...found.problems, ...problems] };
}

function columnsRead({ columns, weights }: Model): Set<string> {
  const names = columns.flatMap((slot) => (slot.kind === 'data' || slot.kind === 'lag' || slot.kind === 'image' ? [slot.name] : []));
  return new Set(weights === undefined ? names : [...names, weights]);
}

/** Profile-likelihood intervals; one that meets a better optimum restarts the fit from there. */
export function profileIntervals(fitted: Fitted, cancellation: Cancellation): Profiled {
  const { settings } = fitted.spec;
  let current = fitted;
  for (let round = 0; round < 3; round++) {
    const { profiles, better } = profileAll(current.mle, settings);
    if (!better) return { fitted: current, profiles };
    const from = current.mle.objective.natural(better);
    const mle = estimate(current.bound, 'mle', searchOptions(settings), cancellation, from);
    if (!(mle.solution.value < current.mle.solution.value)) return { fitted: current, profiles };
    current = { ...current, mle };
  }
  return { fitted: current, profiles: new Map() };
}

function profileAll(mle: Estimate, { interval, maxSeconds }: Settings): { profiles: Profiles; better?: Float64Array } {
  const profiles = new Map<EntryIndex, readonly [ProfileEnd, ProfileEnd]>();
  const usable =
    (mle.status === 'converged' || mle.status === 'boundary') && mle.atKink.length === 0 && mle.objective.dimension <= PROFILED;
  const z = normalQuantile(0.5 + interval / 2);
  const deadline = Date.now() + maxSeconds * 1000;
  for (const entry of usable ? profiledEntries(mle) : []) {
    const profile = new Profile(mle, entry, deadline);
    const ends = [profile.limit(z, -1), profile.limit(z, 1)] as const;
    const better = ends.find((end) => end.kind === 'better');
    if (better?.kind === 'better') return { profiles, better: better.point };
    if (mle.objective.cancellation.cancelled) break;
    profiles.set(entry, ends);
  }
  return { profiles };
}

/** Entries that have a standard error, and those that lie on a bound of their own. */
function profiledEntries({ objective, point, standardErrors, onBound }: Estimate): EntryIndex[] {
  const entries = [...objective.free, ...objective.dependent(point).map(({ entry }) => entry)];
  const inGroups = new Set(objective.bound.model.groups.flatMap((group) => group.entries));
  return [...entries.filter((entry) => Number(standardErrors[entry]) > 0), ...onBound.filter((entry) => !inGroups.has(entry))];
}
