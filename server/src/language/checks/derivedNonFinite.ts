import { DerivedFunction, isDetermined } from '../../engine/inference/intervals/derivedFunction.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { DerivedQuantity } from '../../engine/model/model.js';
import { firstNonFinite } from '../../engine/bind/nonFinite.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { type Check, targetName } from './check.js';

/** A derived quantity without a finite value at an estimate, or without a finite derivative and so without a standard error. */
export const derivedNonFinite: Check = ({ bound, mle, map }) =>
  [mle, ...(map ? [map] : [])]
    .filter(({ status, logLikelihood }) => !['unbounded', 'infinite', 'non-finite'].includes(status) && Number.isFinite(logLikelihood))
    .flatMap((estimate) => bound.model.derived.flatMap((quantity) => find(estimate, quantity) ?? []));

function find(estimate: Estimate, quantity: DerivedQuantity): Problem | undefined {
  if (!isDetermined(estimate, quantity)) return undefined;
  const { name, span, graph, root, variables, entries } = quantity;
  const g = new DerivedFunction(quantity, estimate.objective.bound, estimate.objective.cancellation);
  const { value, gradient } = g.at(estimate.natural, 1);
  const place = `In \`${name}\`, at the ${targetName(estimate)},`;
  if (!Number.isFinite(value)) {
    const row = {
      graph,
      root,
      columns: [],
      variables: [...variables.map((entry) => at(estimate.natural, entry)), ...g.summariesAt(estimate.natural)],
    };
    return { ...firstNonFinite(row, 0, place, span), severity: 'warning', span, related: [name] };
  }
  if (entries.every((entry) => Number.isFinite(gradient[entry]))) return undefined;
  const message = `${place} the derivative is not finite, so there is no standard error.`;
  return { severity: 'information', code: 'non-finite', message, span, related: [name] };
}
