import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Estimate } from '../estimate.js';
import { invertInformation } from '../objective/information.js';
import { type Natural, Objective } from '../objective/objective.js';
import { rootedAt } from '../../transforms/rooted.js';
import { type Transform, transformFor } from '../../transforms/transform.js';

type Scales = ReadonlyMap<EntryIndex, Transform>;

/**
 * The same estimate in coordinates where `entry` is a function of one of them: an entry of a simplex or an ordered vector in general is not. All
 * others already are.
 */
export function anchorBounds(estimate: Estimate, entry: EntryIndex): Estimate {
  return bindsOthers(estimate, entry) ? inOtherCoordinates(estimate, entry, new Map()) : estimate;
}

/**
 * The same estimate in the coordinates that the profile of `entry`, or of a function of several, needs: anchored, and with nothing held but what the user has fixed. A parameter whose
 * maximum lies on its bound is free to leave it.
 */
export function releaseBounds(estimate: Estimate, entry?: EntryIndex): Estimate {
  const rooted = onTheirBounds(estimate);
  const anchor = entry !== undefined && bindsOthers(estimate, entry) ? entry : undefined;
  return rooted.size === 0 && anchor === undefined ? estimate : inOtherCoordinates(estimate, anchor, rooted);
}

const bindsOthers = ({ objective }: Estimate, entry: EntryIndex): boolean =>
  objective.bound.model.groups.some(({ entries }) => entries.includes(entry));

function inOtherCoordinates(estimate: Estimate, anchor: EntryIndex | undefined, rooted: Scales): Estimate {
  const { bound, target, held, cancellation } = estimate.objective;
  const kept = new Map([...held].filter(([index]) => !rooted.has(index)));
  const objective = new Objective(bound, target, kept, cancellation, anchor, 1, rooted);
  const point = objective.working(estimate.natural);
  const local = objective.evaluate(point);
  const active = objective.free.flatMap((index, a) => (rooted.has(index) ? [] : [a]));
  return {
    ...estimate,
    objective,
    point,
    information: invertInformation(local, active, undefined, point),
    solution: { ...estimate.solution, point, local },
  };
}

/** The entries that were held on a bound of their own, and on which. What shares a whole with others stays where it is. */
function onTheirBounds({ objective, onBound, natural }: Estimate): Scales {
  const inGroups = new Set(objective.bound.model.groups.flatMap(({ entries }) => entries));
  const own = onBound.filter((entry) => objective.held.has(entry) && !inGroups.has(entry));
  return new Map(
    own.map((entry) => {
      const support = objective.supportOf(entry);
      return [entry, rootedAt(support, natural[entry] === support.lower ? 'lower' : 'upper')] as const;
    }),
  );
}

/**
 * The objective with the logarithm of each unbounded entry but `entry` that keeps the sign it has, or undefined where there is none: valleys that curve on
 * the scale as written, as that of a curve whose plateau runs away, are straight there.
 */
export function onLogScales(objective: Objective, natural: Natural, entry?: EntryIndex): Objective | undefined {
  const { bound, target, held, cancellation } = objective;
  const logs = objective.asWritten.filter((each) => each !== entry && natural[each] !== 0);
  if (logs.length === 0) return undefined;
  const [positive, negative] = [transformFor({ lower: 0, upper: Infinity }), transformFor({ lower: -Infinity, upper: 0 })];
  const scales = new Map(logs.map((each) => [each, at(natural, each) > 0 ? positive : negative] as const));
  return new Objective(bound, target, held, cancellation, entry, 1, new Map([...objective.scales, ...scales]));
}
