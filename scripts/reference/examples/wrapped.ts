import type { Examples } from './example.js';

/** Wrappers of other distributions. */
export const wrapped: Examples = {
  Truncated: {
    note: 'Claims are recorded from 1 on, in thousands (made-up data): the smaller ones were never seen.',
    text: `
data: { claim: [1.2, 3.4, 1.7, 2.1, 5.9, 1.1, 2.8, 9.3, 1.5, 4.2] }
model: claim ~ Truncated(Exponential(rate), lower = 1)
parameters:
  rate:
`,
  },
  RightCensored: {
    note: 'Weeks of remission of 21 patients with leukaemia under 6-mercaptopurine; where `relapse` is 0, it was still continuing at the end (Freireich et al., 1963).',
    text: `
data:
  weeks: [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
  relapse: [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
model: weeks ~ RightCensored(Exponential(rate), relapse == 0)
parameters:
  rate:
`,
  },
  LeftCensored: {
    note: 'Concentrations; for those below 0.5 only that upper bound is known (made-up data).',
    text: `
data: { mg: [0.5, 1.2, 0.5, 2.4, 0.8, 0.5, 1.7, 3.1, 0.9, 1.1] }
model: mg ~ LeftCensored(LogNormal(mu, sigma), mg == 0.5)
parameters:
  mu:
  sigma:
`,
  },
  IntervalCensored: {
    note: 'Ages known by their decade: each lies between `from` and `to` (made-up data).',
    text: `
data:
  from: [20, 30, 40, 30, 50, 40, 30, 60]
  to: [30, 40, 50, 40, 60, 50, 40, 70]
model: from ~ IntervalCensored(Normal(mu, sigma), to)
parameters:
  mu:
  sigma:
`,
  },
  Mixture: {
    note: 'Two groups that no column distinguishes (made-up data). `start` says which component is which.',
    text: `
data: { y: [1.2, 0.7, 1.9, 1.4, 0.9, 1.6, 1.1, 5.8, 6.4, 5.1, 6.0, 6.9, 5.5, 4.8] }
model: y ~ Mixture([w, 1 - w], Normal(low, s), Normal(high, s))
parameters:
  w:
  low: { start: 1 }
  high: { start: 6 }
  s:
`,
  },
  ZeroInflated: {
    note: 'Fish caught by visitors of a lake, some of whom did not fish (made-up data).',
    text: `
data:
  fish: [0, 1, 2, 3, 4, 5]
  visitors: [52, 14, 17, 11, 6, 2]
  weights: visitors
model: fish ~ ZeroInflated(p, Poisson(rate))
parameters:
  p:
  rate:
`,
  },
  Hurdle: {
    note: 'Rain on 14 days: whether it rains, and how many millimetres where it does (made-up data). The estimate of `p` is the share of dry days.',
    text: `
data: { rain: [0, 0, 3.1, 0, 7.4, 1.2, 0, 0, 0, 12.5, 2.2, 0, 5.8, 0] }
model: rain ~ Hurdle(p, Gamma(shape, rate))
parameters:
  p:
  shape:
  rate:
`,
  },
};
