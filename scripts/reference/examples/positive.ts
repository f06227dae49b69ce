import type { Examples } from './example.js';

const bearings = `[17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.40, 51.84, 51.96, 54.12, 55.56, 67.80,
    68.64, 68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40]`;

const lieblein = 'Millions of revolutions before 23 ball bearings failed (Lieblein & Zelen, 1956).';

const cooling = 'Hours between failures of the air conditioning of an aeroplane (Proschan, 1963).';

/** Distributions of positive numbers and of shares. */
export const positive: Examples = {
  LogNormal: {
    note: lieblein,
    at: [0, 1],
    text: `
data:
  revolutions: ${bearings}
model: revolutions ~ LogNormal(mu, sigma)
parameters:
  mu:
  sigma:
`,
  },
  Weibull: {
    note: `${lieblein} A shape above 1 says that they wear out.`,
    at: [2, 1],
    text: `
data:
  revolutions: ${bearings}
model: revolutions ~ Weibull(shape, scale)
parameters:
  shape:
  scale:
`,
  },
  Gamma: {
    note: lieblein,
    at: [2, 1],
    text: `
data:
  revolutions: ${bearings}
model: revolutions ~ Gamma(shape, mean = mu)
parameters:
  shape:
  mu:
`,
  },
  Exponential: {
    note: `${cooling} The estimate of the mean is the mean of the data.`,
    at: [1],
    text: `
data:
  hours: [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487]
model: hours ~ Exponential(mean = mu)
parameters:
  mu:
`,
  },
  InverseGaussian: {
    note: cooling,
    at: [1, 1],
    text: `
data:
  hours: [3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487]
model: hours ~ InverseGaussian(mu, shape)
parameters:
  mu:
  shape:
`,
  },
  Pareto: {
    note: 'Incomes of at least 10, in thousands (made-up data). The smallest value is known; it cannot be a parameter, since the likelihood jumps there.',
    at: [1, 3],
    text: `
data:
  income: [10.4, 11, 11.9, 12.3, 13.1, 14.8, 16, 18.5, 23, 31, 47, 88]
model: income ~ Pareto(10, shape)
parameters:
  shape:
`,
  },
  ChiSquared: {
    note: 'Sums of squares with an unknown number of degrees of freedom (made-up data).',
    at: [3],
    text: `
data:
  q: [1.2, 2.8, 4.1, 0.6, 3.3, 5.9, 2.2, 7.4, 3.8, 1.9]
model: q ~ ChiSquared(df)
parameters:
  df:
`,
  },
  Beta: {
    note: 'Shares of ground that plants cover on nine plots (made-up data).',
    at: [2, 2],
    text: `
data:
  cover: [0.12, 0.31, 0.22, 0.45, 0.18, 0.27, 0.39, 0.08, 0.24]
model: cover ~ Beta(mean = mu, precision = phi)
parameters:
  mu:
  phi:
`,
  },
};
