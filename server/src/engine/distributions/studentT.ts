import { type Distribution, domains, identity, scalar } from './distribution.js';
import { studentQuantile } from './numeric.js';

const HALF_LOG_PI = 0.5 * Math.log(Math.PI);

export const StudentT: Distribution = {
  name: 'StudentT',
  title: "Student's t distribution",
  kind: 'continuous',
  outcome: domains.real,
  parameterisations: [
    {
      arguments: [
        { name: 'df', domain: domains.positive, text: 'degrees of freedom: small is heavy-tailed' },
        { name: 'location', domain: domains.real, text: 'centre' },
        { name: 'scale', domain: domains.positive, text: 'spread' },
      ],
      /** lgamma((df+1)/2) − lgamma(df/2) − ½ log df − ½ log π − log scale − (df+1)/2 log1p(z²/df). */
      logDensity: (o, y, args) => {
        const [df, scale] = [scalar(args, 0), scalar(args, 2)];
        const z = o.div(o.sub(y, scalar(args, 1)), scale);
        const half = o.mul(o.num(0.5), o.add(df, o.num(1)));
        const gammas = o.sub(o.lgamma(half), o.lgamma(o.mul(o.num(0.5), df)));
        const constants = o.sub(o.sub(gammas, o.mul(o.num(0.5), o.log(df))), o.num(HALF_LOG_PI));
        return o.sub(o.sub(constants, o.log(scale)), o.mul(half, o.log1p(o.div(o.mul(z, z), df))));
      },
      canonical: identity,
    },
  ],
  mean: ([df = NaN, location = NaN]) => (df > 1 ? location : NaN),
  quantile: (p, [df = NaN, location = NaN, scale = NaN]) => location + scale * studentQuantile(p, df),
  start: ({ median, sd }) => [5, median, sd * 0.7],
  formula: 'p(y) = Γ((df+1)/2) / (Γ(df/2) √(π df) scale) · (1 + ((y − location)/scale)²/df)^(−(df+1)/2)',
  loss: 'a robust loss: large errors count with their logarithm',
  names: { r: 'dt (scaled)', stan: 'student_t', pymc: 'StudentT', scipy: 't' },
  source: 'Lange, Little & Taylor, JASA 84 (1989) 881–896',
};
