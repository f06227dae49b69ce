import type { Case } from './case.js';

export const coin: Case = {
  name: 'coin',
  title: 'Ten flips of a coin',
  columns: () => [{ name: 'y', values: Float64Array.of(1, 0, 1, 1, 1, 0, 1, 1, 0, 1) }],
  model: 'model: y ~ Bernoulli(theta)\nparameters: { theta: }\n',
  methods: [
    { peer: 'R', method: 'optim-coin', label: 'R optim(Brent, hessian = TRUE)', standardErrors: 'all' },
    { peer: 'R', method: 'mle-coin', label: 'R stats4::mle + vcov', standardErrors: 'all' },
    { peer: 'scipy', method: 'coin', label: 'scipy minimize(L-BFGS-B) + second difference', standardErrors: 'all' },
  ],
};
