import type { Estimate } from '../../engine/inference/estimate.js';
import { firstNonFinite } from '../../engine/model/nonFinite.js';
import { rowName } from '../../engine/model/bound.js';
import type { Problem } from '../../engine/problem.js';
import { type Check, type Fitted, targetName } from './check.js';

/** The search ended without a maximum: why, and the most useful next step. */
export const notConverged: Check = (fitted) => {
  const estimates = [fitted.mle, ...(fitted.map ? [fitted.map] : [])];
  const broken = estimates.find(({ status }) => status === 'non-finite');
  if (broken) return [nonFinite(fitted, broken)];
  return estimates.flatMap((each) => find(fitted, each));
};

function find({ spec, bound }: Fitted, estimate: Estimate): Problem[] {
  const { status, solution } = estimate;
  if (status === 'time-limit') {
    const message = `The search for the ${targetName(estimate)} was stopped after ${String(spec.settings.maxSeconds)} seconds. \`settings: { max-seconds: … }\` gives it more time.`;
    return [{ severity: 'warning', code: 'time-limit', message, span: spec.modelSpan }];
  }
  if (status !== 'max-iterations') return [];
  const wayOut =
    bound.model.networks.length > 0
      ? 'The loss was still falling. A prior on the weights, a narrower one (`weights: Normal(0, 1)`), or fewer units give a maximum that is reached sooner.'
      : 'Starting values near the answer (`start:` under the parameter) or a parameter less usually help.';
  const message = `The search for the ${targetName(estimate)} stopped after ${String(solution.iterations)} steps without reaching a maximum. ${wayOut}`;
  return [{ severity: 'warning', code: 'not-converged', message, span: spec.modelSpan }];
}

/** Names the first row and sub-expression without a finite value at the starting values. */
function nonFinite({ bound, spec }: Fitted, { objective, point }: Estimate): Problem {
  const { model, columns, used } = bound;
  for (const { root, span } of [...model.likelihoods, ...model.targets]) {
    const row = objective.rowValues(root, point).findIndex((value) => !Number.isFinite(value));
    if (row < 0) continue;
    const variables = model.variables.map((_, index) => objective.rowValues(model.graph.variable(index), point)[row] ?? NaN);
    const problem = firstNonFinite({ graph: model.graph, root, columns, variables }, row, `In ${rowName(bound, row)}`, span);
    return {
      ...problem,
      message: `${problem.message} No starting values were found where every row is finite; give some with \`start:\`, or bounds.`,
    };
  }
  const message = `The density is not finite at the starting values, over ${String(used)} rows. Give starting values with \`start:\` under the parameters.`;
  return { severity: 'error', code: 'non-finite', message, span: spec.modelSpan };
}
