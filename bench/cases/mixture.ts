import { Random } from '../support/random.js';
import type { Case } from './case.js';

function draw(share: number): Float64Array {
  const random = new Random(7);
  return Float64Array.from({ length: 1e5 * share }, () => (random.uniform() < 0.3 ? random.normal(-2, 0.8) : random.normal(1.5, 1.2)));
}

export const mixture: Case = {
  name: 'mixture',
  title: 'Mixture of two Normal distributions, 10⁵ rows',
  columns: (share) => [{ name: 'y', values: draw(share) }],
  model: `model: y ~ Mixture([w, 1 - w], Normal(m1, s1), Normal(m2, s2))
parameters:
  w: { start: 0.5 }
  m1: { start: -1 }
  s1: { start: 1 }
  m2: { start: 1 }
  s2: { start: 1 }
`,
  methods: [
    { peer: 'R', method: 'optim-mixture', label: 'R optim(BFGS, hessian = TRUE)', standardErrors: 'all' },
    { peer: 'scikit-learn', method: 'mixture', label: 'scikit-learn GaussianMixture', standardErrors: 'none' },
    { peer: 'torch', method: 'mixture', label: 'torch L-BFGS + autograd Hessian', standardErrors: 'all' },
  ],
};
