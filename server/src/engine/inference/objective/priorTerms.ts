import type { BoundVariable, Term } from '../../kernel/kernel.js';
import type { Prior } from '../../model/model.js';

/** The log-density of a prior, a row for each entry that it applies to. */
export function priorTerm({ graph, root, inputs, entries, others }: Prior): Term {
  const gather: BoundVariable = { kind: 'gather', map: Int32Array.from(entries), codes: Float64Array.from(entries, (_, i) => i) };
  const variables = [gather, ...others.map((parameter): BoundVariable => ({ kind: 'scalar', parameter }))];
  return { graph, root, rows: entries.length, columns: [], inputs: Float64Array.from(inputs), variables };
}

/** Laplace and L1 priors with numbers as arguments have their kink in one coordinate. */
export function isKink({ distribution, constants }: Prior): boolean {
  return (distribution.name === 'Laplace' || distribution.name === 'L1') && constants !== undefined;
}

/** The log-density of such a prior is −weight · |θ − location| and a constant. */
export function kinkOf({ distribution, constants = [] }: Prior): { location: number; weight: number } {
  const [first = NaN, second = NaN] = constants;
  return distribution.name === 'L1' ? { location: 0, weight: first } : { location: first, weight: 1 / second };
}

/** log(weight / 2): what is left of the log-density at its kink. */
export const logNormaliser = (prior: Prior): number => Math.log(kinkOf(prior).weight / 2);
