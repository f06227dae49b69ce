/** What the page of functions shows for a callable name that is not a plain function of numbers. */
export interface Form {
  readonly usage: string;
  readonly text: string;
  readonly note: string;
  readonly example: string;
}

/** Plain functions of numbers in use. */
export const numberExamples: readonly Pick<Form, 'note' | 'example'>[] = [
  {
    note: 'Probit regression: `Phi` turns a number into a probability. The data are beetles killed at eight doses (Bliss, 1935).',
    example: `
data:
  dose: [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839]
  beetles: [59, 60, 62, 56, 63, 59, 62, 60]
  killed: [6, 13, 18, 28, 52, 53, 61, 60]
model: killed ~ Binomial(beetles, Phi(a + b * dose))
parameters:
  a:
  b:
`,
  },
  {
    note: 'A plateau: growth in proportion to the feed up to `most`, and none beyond it (made-up data). A minimum has a corner, so `start` says where to look.',
    example: `
data:
  feed: [1, 2, 3, 4, 5, 6, 7, 8]
  growth: [2.1, 3.9, 6.2, 7.8, 10.1, 10.9, 11.2, 10.8]
model: growth ~ Normal(b * min(feed, most), sigma)
parameters:
  b:
  most: { start: 5.3 }
  sigma:
`,
  },
  {
    note: 'A mixture spelled out as a log-density, with `log_sum_exp` (made-up data): half of the waiting times are short.',
    example: `
data: { wait: [0.1, 0.3, 0.2, 0.5, 0.1, 4.1, 7.9, 2.2, 5.6, 9.3] }
model: target += log_sum_exp(log(0.5) + log(short) - short * wait, log(0.5) + log(long) - long * wait)
parameters:
  short: { lower: 0, start: 4 }
  long: { lower: 0, start: 0.2 }
`,
  },
];

/** Functions of rows and of vectors, by name. */
export const forms: Readonly<Record<string, Form>> = {
  linear: {
    usage: 'linear(b, formula)',
    text: 'A linear predictor given by a formula, as in R. `b` becomes a vector with an entry for each column of the design: `b[Intercept]`, `b[area]`, `b[regionsouth]`.',
    note: 'Prices of houses by area and region (made-up data).',
    example: `
data:
  area: [50, 60, 72, 80, 95, 110, 64, 88]
  region: [north, north, south, south, north, south, south, north]
  price: [155, 171, 230, 248, 262, 322, 212, 241]
model: price ~ Normal(linear(b, area + region), sigma)
parameters:
  b:
  sigma:
`,
  },
  dot: {
    usage: 'dot(b, [x1, x2, …])',
    text: 'Σ b[i] · x[i], without an intercept. The entries are `b[x1]`, `b[x2]`, …; the list may be `columns("…")`.',
    note: 'Sales by two kinds of advertising (made-up data).',
    example: `
data:
  radio: [1, 2, 3, 4, 5, 6]
  print: [4, 1, 5, 2, 6, 3]
  sales: [9.2, 6.9, 16.8, 14.1, 23.3, 19.8]
model: sales ~ Normal(dot(b, [radio, print]), sigma)
parameters:
  b:
  sigma:
`,
  },
  columns: {
    usage: 'columns("pattern")',
    text: 'The columns of the data whose names match, in their order; `*` stands for any characters and `?` for one. It can be used where a list of columns is expected, as in `dot`.',
    note: 'The same sales, with a coefficient for each column whose name begins with `ad_`.',
    example: `
data:
  ad_radio: [1, 2, 3, 4, 5, 6]
  ad_print: [4, 1, 5, 2, 6, 3]
  sales: [9.2, 6.9, 16.8, 14.1, 23.3, 19.8]
model: sales ~ Normal(dot(b, columns("ad_*")), sigma)
parameters:
  b:
  sigma:
`,
  },
  softmax: {
    usage: 'softmax([a, b, …])',
    text: 'e^v[k] / Σ e^v for each class: turns scores into probabilities. Use it as the `p` of Categorical.',
    note: 'Scores of three classes, the first of them fixed at 0 (made-up data).',
    example: `
data: { colour: [blue, green, red, blue, green, blue] }
model: colour ~ Categorical(softmax([0, s_green, s_red]))
parameters:
  s_green:
  s_red:
`,
  },
  mean: {
    usage: 'mean(x)',
    text: 'The mean of a column, a definition or an expression over the rows used.',
    note: 'A centred predictor: the intercept is then the mean of the outcome (made-up data).',
    example: `
data:
  x: [11, 12, 13, 14, 15]
  y: [2.0, 2.9, 4.2, 4.8, 6.1]
model: y ~ Normal(a + b * (x - mean(x)), sigma)
parameters:
  a:
  b:
  sigma:
`,
  },
  sd: {
    usage: 'sd(x)',
    text: 'The standard deviation of a column, a definition or an expression over the rows used, with the divisor n − 1.',
    note: 'A standardised predictor: `b` is the change in the outcome for one standard deviation of `x` (made-up data).',
    example: `
data:
  x: [110, 120, 135, 140, 150]
  y: [2.0, 2.9, 4.2, 4.8, 6.1]
model: |
  z = (x - mean(x)) / sd(x)
  y ~ Normal(a + b * z, sigma)
parameters:
  a:
  b: Normal(0, 2.5)
  sigma:
`,
  },
  lag: {
    usage: 'lag(x), lag(x, k), lag(x, k, initial)',
    text: 'The value of x k rows above; k is 1 if left out. Rows without such a row leave the likelihood, unless `initial` gives the value before the first row. With it a definition may look back at itself: a recursion in the order of the rows.',
    note: 'An autoregression of order 1: nine of the ten rows have a row above (made-up data).',
    example: `
data: { y: [3.1, 2.7, 3.6, 4.4, 4.1, 5.0, 5.3, 4.9, 5.8, 6.1] }
model: y ~ Normal(a + b * lag(y), sigma)
parameters:
  a:
  b:
  sigma:
`,
  },
};
