import { type Distribution, domains, scalar } from './distribution.js';
import { Laplace } from './laplace.js';
import { Normal } from './normal.js';

const lambda = { name: 'lambda', domain: domains.positive, text: 'strength of the penalty' };

/** What a penalty shares with the prior that it equals. */
function asPenalty({ kind, outcome, loss, penalty, names, source }: Distribution) {
  return { kind, outcome, loss, names, source, logConcave: () => true, isPenalty: true, ...(penalty === undefined ? {} : { penalty }) };
}

/** L1(λ) is Laplace(0, 1/λ): it adds λ|θ| to the negative log-likelihood, constants included. */
export const L1: Distribution = {
  ...asPenalty(Laplace),
  name: 'L1',
  title: `L1 penalty, the prior ${Laplace.name}(0, 1/λ)`,
  parameterisations: [
    {
      arguments: [lambda],
      logDensity: (o, y, args) => {
        const scaled = o.mul(scalar(args, 0), o.abs(y));
        return o.sub(o.add(o.num(-Math.LN2), o.log(scalar(args, 0))), scaled);
      },
      canonical: (args) => args,
      oneMaximumIn: [],
    },
  ],
  mean: () => 0,
  quantile: (p, [strength = NaN]) => Laplace.quantile?.(p, [0, 1 / strength]) ?? NaN,
  rescaled: ([strength = NaN], factor) => [strength / factor],
  variance: ([strength = NaN]) => 2 / strength ** 2,
  kink: ([strength = NaN]) => ({ at: 0, below: strength, above: strength }),
  formula: 'p(θ) = λ/2 · exp(−λ|θ|)',
};

/** L2(λ) is Normal(0, 1/√(2λ)): it adds λθ² to the negative log-likelihood, constants included. */
export const L2: Distribution = {
  ...asPenalty(Normal),
  name: 'L2',
  title: `L2 penalty, the prior ${Normal.name}(0, 1/√(2λ))`,
  parameterisations: [
    {
      arguments: [lambda],
      logDensity: (o, y, args) => {
        const strength = scalar(args, 0);
        const normaliser = o.mul(o.num(0.5), o.log(o.mul(o.num(1 / Math.PI), strength)));
        return o.sub(normaliser, o.mul(strength, o.mul(y, y)));
      },
      canonical: (args) => args,
      oneMaximumIn: [],
    },
  ],
  mean: () => 0,
  quantile: (p, [strength = NaN]) => Normal.quantile?.(p, [0, 1 / Math.sqrt(2 * strength)]) ?? NaN,
  rescaled: ([strength = NaN], factor) => [strength / factor ** 2],
  variance: ([strength = NaN]) => 1 / (2 * strength),
  gaussian: ([strength = NaN]) => ({ mean: 0, sd: 1 / Math.sqrt(2 * strength) }),
  formula: 'p(θ) = √(λ/π) · exp(−λθ²)',
};
