import type { Estimate } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { apart, type Check, type Fitted, listed, nameOf, onDeclarations, targetName } from './check.js';
import { runningNetworks } from './endlessNetwork.js';

/** The density has no maximum: it grows without limit as a parameter goes to the edge of its range (Day, Biometrika 56, 1969). */
export const unbounded: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { status, running, target } = estimate;
  const isSeparation = target === 'mle' && fitted.bound.model.likelihoods.some(({ distribution }) => distribution.kind !== 'continuous');
  if (status !== 'unbounded' && (status !== 'infinite' || isSeparation || runningNetworks(estimate).length > 0)) return [];
  const { beside, weights } = apart(fitted, running);
  const names = listed([...beside.map((entry) => nameOf(fitted, entry)), ...weights]);
  const isExact = status === 'unbounded' && target === 'mle' && estimate.objective.dimension > fitted.bound.used;
  const [coefficients, rows] = [estimate.objective.dimension - running.length, fitted.bound.used].map((count) =>
    count.toLocaleString('en'),
  );
  const exact = isExact ? `: the model meets every row exactly, having ${String(coefficients)} coefficients for ${String(rows)} rows` : '';
  const reason =
    status === 'unbounded'
      ? `the ${target === 'mle' ? 'likelihood' : 'posterior density'} grows without limit as ${names} ${running.length === 1 ? 'runs to the edge of its range' : 'run to the edge of their ranges'}`
      : `the ${target === 'mle' ? 'likelihood' : 'posterior density'} keeps rising as ${names} ${running.length === 1 ? 'runs' : 'run'} to infinity`;
  const wayOut =
    target === 'mle' ? 'A bound or a prior keeps it away from there.' : 'A prior with less weight there, or a bound, keeps it away.';
  return onDeclarations(fitted, running, {
    severity: 'error',
    // A density that rises to a limit far out cannot be scaled to a probability.
    code: target === 'map' && status === 'infinite' ? 'improper-posterior' : 'unbounded',
    message: `There is no ${targetName(estimate)}: ${reason}${exact}. ${isExact ? 'Leave terms out, or give the coefficients a prior.' : wayOut}`,
  });
}
