import { evaluateColumns } from '../../engine/ir/evaluate.js';
import { type BoundModel, isData } from '../../engine/model/bound.js';
import { at } from '../../engine/numeric/at.js';

/** The trials of all rows where outcomes are counts of successes among several, weights included; undefined where each row is one observation. */
export function trialCount({ model, columns, used, weights }: BoundModel): number | undefined {
  const nodes = model.likelihoods.flatMap(({ distribution, args }) =>
    distribution.counts?.of === 'trials' ? (args[0]?.slice(0, 1) ?? []) : [],
  );
  const known = nodes.filter((node) => isData(model, node));
  if (known.length === 0) return undefined;
  const counts = evaluateColumns(model.graph, known, columns, used);
  let [total, most] = [0, 1];
  for (let row = 0; row < used; row++) {
    const trials = counts.reduce((sum, column) => sum + at(column, row), 0);
    most = Math.max(most, trials);
    total += trials * (weights?.[row] ?? 1);
  }
  return most > 1 && Number.isFinite(total) ? total : undefined;
}
