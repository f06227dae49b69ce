import type { Case, Method } from './case.js';
import { regressionColumns, terms } from './regression.js';

const methods: readonly Method[] = [
  { peer: 'R', method: 'glm', label: 'R glm + vcov', standardErrors: 'all' },
  { peer: 'R', method: 'glm.fit', label: 'R glm.fit + chol2inv', standardErrors: 'all' },
  { peer: 'statsmodels', method: 'logit', label: 'statsmodels Logit', standardErrors: 'all' },
  { peer: 'statsmodels', method: 'glm', label: 'statsmodels GLM', standardErrors: 'all' },
  { peer: 'scikit-learn', method: 'logistic', label: 'scikit-learn LogisticRegression, lbfgs', standardErrors: 'none' },
  { peer: 'scikit-learn', method: 'logistic-newton', label: 'scikit-learn LogisticRegression, newton-cholesky', standardErrors: 'none' },
  { peer: 'torch', method: 'logistic', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
];

const logistic = (name: string, title: string, rows: number, predictors: number): Case => ({
  name,
  title,
  columns: (share) =>
    regressionColumns({ rows: rows * share, predictors, seed: predictors }, (eta, random) => random.bernoulli(1 / (1 + Math.exp(-eta)))),
  model: `model: y ~ Bernoulli(logit = linear(b, ${terms(predictors)}))\nparameters: { b: }\n`,
  methods,
});

export const logisticTall = logistic('logistic', 'Logistic regression, 10⁶ × 10', 1e6, 10);
export const logisticWide = logistic('logistic-50', 'Logistic regression, 10⁵ × 50', 1e5, 50);
