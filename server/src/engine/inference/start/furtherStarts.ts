import { evaluateColumns } from '../../ir/evaluate.js';
import type { BoundModel } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { minimise } from '../../optimise/minimise.js';
import { breakLevels } from './breaks.js';
import { type Natural, Objective, type Working } from '../objective/objective.js';
import { problemOf } from '../objective/problemOf.js';
import { startValues, withoutStart } from './starts.js';

/** The density of a heavy-tailed distribution may have maxima of its own at places among the outcomes. */
const PLACES = [0.05, 0.25, 0.5, 0.75, 0.95];
const MOST_ROWS = 20_000;

/** Starts that the data suggest beside the first one: what they say where the user has given values, and other places for a location. */
export function furtherStarts(objective: Objective, { seed }: { readonly seed: number }): Working[] {
  const { bound, target, cancellation } = objective;
  if (bound.used > MOST_ROWS || bound.model.networks.length > 0 || bound.latents.length > 0) return [];
  const entries = bound.model.entries.map(withoutStart);
  const isGiven = bound.model.entries.some(({ start }) => start !== undefined);
  const bare = { ...bound, model: { ...bound.model, entries } };
  const own = startValues(bare, target, (x) => objective.density(x), cancellation, seed);
  const others = locations(bound).map(({ entry, value }) => own.with(entry, value));
  const atBreaks = breakStarts(objective, own);
  return [...(isGiven ? [own] : []), ...others, ...atBreaks].map((x) => {
    for (const [entry, value] of objective.held) x[entry] = value;
    return objective.working(x);
  });
}

/** At most this many places of a change point are tried in full. */
const MOST_BREAKS = 5;

/**
 * A change point that steps from row to row has no slope to follow: the rest is fitted with it between any two values of its column, and the best places are
 * starts.
 */
function breakStarts(objective: Objective, own: Natural): Natural[] {
  const { bound, target, held, cancellation } = objective;
  return objective.asWritten.concat(objective.transformed).flatMap((entry) => {
    const { lower, upper } = objective.supportOf(entry);
    const levels = bound.model.likelihoods.map(({ root }) => breakLevels(bound, root, entry)).find((found) => found !== undefined) ?? [];
    const fits = levels.flatMap((level) => {
      if (!(level > lower && level < upper)) return [];
      const at = new Objective(bound, target, new Map([...held, [entry, level]]), cancellation);
      const { status, value, point } = minimise(problemOf(at, Infinity), at.working(own.with(entry, level)), { ending: 'plain' });
      return status === 'converged' ? [{ value, natural: at.natural(point) }] : [];
    });
    return fits
      .sort((a, b) => a.value - b.value)
      .slice(0, MOST_BREAKS)
      .map(({ natural }) => natural);
  });
}

/** Places among the outcomes for locations that are parameters of their own. */
function locations({ model, columns, used }: BoundModel): { entry: EntryIndex; value: number }[] {
  return model.likelihoods.flatMap(({ parameterisation, args, outcome }) => {
    if (parameterisation.redescendsIn === undefined) return [];
    const index = parameterisation.arguments.findIndex(({ name }) => name === parameterisation.redescendsIn);
    const node = model.graph.node(args[index]?.[0] ?? outcome.node);
    const source = node.kind === 'variable' ? model.variables[node.index] : undefined;
    if (source?.kind !== 'scalar' || model.entries[source.entry]?.fixed !== undefined) return [];
    const [values = new Float64Array(0)] = evaluateColumns(model.graph, [outcome.node], columns, used);
    const sorted = Float64Array.from(values).sort();
    return PLACES.map((p) => ({ entry: source.entry, value: at(sorted, Math.round(p * (sorted.length - 1))) }));
  });
}
