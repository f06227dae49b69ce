import type { Examples } from './example.js';

/** Counts and yes-or-no outcomes. */
export const discrete: Examples = {
  Bernoulli: {
    note: 'Ten flips of a coin. `H` counts as 1.',
    at: [0.7],
    text: `
data: { flip: [H, T, H, H, H, T, H, H, T, H] }
model: flip ~ Bernoulli(theta)
parameters:
  theta: Beta(16, 16)
`,
  },
  Binomial: {
    note: 'Beetles killed by carbon disulphide at eight doses (Bliss, 1935): logistic regression with several trials per row.',
    at: [10, 0.3],
    text: `
data:
  dose: [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839]
  beetles: [59, 60, 62, 56, 63, 59, 62, 60]
  killed: [6, 13, 18, 28, 52, 53, 61, 60]
model: killed ~ Binomial(beetles, logit = a + b * dose)
parameters:
  a:
  b:
`,
  },
  BetaBinomial: {
    note: 'Boys among twelve children in 6115 families (Geissler, 1889): the families vary more than a Binomial distribution allows.',
    at: [12, 2, 2],
    text: `
data:
  boys: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  families: [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]
  weights: families
model: boys ~ BetaBinomial(12, mean = p, precision = phi)
parameters:
  p:
  phi:
`,
  },
  Poisson: {
    note: 'Deaths by horse kick in 200 corps-years of the Prussian army (Bortkiewicz, 1898).',
    at: [3],
    text: `
data:
  deaths: [0, 1, 2, 3, 4]
  corps: [109, 65, 22, 3, 1]
  weights: corps
model: deaths ~ Poisson(rate)
parameters:
  rate:
`,
  },
  NegativeBinomial: {
    note: 'European red mites on 150 apple leaves (Bliss & Fisher, 1953).',
    at: [3, 2],
    text: `
data:
  mites: [0, 1, 2, 3, 4, 5, 6, 7]
  leaves: [70, 38, 17, 10, 9, 3, 2, 1]
  weights: leaves
model: mites ~ NegativeBinomial(mu, theta)
parameters:
  mu:
  theta:
`,
  },
  Geometric: {
    note: 'Failed attempts before the first success of eight people (made-up data).',
    at: [0.3],
    text: `
data: { failures: [0, 2, 1, 0, 4, 1, 0, 3] }
model: failures ~ Geometric(p)
parameters:
  p:
`,
  },
  Categorical: {
    note: 'Softmax regression of the means of transport on the distance (made-up data). Scores are relative to those of the reference class.',
    text: `
data:
  km: [1, 2, 2, 3, 4, 5, 6, 8, 3, 7, 9, 12, 15, 18, 5, 10]
  by: [walk, walk, bike, walk, bike, bike, car, bike, car, car, train, train, car, train, walk, train]
model: by ~ Categorical(logits = linear(B, km))
parameters:
  B: { reference: walk }
`,
  },
  OrderedLogistic: {
    note: 'Stage of a disease by the months before it was found (made-up data).',
    text: `
data:
  delay: [1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9]
  stage: [I, I, I, II, I, II, II, III, II, III, II, III, III, III]
model: stage ~ OrderedLogistic(b * delay, cut)
parameters:
  b:
  cut:
`,
  },
  OrderedProbit: {
    note: 'The same stages, cut from a Normal distribution; each cutpoint is a separate parameter.',
    text: `
data:
  delay: [1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9]
  stage: [I, I, I, II, I, II, II, III, II, III, II, III, III, III]
model: stage ~ OrderedProbit(b * delay, [low, high])
parameters:
  b:
  low:
  high:
`,
  },
};
