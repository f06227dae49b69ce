import type { Case } from './case.js';
import { regressionColumns, terms } from './regression.js';

export const studentT: Case = {
  name: 'student-t',
  title: 'Student-t regression, 2·10⁴ × 5',
  columns: (share) => regressionColumns({ rows: 2e4 * share, predictors: 5, seed: 6 }, (eta, random) => eta + 1.5 * random.studentT(4)),
  model: `model: y ~ StudentT(df, linear(b, ${terms(5)}), scale)\nparameters: { df: , b: , scale: }\n`,
  methods: [
    { peer: 'R', method: 'optim-student-t', label: 'R optim(BFGS, hessian = TRUE)', standardErrors: 'all' },
    { peer: 'statsmodels', method: 'student-t', label: 'statsmodels TLinearModel, bfgs', standardErrors: 'all' },
    { peer: 'torch', method: 'student-t', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
  ],
};
