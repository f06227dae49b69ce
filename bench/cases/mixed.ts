import { Random } from '../support/random.js';
import type { Case, CaseColumn } from './case.js';

const LEVELS = 10_000;
/** Rows of a level: days 0 to 9. */
const DAYS = 10;

/** An outcome of levels with an intercept and a slope of their own, as in a study of sleep, 10⁵ rows at full share. */
function columns(
  share: number,
  seed: number,
  draw: (eta: number, random: Random) => number,
  size: { level: number; slope: number },
): CaseColumn[] {
  const random = new Random(seed);
  const count = Math.round(LEVELS * share);
  const [u, v] = [size.level, size.slope].map((sd) => Float64Array.from({ length: count }, () => random.normal(0, sd)));
  const level = Float64Array.from({ length: count * DAYS }, (_, i) => Math.floor(i / DAYS));
  const days = level.map((_, i) => i % DAYS);
  const y = level.map((k, i) => draw((u?.[k] ?? 0) + (v?.[k] ?? 0) * (days[i] ?? 0), random));
  const levels = Array.from({ length: count }, (_, k) => `s${String(k).padStart(5, '0')}`);
  return [
    { name: 'y', values: y },
    { name: 'days', values: days },
    { name: 'subject', values: level, levels },
  ];
}

/** lme4 gives no standard errors of standard deviations and correlations. */
const lme4 = (method: string, label: string): Case['methods'] => [{ peer: 'R', method, label, standardErrors: 'coefficients' }];

export const mixedIntercept: Case = {
  name: 'mixed-intercept',
  title: 'Latent intercepts, Normal, 10⁵ rows, 10⁴ levels',
  columns: (share) => columns(share, 11, (eta, random) => random.normal(250 + eta, 31), { level: 36, slope: 6 }),
  model: 'model: |\n  y ~ Normal(linear(b, days) + u[subject], sigma)\n  u[subject] ~ Normal(0, tau)\nparameters: { b: , tau: , sigma: }\n',
  methods: lme4('lmer-intercept', 'R lme4::lmer(REML = FALSE)'),
};

export const mixedSlopes: Case = {
  name: 'mixed-slopes',
  title: 'Correlated latent intercepts and slopes, Normal, 10⁵ rows, 10⁴ levels',
  columns: (share) => columns(share, 12, (eta, random) => random.normal(250 + eta, 25), { level: 24, slope: 6 }),
  model:
    'model: |\n  y ~ Normal(linear(b, days) + u[subject] + v[subject] * days, sigma)\n  (u[subject], v[subject]) ~ MultivariateNormal(sd = [s, t], correlation = rho)\nparameters: { b: , s: , t: , rho: , sigma: }\n',
  methods: lme4('lmer-slopes', 'R lme4::lmer(REML = FALSE)'),
};

export const mixedLogistic: Case = {
  name: 'mixed-logistic',
  title: 'Logistic regression with latent intercepts, 10⁵ rows, 10⁴ levels',
  columns: (share) => columns(share, 13, (eta, random) => random.bernoulli(1 / (1 + Math.exp(0.5 - eta))), { level: 1, slope: 0 }),
  model: 'model: |\n  y ~ Bernoulli(logit = linear(b, days) + u[subject])\n  u[subject] ~ Normal(0, tau)\nparameters: { b: , tau: }\n',
  methods: [
    {
      peer: 'R',
      method: 'glmer',
      label: 'R lme4::glmer, Laplace, bobyqa, tolPwrss = 1e-10',
      standardErrors: 'coefficients',
    },
  ],
};
