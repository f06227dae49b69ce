import { hasSecondDerivatives } from '../../engine/inference/networks/networkSearch.js';
import type { Problem } from '../../report/problem.js';
import { type Check, list } from './check.js';

/** Parameters beside a network have no standard errors where there are no second derivatives: it is too large, or the estimate lies on a kink. */
export const networkErrors: Check = ({ mle, map, bound }) => {
  const { model } = bound;
  const beside = model.entries.filter(({ fixed, network }) => fixed === undefined && !network);
  const without = [mle, ...(map ? [map] : [])].find(
    ({ status, solution }) => status === 'converged' && solution.local.hessian.length === 0,
  );
  const [first] = model.networks;
  if (!first || !without || beside.length === 0) return [];
  const names = list(beside.map(({ name }) => name));
  const isKink = hasSecondDerivatives(without.objective);
  const reason = isKink
    ? `The ${without.target === 'mle' ? 'likelihood' : 'posterior density'} has a kink at the estimate (where a rectifier of \`${first.name}\` or an absolute value bends)`
    : `The network \`${first.name}\` is too large for second derivatives`;
  const problem: Problem = {
    severity: 'information',
    code: isKink ? 'non-smooth' : 'not-supported',
    message: `${reason}: ${names} ${beside.length === 1 ? 'has' : 'have'} no standard error.`,
    span: first.span,
    related: beside.map(({ name }) => name),
  };
  return [problem];
};
