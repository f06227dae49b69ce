import type { Examples } from './example.js';

const maize = '[49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]';

const density = `[5.50, 5.61, 4.88, 5.07, 5.26, 5.55, 5.36, 5.29, 5.58, 5.65, 5.57, 5.53, 5.62, 5.29, 5.44,
    5.34, 5.79, 5.10, 5.27, 5.39, 5.42, 5.47, 5.63, 5.34, 5.46, 5.30, 5.75, 5.68, 5.85]`;

const cavendish = 'The density of the Earth relative to water, 29 measurements by Cavendish (1798).';

/** Distributions on the whole real line. */
export const real: Examples = {
  Normal: {
    note: cavendish,
    at: [0, 1],
    text: `
data:
  density: ${density}
model: density ~ Normal(mu, sigma)
parameters:
  mu:
  sigma:
`,
  },
  StudentT: {
    note: 'Differences in height between crossed and self-fertilised maize, in eighths of an inch (Darwin, 1876). The two large negative ones pull the location less than they would pull a mean.',
    at: [4, 0, 1],
    text: `
data:
  difference: ${maize}
model: difference ~ StudentT(4, mu, sigma)
parameters:
  mu:
  sigma:
`,
  },
  Cauchy: {
    note: 'Darwin’s maize again: the heaviest tails, so that the two outliers hardly count.',
    at: [0, 1],
    text: `
data:
  difference: ${maize}
model: difference ~ Cauchy(mu, sigma)
parameters:
  mu:
  sigma:
`,
  },
  Laplace: {
    note: 'Darwin’s maize: the estimate of the location is the median, 24. It lies on a value of the data, where the likelihood has a kink, so it has no standard error.',
    at: [0, 1],
    text: `
data:
  difference: ${maize}
model: difference ~ Laplace(median, scale)
parameters:
  median:
  scale:
`,
  },
  AsymmetricLaplace: {
    note: 'Quantile regression: a line below which nine of ten costs lie (made-up data).',
    at: [0, 1, 0.9],
    text: `
data:
  size: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  cost: [2.1, 3.9, 7.4, 8.2, 10.9, 11.7, 17.8, 16.1, 19.5, 20.2]
model: cost ~ AsymmetricLaplace(a + b * size, scale, 0.9)
parameters:
  a:
  b:
  scale:
`,
  },
  Logistic: {
    note: cavendish,
    at: [0, 1],
    text: `
data:
  density: ${density}
model: density ~ Logistic(mu, s)
parameters:
  mu:
  s:
`,
  },
  Gumbel: {
    note: 'The highest level of a river in each of twelve years, in metres (made-up data).',
    at: [0, 1],
    text: `
data:
  level: [2.9, 3.4, 2.6, 3.1, 4.8, 3.0, 2.7, 3.6, 3.3, 4.1, 2.8, 3.2]
model: level ~ Gumbel(mu, sigma)
parameters:
  mu:
  sigma:
`,
  },
  GEV: {
    note: 'The highest level of a river in each of sixteen years, in metres (made-up data). A weak prior keeps the shape near 0, since so few years say little about it.',
    at: [0, 1, 0.2],
    text: `
data:
  level: [2.9, 3.4, 2.6, 3.1, 4.8, 3.0, 2.7, 3.6, 3.3, 4.1, 2.8, 3.2, 3.5, 2.5, 3.9, 3.0]
model: level ~ GEV(mu, sigma, xi)
parameters:
  mu:
  sigma:
  xi: Normal(0, 0.3)
`,
  },
  SkewNormal: {
    note: 'Values with a longer tail on the right (made-up data).',
    at: [0, 1, 3],
    text: `
data:
  y: [0.2, 0.6, 0.9, 1.1, 1.2, 1.4, 1.5, 1.7, 1.8, 2.0, 2.1, 2.4, 2.6, 2.9, 3.3, 3.6, 4.2, 5.1, -0.3, 0.4]
model: y ~ SkewNormal(location, scale, shape)
parameters:
  location:
  scale:
  shape:
`,
  },
  VonMises: {
    note: 'Directions in which ten birds left, in radians (made-up data): 6.1 is close to 0.1, since angles wrap around.',
    at: [0, 2],
    text: `
data:
  direction: [0.1, 6.1, 0.4, 0.9, 5.9, 0.2, 1.3, 0.6, 6.2, 0.0]
model: direction ~ VonMises(mu, kappa)
parameters:
  mu:
  kappa:
`,
  },
};
