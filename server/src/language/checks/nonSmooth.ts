import type { Problem } from '../../report/problem.js';
import { type Check, type Fitted, list, nameOf, onDeclarations } from './check.js';

/** The estimate lies at a kink of the objective: an absolute value there has no second derivative, so no observed information exists. */
export const nonSmooth: Check = (fitted) => [...ofLikelihood(fitted), ...ofPrior(fitted)];

function ofLikelihood(fitted: Fitted): Problem[] {
  const { mle } = fitted;
  if (mle.atKink.length === 0) return [];
  const names = list(mle.atKink.map((entry) => nameOf(fitted, entry)));
  const isRange = mle.information.flat.length > 0;
  const message = isRange
    ? `The likelihood is the same over a range of ${names}, as for the median of an even number of values: the estimate is one of many, and there is no standard error from the observed information.`
    : `The likelihood has a kink at the estimate of ${names} (an absolute value, as in the Laplace distribution): there is no standard error from the observed information.`;
  return onDeclarations(fitted, mle.atKink, { severity: 'information', code: 'non-smooth', message });
}

function ofPrior(fitted: Fitted): Problem[] {
  const { map, mle, bound } = fitted;
  const atKink = map?.atKink.filter((entry) => bound.model.entries[entry]?.network !== true) ?? [];
  if (atKink.length === 0 || mle.atKink.length > 0) return [];
  const names = list(atKink.map((entry) => nameOf(fitted, entry)));
  const one = atKink.length === 1;
  const message = `The prior sets ${names} exactly to ${one ? 'its' : 'their'} location: the density has a kink there, so the MAP estimate has no standard error.`;
  return onDeclarations(fitted, atKink, { severity: 'information', code: 'non-smooth', message });
}
