import { DerivedFunction, derivedValue } from '../../engine/inference/intervals/derivedFunction.js';
import { DerivedProfile, type Ends, imageOf } from '../../engine/inference/intervals/derivedProfile.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { Profiles } from '../../engine/inference/intervals/profile.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';
import type { DerivedQuantity } from '../../engine/model/model.js';
import type { Solution } from '../../engine/optimise/minimisationProblem.js';
import type { Fitted } from '../../language/checks/check.js';
import type { IntervalEnd, MapReport, MleParameter, MleReport } from '../../report/estimates.js';
import { withoutSpans } from '../../language/resolve/spans.js';
import { finite } from '../../report/numbers.js';
import { pullOf, wald } from './estimateReports.js';

type ProfileInterval = Pick<MleParameter['interval'], 'profile' | 'ends'>;

/** Profile-likelihood intervals of derived quantities by name; those without one are left out. */
export type DerivedIntervals = ReadonlyMap<string, ProfileInterval>;

/** A report with the derived quantities of the file, if it has any. */
export function withDerivedMle(report: MleReport | null, { bound, mle, spec }: Fitted, intervals?: DerivedIntervals): MleReport | null {
  const { derived } = bound.model;
  if (!report || derived.length === 0) return report;
  const rows = derived.map((quantity) => {
    const { estimate, se } = shownValue(mle, quantity);
    const profile = (se === null ? undefined : intervals?.get(quantity.name)) ?? { profile: null };
    return [quantity.name, { estimate, se, interval: { wald: wald(estimate, se, spec.settings.interval), ...profile } }] as const;
  });
  return { ...report, derived: Object.fromEntries(rows) };
}

export function withDerivedMap(report: MapReport | null, map: Estimate, { bound, spec }: Fitted, mle: MleReport | null): MapReport | null {
  const { derived } = bound.model;
  if (!report || derived.length === 0) return report;
  const rows = derived.map((quantity) => {
    const { estimate, se } = shownValue(map, quantity);
    const interval = { wald: wald(estimate, se, spec.settings.interval) };
    return [quantity.name, { estimate, se, pull: pullOf(estimate, mle?.derived?.[quantity.name]), interval }] as const;
  });
  return { ...report, derived: Object.fromEntries(rows) };
}

function shownValue(estimate: Estimate, quantity: DerivedQuantity): { readonly estimate: number | null; readonly se: number | null } {
  const value = derivedValue(estimate, quantity);
  const shown = finite(value.estimate);
  return { estimate: shown, se: shown === null ? null : finite(value.se) };
}

/** What was computed for a maximum is kept as long as the maximum. */
const intervalsOf = new WeakMap<Solution, Map<string, ProfileInterval | undefined>>();

/** The profile-likelihood intervals of derived quantities in a model with at most this many parameters. */
export function derivedIntervals({ bound, mle, spec }: Fitted, profiles: Profiles, most: number): DerivedIntervals {
  const { interval, maxSeconds } = spec.settings;
  const deadline = Date.now() + maxSeconds * 1000;
  const isUsable = (mle.status === 'converged' || mle.status === 'boundary') && mle.atKink.length === 0 && mle.objective.dimension <= most;
  const z = normalQuantile(0.5 + interval / 2);
  const kept = intervalsOf.get(mle.solution) ?? new Map<string, ProfileInterval | undefined>();
  intervalsOf.set(mle.solution, kept);
  const found = (isUsable ? bound.model.derived : []).flatMap((quantity) => {
    const key = withoutSpans([formOf(quantity), quantity.summaries.length > 0 ? spec.derived : [], z]);
    const own = kept.has(key) ? kept.get(key) : intervalOf(mle, quantity, profiles, z, deadline);
    if (!mle.objective.cancellation.cancelled && Date.now() < deadline) kept.set(key, own);
    return own ? [[quantity.name, own] as const] : [];
  });
  return new Map(found);
}

/** Everything about a quantity that its values depend on. */
function formOf({ graph, root, variables }: DerivedQuantity): unknown {
  const nodes = graph.reachable([root]).map((id) => [id, graph.node(id)] as const);
  return [nodes.map(([id, node]) => (node.kind === 'apply' ? [id, node.primitive.name, node.args] : [id, node])), variables];
}

/** An end that was not found is not an open end. */
function intervalOf(
  mle: Estimate,
  quantity: DerivedQuantity,
  profiles: Profiles,
  z: number,
  deadline: number,
): ProfileInterval | undefined {
  const value = derivedValue(mle, quantity);
  const { bound, cancellation } = mle.objective;
  if (!Number.isFinite(value.estimate) || !(value.se > 0) || !new DerivedFunction(quantity, bound, cancellation).isSmooth) return undefined;
  const free = quantity.entries.filter((entry) => !mle.objective.held.has(entry));
  const [entry] = free;
  const ends = entry === undefined || free.length > 1 ? undefined : profiles.get(entry);
  const image = entry !== undefined && ends ? imageOf(mle, quantity, entry, ends) : undefined;
  const [low, high] = image ?? profileOf(mle, quantity, z, deadline);
  const kinds = [endKind(low), endKind(high)] as const;
  return { profile: kinds.every((kind) => kind === 'not-found') ? null : [finite(low), finite(high)], ends: kinds };
}

function endKind(end: number): IntervalEnd {
  if (Number.isNaN(end)) return 'not-found';
  return Number.isFinite(end) ? 'contour' : 'open';
}

function profileOf(mle: Estimate, quantity: DerivedQuantity, z: number, deadline: number): Ends {
  const profile = new DerivedProfile(mle, quantity, deadline);
  return [profile.limit(z, -1), profile.limit(z, 1)];
}
