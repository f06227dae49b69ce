import { estimate, type Estimate } from '../../engine/inference/estimate.js';
import { Profile, type ProfileEnd, type Profiles } from '../../engine/inference/profile.js';
import type { SearchOptions } from '../../engine/inference/search.js';
import { normalQuantile } from '../../engine/distributions/numeric.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { Settings } from '../../engine/model/specification.js';
import type { Fitted } from '../../language/checks/check.js';
import type { FitJob } from './answer.js';

/** Profile intervals are computed for models up to this many parameters. */
export const PROFILED = 40;

export const searchOptions = ({ starts, seed, maxSeconds }: Settings): SearchOptions => ({
  starts,
  seed,
  deadline: Date.now() + maxSeconds * 1000,
});

/** Profile-likelihood intervals; one that meets a better optimum restarts the fit from there. */
export function profiled(fitted: Fitted, job: FitJob, cancellation: Cancellation): { fitted: Fitted; profiles: Profiles } {
  let current = fitted;
  for (let round = 0; round < 3; round++) {
    const { profiles, better } = profileAll(current.mle, job.spec.settings);
    if (!better) return { fitted: current, profiles };
    const from = current.mle.objective.natural(better);
    const mle = estimate(current.bound, 'mle', searchOptions(job.spec.settings), cancellation, from);
    if (!(mle.solution.value < current.mle.solution.value)) return { fitted: current, profiles };
    current = { ...current, mle };
  }
  return { fitted: current, profiles: new Map() };
}

function profileAll(mle: Estimate, { interval, maxSeconds }: Settings): { profiles: Profiles; better?: Float64Array } {
  const profiles = new Map<number, readonly [ProfileEnd, ProfileEnd]>();
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
function profiledEntries({ objective, point, standardErrors, onBound }: Estimate): number[] {
  const entries = [...objective.free, ...objective.dependent(point).map(({ entry }) => entry)];
  const inGroups = new Set(objective.bound.model.groups.flatMap((group) => group.entries));
  return [...entries.filter((entry) => Number(standardErrors[entry]) > 0), ...onBound.filter((entry) => !inGroups.has(entry))];
}
