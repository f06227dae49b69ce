import { MOST_FOR_HESSIAN } from '../../engine/inference/search/search.js';
import type { Check } from './check.js';

/** The model has more parameters than their information matrix is not computed. */
export const noInformation: Check = ({ mle, spec, bound }) => {
  const { dimension } = mle.objective;
  if (dimension <= MOST_FOR_HESSIAN || bound.model.networks.length > 0) return [];
  const [count, most] = [dimension, MOST_FOR_HESSIAN].map((number) => number.toLocaleString('en'));
  const message =
    `The model has ${String(count)} free parameters: standard errors need the matrix of all their second derivatives, which is computed for at most ${String(most)}. ` +
    `The estimates were found from gradients alone.`;
  return [{ severity: 'information', code: 'not-supported', message, span: spec.modelSpan }];
};
