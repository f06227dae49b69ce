import type { BoundVariable, Term } from '../../kernel/kernel.js';
import type { Prior } from '../../model/model.js';

/** The log-density of a prior, a row for each entry that it applies to. */
export function priorTerm({ graph, root, inputs, entries, others }: Prior): Term {
  const gather: BoundVariable = { kind: 'gather', map: Int32Array.from(entries), codes: Float64Array.from(entries, (_, i) => i) };
  const variables = [gather, ...others.map((parameter): BoundVariable => ({ kind: 'scalar', parameter }))];
  return { graph, root, rows: entries.length, columns: [], inputs: Float64Array.from(inputs), variables };
}

/**
 * Where the log-density of a prior with numbers as arguments is −weight · |θ − location| and a constant, as in the lasso: its kink lies in one coordinate.
 * A kink with different slopes on its sides is none of these.
 */
export function kinkOf({ distribution, constants }: Prior): { location: number; weight: number } | undefined {
  const found = constants && distribution.kink?.(constants);
  return found && found.below === found.above ? { location: found.at, weight: found.above } : undefined;
}

export const isKink = (prior: Prior): boolean => kinkOf(prior) !== undefined;

/** log(weight / 2): what is left of the log-density at its kink. */
export const logNormaliser = (prior: Prior): number => Math.log((kinkOf(prior)?.weight ?? NaN) / 2);
