import { besselI0 } from '../ir/special/besselI0.js';
import { type Distribution, domains, identity, scalar } from './distribution.js';
import { quantileOf } from '../numeric/quantiles.js';

const LOG_2PI = Math.log(2 * Math.PI);
const STEPS = 2000;

/** P(mean − π ≤ Y ≤ mean + x), by the trapezoidal rule: for plots. */
function cdf(x: number, concentration: number): number {
  const { logScaled } = besselI0(concentration);
  const density = (at: number): number => Math.exp(-2 * concentration * Math.sin(at / 2) ** 2 - logScaled) / (2 * Math.PI);
  const h = x / STEPS;
  let sum = (density(0) + density(x)) / 2;
  for (let k = 1; k < STEPS; k++) sum += density(k * h);
  // Euler and Maclaurin's first correction: the slope of the density is 0 in the middle and −κ sin(x) p(x) at x.
  return 0.5 + sum * h + (h * h * concentration * Math.sin(x) * density(x)) / 12;
}

export const VonMises: Distribution = {
  name: 'VonMises',
  title: 'von Mises distribution of angles in radians',
  kind: 'continuous',
  outcome: domains.real,
  circular: true,
  parameterisations: [
    {
      arguments: [
        { name: 'mean', domain: domains.real, text: 'mean direction, determined up to whole turns' },
        { name: 'concentration', domain: domains.positive, text: 'concentration: 0 is uniform, 1/√concentration is about the spread' },
      ],
      /** −2κ sin²((y − mean)/2) − log 2π − (log I₀(κ) − κ). */
      logDensity: (o, y, args) => {
        const concentration = scalar(args, 1);
        const s = o.sin(o.mul(o.num(0.5), o.sub(y, scalar(args, 0))));
        const kernel = o.mul(o.mul(o.num(-2), concentration), o.mul(s, s));
        return o.sub(o.sub(kernel, o.num(LOG_2PI)), o.logBesselI0(concentration));
      },
      canonical: identity,
    },
  ],
  mean: ([mean = NaN]) => mean,
  quantile: (p, [mean = NaN, concentration = NaN]) => mean + quantileOf(p, (x) => cdf(x, concentration), 0, Math.PI, -Math.PI, Math.PI),
  start: ({ sorted }) => {
    const [sine, cosine] = [Math.sin, Math.cos].map((f) => sorted.reduce((sum, y) => sum + f(y), 0) / sorted.length);
    const length = Math.min(Math.hypot(sine ?? 0, cosine ?? 0), 0.999);
    return [Math.atan2(sine ?? 0, cosine ?? 0), (length * (2 - length * length)) / (1 - length * length) || 0.01];
  },
  formula: 'p(y) = exp(concentration · cos(y − mean)) / (2π I₀(concentration))',
  loss: 'maximising the mean cosine of the deviations',
  names: { r: 'circular::dvonmises', stan: 'von_mises', pymc: 'VonMises', scipy: 'vonmises' },
  source: 'Mardia & Jupp, Directional Statistics (2000), §3.5.4; start: Banerjee et al., JMLR 6 (2005)',
};
