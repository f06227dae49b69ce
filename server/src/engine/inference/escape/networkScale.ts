import { entryAfter, type EntryIndex } from '../../model/entryIndex.js';
import type { ModelNetwork } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import type { Solution } from '../../optimise/minimisationProblem.js';
import type { Objective } from '../objective/objective.js';

/** Factors of some weights at which the density is looked at. */
const FACTORS = [4, 16, 64];
/** At most this many units are examined one by one. */
const MOST_UNITS = 64;

/**
 * Weights of networks that grow without end: multiplied by any factor they make the data as likely or more. Those of the last layer where a network
 * separates classes perfectly (Soudry et al., JMLR 19, 2018); those into hidden units that have become steps.
 */
export function withoutEnd(objective: Objective, solution: Solution): EntryIndex[] {
  const { model } = objective.bound;
  if (solution.status === 'cancelled') return [];
  const natural = objective.natural(solution.point);
  const { value } = solution;
  const densityAt = (entries: readonly EntryIndex[], factor: number): number => {
    const scaled = Float64Array.from(natural);
    for (const entry of entries) scaled[entry] = factor * at(natural, entry);
    return objective.logLikelihood(scaled) + objective.logPrior(scaled);
  };
  const isEndless = (entries: readonly EntryIndex[]): boolean =>
    FACTORS.every((factor) => densityAt(entries, factor) >= -value - 1e-9 * (1 + Math.abs(value))) &&
    densityAt(entries, 0) < -value - 1e-6 * (1 + Math.abs(value));
  const free = model.networks.filter(({ first }) => !objective.held.has(first));
  const last = free.map(lastLayer).filter(isEndless);
  // A search that ran out of time says nothing about where its units lead.
  if (last.length > 0 || solution.status === 'time-limit') return last.flat();
  return free.flatMap(hiddenUnits).filter(isEndless).flat();
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function lastLayer({ network: { scores }, first }: ModelNetwork): EntryIndex[] {
  return scores ? range(scores.weights + scores.biases).map((i) => entryAfter(first, scores.first + i)) : [];
}

/** The weights and the bias into each unit before the last layer. */
function hiddenUnits({ network, first }: ModelNetwork): EntryIndex[][] {
  const hidden = network.layers.filter((layer) => layer.weights > 0 && layer !== network.scores);
  const units = hidden.flatMap((layer) =>
    range(layer.biases).map((unit) =>
      range(layer.weights / layer.biases + 1).map((input) => entryAfter(first, layer.first + input * layer.biases + unit)),
    ),
  );
  return units.length <= MOST_UNITS ? units : [];
}

/** Whether these are the weights of a network's last layer. */
export function isLastLayer({ network: { scores }, first }: ModelNetwork, entries: readonly EntryIndex[]): boolean {
  return scores !== undefined && entries.every((entry) => entry >= first + scores.first);
}
