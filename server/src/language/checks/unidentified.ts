import { type Estimate, naturalDirection } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { type Check, type Fitted, listed, nameOf, onDeclarations, priorFixes, targetName } from './check.js';

/** The information is singular: some combination of parameters leaves the objective as it is (Rothenberg, Econometrica 39, 1971). */
export const unidentified: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { objective, point, information, status, atKink, target } = estimate;
  const usable = status === 'converged' || status === 'boundary';
  if (!usable || information.flat.length === 0 || atKink.length > 0) return [];
  const jacobian = objective.jacobian(point);
  const directions = information.flat.map((flat) => naturalDirection(jacobian, flat));
  const entries = objective.free.filter((_, a) => directions.some((direction) => Math.abs(direction[a] ?? 0) > 1e-6));
  const names = listed(entries.map((entry) => nameOf(fitted, entry)));
  const combination = directions.length === 1 ? `: ${combinationText(fitted, objective.free, directions[0] ?? new Float64Array(0))} can change without changing the fit` : '';
  const source = target === 'mle' ? 'The data' : 'Data and priors together';
  const message =
    `${source} do not determine ${names} one by one${combination}. So there is no ${targetName(estimate)} of them. ` +
    `Give one of them a prior or a fixed value, or drop a term.`;
  return onDeclarations(fitted, entries, { severity: 'warning', code: 'unidentified', message, fixes: priorFixes(fitted, entries, 'Normal(0, 2.5)') });
}

/** "a − b", "2 a + b": the direction in the user's names, largest weight 1 or the smallest whole multiple of it. */
function combinationText(fitted: Fitted, free: readonly number[], direction: Float64Array): string {
  const parts = free.flatMap((entry, a) => {
    const weight = direction[a] ?? 0;
    return Math.abs(weight) > 1e-6 ? [{ name: nameOf(fitted, entry), weight }] : [];
  });
  const sign = Math.sign(parts[0]?.weight ?? 1);
  return parts
    .map(({ name, weight }, i) => {
      const size = Number(Math.abs(weight).toPrecision(3));
      const factor = size === 1 ? '' : `${String(size)} `;
      const plus = weight * sign > 0;
      return i === 0 ? `${factor}${name}` : ` ${plus ? '+' : '−'} ${factor}${name}`;
    })
    .join('');
}
