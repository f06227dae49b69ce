import type { Case, CaseColumn } from './case.js';
import { regressionColumns, slope, terms } from './regression.js';

const classes = ['a', 'b', 'c', 'd', 'e'];

/** Class k scores k / 4 + Σ slope(j + k) x{j + 1}; the first scores 0. */
function columns(share: number): CaseColumn[] {
  const [y, ...xs] = regressionColumns({ rows: 1e5 * share, predictors: 10, seed: 5 }, (_, random, row, i) =>
    random.softmax(classes.map((_, k) => (k === 0 ? 0 : row.reduce((sum, x, j) => sum + slope(j + k, 10) * (x[i] ?? 0), k / 4)))),
  );
  return y ? [{ ...y, levels: classes }, ...xs] : [];
}

export const softmax: Case = {
  name: 'softmax',
  title: 'Softmax regression, 10⁵ × 10, 5 classes',
  columns,
  model: `model: y ~ Categorical(logits = linear(B, ${terms(10)}))\nparameters: { B: { reference: a } }\n`,
  methods: [
    { peer: 'R', method: 'multinom', label: 'R nnet::multinom(Hess = TRUE) + vcov', standardErrors: 'all' },
    { peer: 'statsmodels', method: 'mnlogit', label: 'statsmodels MNLogit, newton', standardErrors: 'all' },
    { peer: 'scikit-learn', method: 'softmax', label: 'scikit-learn LogisticRegression, lbfgs', standardErrors: 'none' },
    { peer: 'torch', method: 'softmax', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
  ],
};
