import type { Case } from './case.js';
import { regressionColumns, terms } from './regression.js';

export const poisson: Case = {
  name: 'poisson',
  title: 'Poisson regression, 10⁶ × 5',
  columns: (share) => regressionColumns({ rows: 1e6 * share, predictors: 5, seed: 3 }, (eta, random) => random.poisson(Math.exp(eta / 2))),
  model: `model: y ~ Poisson(log = linear(b, ${terms(5)}))\nparameters: { b: }\n`,
  methods: [
    { peer: 'R', method: 'glm-poisson', label: 'R glm + vcov', standardErrors: 'all' },
    { peer: 'R', method: 'glm.fit-poisson', label: 'R glm.fit + chol2inv', standardErrors: 'all' },
    { peer: 'statsmodels', method: 'poisson', label: 'statsmodels Poisson, newton', standardErrors: 'all' },
    { peer: 'statsmodels', method: 'glm-poisson', label: 'statsmodels GLM', standardErrors: 'all' },
    { peer: 'scikit-learn', method: 'poisson', label: 'scikit-learn PoissonRegressor, newton-cholesky', standardErrors: 'none' },
    { peer: 'torch', method: 'poisson', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
  ],
};
