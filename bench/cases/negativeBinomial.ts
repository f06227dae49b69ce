import type { Case } from './case.js';
import { regressionColumns, terms } from './regression.js';

const dispersion = 2;

export const negativeBinomial: Case = {
  name: 'negative-binomial',
  title: 'Negative binomial regression, 10⁵ × 5',
  columns: (share) =>
    regressionColumns({ rows: 1e5 * share, predictors: 5, seed: 4 }, (eta, random) =>
      random.poisson((Math.exp(eta / 2) * random.erlang(dispersion)) / dispersion),
    ),
  model: `model: y ~ NegativeBinomial(log = linear(b, ${terms(5)}), dispersion = d)\nparameters: { b: , d: }\n`,
  methods: [
    {
      peer: 'R',
      method: 'glm.nb',
      label: 'R MASS::glm.nb + vcov',
      standardErrors: 'all',
      otherErrors: { tolerance: 0.02, why: 'from the expected information, coefficients and dispersion apart' },
    },
    { peer: 'statsmodels', method: 'negative-binomial', label: 'statsmodels NegativeBinomial, newton', standardErrors: 'all' },
    { peer: 'torch', method: 'negative-binomial', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
  ],
};
