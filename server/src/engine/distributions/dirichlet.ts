import { type Distribution, domains, identity, scalar } from './distribution.js';
import { betaQuantile } from '../numeric/quantiles.js';

/**
 * The part of one share in the log-density of Dirichlet, which is a sum over shares: (c − 1) log y − lgamma(c) + lgamma(total)/count. As a prior of a
 * whole simplex its arguments are the concentrations; `elaborate/priors/dirichlet.ts` takes them apart.
 */
export const Dirichlet: Distribution = {
  name: 'Dirichlet',
  title: 'Dirichlet distribution of shares that sum to 1',
  kind: 'continuous',
  outcome: domains.unit,
  isShare: true,
  parameterisations: [
    {
      arguments: [
        { name: 'concentration', domain: domains.positive, text: 'of this share: 1 + how often its class has been seen before the data' },
        { name: 'total', domain: domains.positive, derived: true, text: 'the sum of all concentrations' },
        { name: 'count', domain: domains.positive, derived: true, text: 'how many shares there are' },
      ],
      logDensity: (o, y, args) => {
        const [own, total, count] = [scalar(args, 0), scalar(args, 1), scalar(args, 2)];
        const kernel = o.sub(o.xlogy(o.sub(own, o.num(1)), y), o.lgamma(own));
        return o.add(kernel, o.div(o.lgamma(total), count));
      },
      canonical: identity,
    },
  ],
  mean: ([own = NaN, total = NaN]) => own / total,
  /** The distribution of the share alone, which is Beta(concentration, total − concentration). */
  quantile: (p, [own = NaN, total = NaN]) => betaQuantile(p, own, total - own),
  logConcave: ([own = NaN]) => own >= 1,
  /** The mode of a Dirichlet prior times a multinomial likelihood counts c − 1 more rows of each class. */
  worth: ([own = NaN, total = NaN, count = NaN], amount) => {
    if (own < 1) return 'The prior pulls this share towards 0: its concentration is below 1.';
    return `Worth **${amount(total - count, 'row')}** seen before the data: each concentration minus 1 (pseudo-counts).`;
  },
  formula: 'p(w) = Γ(Σ c) / Π Γ(c[k]) · Π w[k]^(c[k] − 1), Σ w = 1',
  loss: 'the log-score of proportions; it stands as a prior of a simplex',
  penalty: 'pseudo-counts: c[k] − 1 more rows of each class',
  names: { r: 'gtools::ddirichlet', stan: 'dirichlet', pymc: 'Dirichlet', scipy: 'dirichlet' },
  source: 'Gelman et al., Bayesian Data Analysis (2013), §3.4',
};
