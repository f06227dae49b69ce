import { Graph } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import type { BoundVariable, Term } from '../../kernel/kernel.js';
import type { Prior } from '../../model/model.js';

/** The log-density of a prior, a row for each parameter that it applies to: the entries of the model, or the parameters of a kernel of its own. */
export function priorTerm({
  graph,
  root,
  inputs,
  entries,
  others,
}: Omit<Prior, 'entries'> & { readonly entries: readonly number[] }): Term {
  const gather: BoundVariable = { kind: 'gather', map: Int32Array.from(entries), codes: Float64Array.from(entries, (_, i) => i) };
  const variables = [gather, ...others.map((parameter): BoundVariable => ({ kind: 'scalar', parameter }))];
  return { graph, root, rows: entries.length, columns: [], inputs: Float64Array.from(inputs), variables };
}

/** A prior's kink in one coordinate: the log-density is −weight · |θ − location| − tilt · (θ − location), and a constant. */
export interface PriorKink {
  readonly location: number;
  readonly weight: number;
  /** 0 where both sides are equally steep, as in the lasso. */
  readonly tilt: number;
  /** What is left of the log-density at its kink. */
  readonly logHeight: number;
}

/** The kink of a prior with numbers as arguments. */
export function kinkOf({ distribution, constants }: Prior): PriorKink | undefined {
  const found = constants && distribution.kink?.(constants);
  if (!found) return undefined;
  const { at, below, above } = found;
  const [weight, tilt] = [(below + above) / 2, (above - below) / 2];
  return { location: at, weight, tilt, logHeight: Math.log((below * above) / (below + above)) };
}

/** The part of the log-density that is not the kink's: a straight line, where there is one. */
export function tiltTerms(prior: Prior): Term[] {
  const { location, tilt } = kinkOf(prior) ?? { location: 0, tilt: 0 };
  if (tilt === 0) return [];
  const graph = new Graph();
  const o = opsOf(graph);
  const root = o.mul(o.num(-tilt), o.sub(graph.variable(0), o.num(location)));
  return [priorTerm({ ...prior, graph, root, inputs: [], others: [] })];
}
