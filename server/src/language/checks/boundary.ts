import type { Estimate } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { apart, type Check, type Fitted, listed, nameOf, onDeclarations, targetName } from './check.js';

/** The maximum lies on the bound of a parameter: it is reported there, without a standard error (Self & Liang, JASA 82, 1987). */
export const boundary: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { onBound, natural } = estimate;
  if (onBound.length === 0) return [];
  const { beside, weights } = apart(fitted, onBound);
  const places = [...beside.map((entry) => `${nameOf(fitted, entry)} = ${String(natural[entry])}`), ...weights];
  const message =
    `The ${targetName(estimate)} lies on the boundary: ${listed(places)}. A standard error means nothing there; ` +
    `the errors of the other parameters hold with ${onBound.length === 1 ? 'it' : 'them'} fixed.`;
  return onDeclarations(fitted, onBound, { severity: 'warning', code: 'boundary', message });
}
