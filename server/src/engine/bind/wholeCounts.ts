import { evaluateColumns } from '../ir/evaluate.js';
import { wholeOf } from '../ir/primitives/whole.js';
import type { Problem } from '../../report/problem.js';
import { type BoundModel, rowName } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';

/** The model with counts read from the data as the whole numbers that they are but for rounding. */
export function withWholeCounts(bound: BoundModel): BoundModel {
  const slots = new Set(bound.model.likelihoods.flatMap((likelihood) => countSlot(bound, likelihood) ?? []));
  const isRounded = [...slots].some((slot) => bound.columns[slot]?.some((value) => wholeOf(value) !== value));
  if (!isRounded) return bound;
  return { ...bound, columns: bound.columns.map((column, slot) => (slots.has(slot) ? column.map(wholeOf) : column)) };
}

function countSlot({ model }: BoundModel, { outcome, distribution }: Likelihood): number | undefined {
  const node = model.graph.node(outcome.node);
  return distribution.outcome.whole && node.kind === 'column' ? node.slot : undefined;
}

/** Computed counts that were taken as whole numbers: said once for each outcome. */
export function roundedCounts(bound: BoundModel, { outcome }: Likelihood): Problem[] {
  const { graph } = bound.model;
  const [inner] = graph.argumentsOf(outcome.node, 'whole') ?? [];
  const [values] = inner === undefined ? [] : evaluateColumns(graph, [inner], bound.columns, bound.used);
  const row = values?.findIndex((value) => wholeOf(value) !== value) ?? -1;
  if (row < 0) return [];
  const message =
    `\`${outcome.text}\` is ${String(values?.[row])} in ${rowName(bound, row)}: it is taken as ${String(wholeOf(values?.[row] ?? NaN))}, ` +
    `as counts within rounding of a whole number are.`;
  return [{ severity: 'information', code: 'out-of-support', message, span: outcome.span, related: [outcome.text] }];
}
