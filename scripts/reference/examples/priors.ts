import type { Examples } from './example.js';

/** Darwin's maize, few enough for a prior on the spread to be seen. */
const spread = (prior: string): string => `
data:
  difference: [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
model: difference ~ Normal(mu, sigma)
parameters:
  mu:
  sigma: ${prior}
`;

const maize = 'A prior for the spread of Darwin’s maize data (1876): 15 differences in height in eighths of an inch.';

const regression = (prior: string): string => `
data:
  x1: [-1.5, -1.1, -0.7, -0.3, 0.1, 0.4, 0.8, 1.0, 0.6, 0.7]
  x2: [0.9, -1.3, 0.2, 1.1, -0.6, 0.4, -1.2, 0.7, -0.8, 0.6]
  y: [-2.6, -2.4, -1.2, -0.3, 0.1, 1.1, 1.2, 2.3, 1.4, 1.0]
model: y ~ Normal(linear(b, x1 + x2), 1)
parameters:
  b: ${prior}
  b[Intercept]: Flat
`;

/** Distributions that are mainly used as priors. */
export const priors: Examples = {
  HalfNormal: { note: maize, at: [1], text: spread('HalfNormal(20)') },
  HalfCauchy: { note: maize, at: [1], text: spread('HalfCauchy(20)') },
  HalfStudentT: { note: maize, at: [3, 1], text: spread('HalfStudentT(3, 20)') },
  InverseGamma: {
    note: 'The conjugate prior for the variance of a Normal distribution (Darwin’s maize data, 1876).',
    at: [3, 2],
    text: `
data:
  difference: [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
model: difference ~ Normal(mu, variance = v)
parameters:
  mu:
  v: InverseGamma(3, 2000)
`,
  },
  Uniform: {
    note: 'A prior that excludes values bounds the MAP and never the MLE: 0.7 and 0.5. In a likelihood the bounds must be numbers or columns, since the likelihood jumps at an edge.',
    at: [0, 1],
    shows: 'warning=boundary',
    text: `
data: { heads: 7, flips: 10 }
model: heads ~ Binomial(flips, theta)
parameters:
  theta: Uniform(0, 0.5)
`,
  },
  L1: {
    note: 'The lasso: the coefficient that the data hardly need is exactly 0 in the MAP (made-up data).',
    at: [1],
    text: regression('L1(2)'),
  },
  L2: { note: 'Ridge regression: both coefficients shrink, none to 0 (made-up data).', at: [1], text: regression('L2(0.5)') },
  Flat: {
    note: 'Every coefficient has a prior except the intercept, which should not be shrunk (made-up data).',
    text: regression('Normal(0, 0.5)'),
  },
  Dirichlet: {
    note: 'Shares of three classes (made-up counts), with a prior as if each had been seen twice before.',
    text: `
data:
  colour: [blue, green, red]
  count: [9, 5, 1]
  weights: count
model: colour ~ Categorical(share)
parameters:
  share: Dirichlet(3)
`,
  },
};
