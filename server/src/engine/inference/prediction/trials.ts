import type { NodeId } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import { type BoundModel, isData } from '../../model/bound.js';
import type { Likelihood } from '../../model/model.js';
import { rowValues } from '../objective/rowValues.js';

/** Counts of successes among known numbers of trials: the counts of one row could be spread over as many rows. */
export interface Trials {
  /** Trials of all rows together. */
  readonly total: number;
  /** The model over some of the trials, given by their numbers from 0 on, row by row and the successes of each row first. */
  readonly among: (chosen: Int32Array) => BoundModel;
}

/** The trials of a model whose one statement counts successes among independent trials; undefined for other models. */
export function trialsOf(bound: BoundModel): Trials | undefined {
  const { model, weights, latents } = bound;
  const [likelihood, ...others] = model.likelihoods;
  const node = likelihood?.args[0]?.[0];
  const isOne = others.length === 0 && model.targets.length === 0 && latents.length === 0 && !weights;
  if (!isOne || !likelihood || node === undefined) return undefined;
  const { counts } = likelihood.distribution;
  if (counts?.of !== 'trials' || !counts.areIndependent) return undefined;
  if (![node, likelihood.outcome.node].every((each) => isData(model, each))) return undefined;
  const [trials, successes] = rowValues(bound, [node, likelihood.outcome.node], new Float64Array(model.entries.length));
  if (!trials || !successes) return undefined;
  const total = trials.reduce((sum, count) => sum + count, 0);
  return { total, among: (chosen) => withCounts(bound, likelihood, countsAmong(trials, successes, chosen)) };
}

/** How many of the chosen trials each row has, and how many of those succeeded. */
function countsAmong(counts: Float64Array, successes: Float64Array, chosen: Int32Array): [Float64Array, Float64Array] {
  const drawn: [Float64Array, Float64Array] = [new Float64Array(counts.length), new Float64Array(counts.length)];
  let [row, before] = [0, 0];
  for (const trial of chosen) {
    while (trial >= before + (counts[row] as number)) before += counts[row++] as number;
    (drawn[0][row] as number)++;
    if (trial - before < (successes[row] as number)) (drawn[1][row] as number)++;
  }
  return drawn;
}

/** The same model with other counts, in columns after those of the data. */
function withCounts(bound: BoundModel, likelihood: Likelihood, [counts, successes]: [Float64Array, Float64Array]): BoundModel {
  const { model } = bound;
  const [count, success] = [0, 1].map((k) => model.graph.column(bound.columns.length + k)) as [NodeId, NodeId];
  const args = [[count], ...likelihood.args.slice(1)];
  const root = likelihood.parameterisation.logDensity(opsOf(model.graph), success, args);
  const own = { ...likelihood, args, root, outcome: { ...likelihood.outcome, node: success } };
  const columns = [...model.columns, ...['trials', 'successes'].map((name) => ({ kind: 'data' as const, name }))];
  return { ...bound, model: { ...model, likelihoods: [own], columns }, columns: [...bound.columns, counts, successes] };
}
