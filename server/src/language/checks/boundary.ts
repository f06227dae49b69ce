import type { Estimate } from '../../engine/inference/estimate.js';
import type { Problem, Severity } from '../../report/problem.js';
import { apart, type Check, type Fitted, list, nameOf, onDeclarations, targetName } from './check.js';
import { oneRowALevel } from './oneRowALevel.js';

/** The maximum lies on the bound of a parameter: it is reported there, without a standard error (Self & Liang, JASA 82, 1987). */
export const boundary: Check = (fitted) => {
  // There a variance of 0 is one of many equally good values.
  if (oneRowALevel(fitted).length > 0) return [];
  const { mle, map } = fitted;
  const isHeld = map?.status === 'converged';
  return [...find(fitted, mle, isHeld ? 'information' : 'warning'), ...(map ? find(fitted, map, 'warning') : [])];
};

function find(fitted: Fitted, estimate: Estimate, severity: Severity): Problem[] {
  const { onBound, natural } = estimate;
  if (onBound.length === 0) return [];
  const { beside, weights } = apart(fitted, onBound);
  const places = [...beside.map((entry) => `${nameOf(fitted, entry)} = ${String(natural[entry])}`), ...weights];
  const others =
    estimate.objective.free.length > 0 ? `; those of the other parameters treat ${onBound.length === 1 ? 'it' : 'them'} as fixed` : '';
  const message = `The ${targetName(estimate)} lies on the boundary: ${list(places)}. Standard errors have no meaning there${others}.`;
  return onDeclarations(fitted, onBound, { severity, code: 'boundary', message });
}
