import digammaOf from '@stdlib/math-base-special-digamma';
import trigammaOf from '@stdlib/math-base-special-trigamma';
import { at } from '../../numeric/at.js';
import { type Primitive } from './primitive.js';
import { stirlingRemainder } from '../special/stirlingRemainder.js';

/** From here on the asymptotic series (Abramowitz & Stegun 6.1.41, 6.3.18, 6.4.12) are exact to rounding. */
const LARGE = 15;

/**
 * What Stirling's formula leaves of the log-gamma function: lgamma(a) − (a − ½) log a + a − ½ log 2π, for a > 0. Differences of log-gammas of large
 * arguments are written with it, since those of lgamma itself lose all digits. Absolute error below 1e-15 · max(1, |lgamma(a)|) for a < 15, relative
 * error below 1e-13 above. It shares its file with its two derivatives.
 */
export const stirling: Primitive = {
  name: 'stirling',
  arity: 1,
  evaluate: stirlingRemainder,
  partial: (graph, args) => graph.apply(stirlingSlope, at(args, 0)),
  outside: 'the log-gamma function at 0 or a negative number',
};

/** digamma(a) − log a + 1/(2a). */
export const stirlingSlope: Primitive = {
  name: 'stirlingSlope',
  arity: 1,
  evaluate: (a) => {
    if (a < LARGE) return digammaOf(a) - Math.log(a) + 0.5 / a;
    const u = 1 / (a * a);
    return -u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132 - u * (691 / 32760))))));
  },
  partial: (graph, args) => graph.apply(stirlingCurvature, at(args, 0)),
};

/** trigamma(a) − 1/a − 1/(2a²). No quantity of a fit needs its derivative. */
export const stirlingCurvature: Primitive = {
  name: 'stirlingCurvature',
  arity: 1,
  evaluate: (a) => {
    const u = 1 / (a * a);
    if (a < LARGE) return trigammaOf(a) - 1 / a - 0.5 * u;
    return (u / a) * (1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66 - u * (691 / 2730))))));
  },
  partial: () => {
    throw new Error('the derivative of stirlingCurvature is not needed by any fit');
  },
};
