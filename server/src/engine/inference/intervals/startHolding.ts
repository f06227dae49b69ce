import type { EntryIndex } from '../../model/entryIndex.js';
import { minimise } from '../../optimise/minimise.js';
import { Objective, type Working } from '../objective/objective.js';
import { problemOf } from '../search/search.js';
import { startValues, withoutStart } from '../start/starts.js';

/** Starting values look at all rows for many candidates. */
const MOST_ROWS = 20_000;

/** Where a search leads that starts as a fit with this value of an entry given would: in the objective's own coordinates. */
export function startHolding(objective: Objective, entry: EntryIndex, value: number): Working | undefined {
  const { bound, target, held, cancellation } = objective;
  if (bound.used > MOST_ROWS || bound.latents.length > 0) return undefined;
  const on = new Objective(bound, target, new Map([...held, [entry, value]]), cancellation);
  const own = bound.model.entries.map((each) => (each.index === entry ? { ...each, fixed: value } : each));
  const found = [own, own.map(withoutStart)].map((entries) => {
    const given = { ...bound, model: { ...bound.model, entries } };
    return minimise(problemOf(on, Infinity), on.working(startValues(given, target, (x) => on.density(x), cancellation)), {
      ending: 'plain',
    });
  });
  const [best] = found.filter(({ status }) => status !== 'non-finite').sort((a, b) => a.value - b.value);
  return best && objective.working(on.natural(best.point));
}
