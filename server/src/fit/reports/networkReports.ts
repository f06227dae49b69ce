import { finite } from '../../report/numbers.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { NetworkReport } from '../../report/estimates.js';

/** What is said of the networks of an estimate; nothing where there are none. */
export function networksOf(estimate: Estimate, observations: number): { networks?: Readonly<Record<string, NetworkReport>> } {
  const { networks } = estimate.objective.bound.model;
  if (networks.length === 0) return {};
  const { natural, logLikelihood, tried, agreeing } = estimate;
  const reports = networks.map(({ name, network, first }): [string, NetworkReport] => {
    const own = natural.subarray(first, first + network.parameters);
    const squares = own.reduce((sum, value, i) => sum + (network.isWeight(i) ? value * value : 0), 0);
    return [
      name,
      {
        weights: network.weights,
        biases: network.parameters - network.weights,
        norm: finite(Math.sqrt(squares)),
        loss: finite(-logLikelihood / observations),
        starts: tried,
        agreeing,
      },
    ];
  });
  return { networks: Object.fromEntries(reports) };
}
