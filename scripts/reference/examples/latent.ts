import type { Example } from './example.js';

/** Examples of distributions of latent values. */
export const latent: Readonly<Record<string, Example>> = {
  MultivariateNormal: {
    note: 'An intercept and a slope for each of six batches, which may be correlated (made-up data).',
    text: `
data:
  batch: [a, a, a, a, b, b, b, b, c, c, c, c, d, d, d, d, e, e, e, e, f, f, f, f]
  hour: [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]
  mass: [5.1, 6.3, 7.0, 8.4, 4.0, 4.4, 5.2, 5.5, 6.2, 8.0, 9.4, 11.3, 5.4, 6.1, 7.3, 7.9, 4.6, 5.9, 6.9, 8.1, 5.9, 7.0, 8.6, 9.7]
model: |
  mass ~ Normal(a + u[batch] + (b + v[batch]) * hour, sigma)
  (u[batch], v[batch]) ~ MultivariateNormal(sd = [tau_u, tau_v], correlation = rho)
parameters:
  a:
  b:
  sigma:
  tau_u:
  tau_v:
  rho:
`,
  },
};
