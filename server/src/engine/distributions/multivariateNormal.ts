import { type Distribution, type Domain, domains, identity } from './distribution.js';

const correlation: Domain = {
  lower: -1,
  upper: 1,
  lowerClosed: false,
  upperClosed: false,
  text: 'a number strictly between −1 and 1',
};

/**
 * Of several latent values of a level: `elaborate/statements/latentNormal.ts` makes them of independent standard Normal values. It is no distribution of one number
 * and so has no density here.
 */
export const MultivariateNormal: Distribution & { readonly correlation: Domain } = {
  name: 'MultivariateNormal',
  title: 'multivariate Normal distribution of latent values that come together',
  kind: 'continuous',
  outcome: domains.real,
  isShare: true,
  correlation,
  parameterisations: [
    {
      arguments: [
        { name: 'sd', domain: domains.positive, text: 'standard deviation of each value: a list' },
        {
          name: 'correlation',
          domain: correlation,
          text: 'of the two values; for more of them a list, one for each pair: 1 with 2, 1 with 3, …, 2 with 3, …',
        },
        { name: 'mean', domain: domains.real, text: 'of each value: a list; 0 where it is left out' },
      ],
      logDensity: () => {
        throw new Error('a multivariate Normal density is not that of one number');
      },
      canonical: identity,
    },
  ],
  mean: () => NaN,
  formula: 'p(u) = exp(−½ (u − mean)ᵀ Σ⁻¹ (u − mean)) / √((2π)^k det Σ), Σ[i, j] = sd[i] sd[j] correlation[i, j]',
  loss: 'latent values that are pulled towards their mean together: what one value of a level says of another counts',
  penalty: 'partial pooling of intercepts and slopes',
  names: { r: 'lme4: (1 + x | g)', stan: 'multi_normal', pymc: 'MvNormal', scipy: 'multivariate_normal' },
  source: 'Pinheiro & Bates, Mixed-Effects Models in S and S-PLUS (2000), §2.1',
};
