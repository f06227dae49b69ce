import type { Primitive } from './primitive.js';

/**
 * Second derivative of digamma, ψ″(a), for a > 0: recurrence ψ″(a) = ψ″(a + 1) − 2/a³ up to a ≥ 15, then the asymptotic series
 * −1/a² − 1/a³ − 1/(2a⁴) + 1/(6a⁶) − 1/(6a⁸) + 3/(10a¹⁰) − 5/(6a¹²) + 691/(210 a¹⁴) (Abramowitz & Stegun 6.4.13). Relative error below 1e-13.
 * It closes the family: no quantity of a fit needs its derivative.
 */
export const tetragamma: Primitive = {
  name: 'tetragamma',
  arity: 1,
  evaluate: (a) => {
    if (!(a > 0)) return NaN;
    let shift = 0;
    let x = a;
    for (; x < 15; x++) shift -= 2 / (x * x * x);
    const u = 1 / (x * x);
    const series = u * (1 / 6 - u * (1 / 6 - u * (3 / 10 - u * (5 / 6 - u * (691 / 210)))));
    return shift - u * (1 + 1 / x + u * 0.5 - u * series);
  },
  partial: () => {
    throw new Error('the derivative of tetragamma is not needed by any fit');
  },
};
