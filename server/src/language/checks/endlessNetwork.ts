import { suggested } from '../../engine/distributions/suggested.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { isLastLayer } from '../../engine/inference/escape/networkScale.js';
import type { ModelNetwork } from '../../engine/model/model.js';
import type { Problem } from '../../report/problem.js';
import { lossText } from '../../report/numbers.js';
import { type Check, type Fitted, targetName } from './check.js';

/**
 * Some weights of a network grow without end: it separates the outcomes perfectly, or hidden units have become steps. Beside a finite MAP estimate this
 * is a warning.
 */
export const endlessNetwork: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  if (estimate.status !== 'infinite') return [];
  return runningNetworks(estimate).map((network) => problemOf(fitted, estimate, network));
}

/** The networks whose weights run away. */
export function runningNetworks({ running, objective }: Estimate): ModelNetwork[] {
  return objective.bound.model.networks.filter(({ first, network }) =>
    running.some((entry) => entry >= first && entry < first + network.parameters),
  );
}

function problemOf({ map, bound }: Fitted, estimate: Estimate, network: ModelNetwork): Problem {
  const { name, span } = network;
  const isFinite = estimate.target === 'mle' && (map?.status === 'converged' || map?.status === 'boundary');
  const isLast = isLastLayer(network, estimate.running);
  const likelihood = bound.model.likelihoods.find(({ distribution }) => distribution.kind !== 'continuous');
  const isSeparation = isLast && likelihood !== undefined;
  const rises = `the ${estimate.target === 'mle' ? 'likelihood' : 'posterior density'}`;
  const reason = isSeparation
    ? `The network \`${name}\` classifies \`${likelihood.outcome.text}\` correctly in all rows of the fit: ${rises} keeps rising as its last weights grow`
    : `Some ${isLast ? 'outputs' : 'hidden units'} of the network \`${name}\` are saturated: larger weights no longer change the fit, and ${rises} does not fall as they grow`;
  const reached = lossText(-estimate.logLikelihood / bound.observations);
  const rest = isFinite
    ? 'The MAP estimate exists because of the prior.'
    : `A prior on the weights, such as \`weights: ${suggested.prior}\`, gives a finite MAP estimate.`;
  return {
    severity: isFinite ? 'warning' : 'error',
    code: isSeparation ? 'separation' : 'unbounded',
    message: `${reason}, so there is no ${targetName(estimate)}. The search ended at a loss of ${reached} per row. ${rest}`,
    span,
    related: [name],
  };
}
