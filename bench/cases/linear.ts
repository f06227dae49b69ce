import type { Case } from './case.js';
import { regressionColumns, terms } from './regression.js';

export const linear: Case = {
  name: 'linear',
  title: 'Linear regression, 10⁶ × 10',
  columns: (share) => regressionColumns({ rows: 1e6 * share, predictors: 10, seed: 1 }, (eta, random) => random.normal(eta, 2)),
  model: `model: y ~ Normal(linear(b, ${terms(10)}), sigma)\nparameters: { b: , sigma: }\n`,
  methods: [
    { peer: 'R', method: 'lm', label: 'R lm + vcov', standardErrors: 'coefficients' },
    { peer: 'R', method: 'lm.fit', label: 'R .lm.fit + chol2inv', standardErrors: 'coefficients' },
    { peer: 'statsmodels', method: 'ols', label: 'statsmodels OLS', standardErrors: 'coefficients' },
    { peer: 'scikit-learn', method: 'linear', label: 'scikit-learn LinearRegression', standardErrors: 'none' },
  ],
};
