import type { Support } from './support.js';

/** A bijection from the real line to a parameter's support, with its derivatives. */
export interface Transform {
  readonly name: 'identity' | 'log' | 'logUpper' | 'logit' | 'jointly' | 'rooted';
  /** Natural value from the unconstrained one. */
  natural(w: number): number;
  /** Unconstrained value; a natural value on a bound is first moved inside by a small share of its distance. */
  unconstrained(x: number): number;
  /** dx/dw and d²x/dw². */
  derivatives(w: number): readonly [number, number];
  /** log |dx/dw|: the Jacobian term of a density that changes scale. */
  logJacobian(w: number): number;
  /** First and second derivative of log |dx/dw|. */
  jacobianSlopes(w: number): readonly [number, number];
}

const identity: Transform = {
  name: 'identity',
  natural: (w) => w,
  unconstrained: (x) => x,
  derivatives: () => [1, 0],
  logJacobian: () => 0,
  jacobianSlopes: () => [0, 0],
};

/** Stands for a coordinate whose entry follows from several: what is to do is done for these together. */
export const jointly: Transform = { ...identity, name: 'jointly' };

/** x = lower + e^w. */
const above = (lower: number): Transform => ({
  name: 'log',
  natural: (w) => lower + Math.exp(w),
  unconstrained: (x) => Math.log(Math.max(x - lower, Number.MIN_VALUE, 1e-12 * Math.abs(lower))),
  derivatives: (w) => [Math.exp(w), Math.exp(w)],
  logJacobian: (w) => w,
  jacobianSlopes: () => [1, 0],
});

/** x = upper − e^−w, so that x grows with w. */
const below = (upper: number): Transform => ({
  name: 'logUpper',
  natural: (w) => upper - Math.exp(-w),
  unconstrained: (x) => -Math.log(Math.max(upper - x, Number.MIN_VALUE, 1e-12 * Math.abs(upper))),
  derivatives: (w) => [Math.exp(-w), -Math.exp(-w)],
  logJacobian: (w) => -w,
  jacobianSlopes: () => [-1, 0],
});

/** x = lower + (upper − lower) logistic(w). */
function between(lower: number, upper: number): Transform {
  const width = upper - lower;
  const logistic = (w: number): number => (w >= 0 ? 1 / (1 + Math.exp(-w)) : Math.exp(w) / (1 + Math.exp(w)));
  return {
    name: 'logit',
    natural: (w) => (w < 0 ? lower + width * logistic(w) : upper - width * logistic(-w)),
    unconstrained: (x) => {
      const share = Math.min(Math.max((x - lower) / width, 1e-12), 1 - 1e-12);
      return Math.log(share) - Math.log1p(-share);
    },
    derivatives: (w) => {
      const slope = width * logistic(w) * logistic(-w);
      return [slope, slope * (logistic(-w) - logistic(w))];
    },
    jacobianSlopes: (w) => [logistic(-w) - logistic(w), -2 * logistic(w) * logistic(-w)],
    logJacobian: (w) => Math.log(width) + Math.log(logistic(w)) + Math.log(logistic(-w)),
  };
}

export function transformFor({ lower, upper }: Support): Transform {
  if (Number.isFinite(lower)) return Number.isFinite(upper) ? between(lower, upper) : above(lower);
  return Number.isFinite(upper) ? below(upper) : identity;
}
