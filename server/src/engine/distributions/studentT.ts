import { type Distribution, domains, identity, scalar, standardise, whereAbove } from './distribution.js';
import type { NodeId } from '../ir/graph.js';
import type { Ops } from '../ir/ops.js';
import { HALF_LOG_2PI, studentQuantile } from '../numeric/quantiles.js';
import { Normal } from './normal.js';

/**
 * log of Γ(a + ½) / (Γ(a) √(2πa)), a = df/2, through Stirling's formula and its remainder S: a log1p(1/(2a)) − ½ + S(a + ½) − S(a) − ½ log 2π.
 * The difference of the log-gammas would be lost in rounding for a large df, where the density becomes Normal.
 */
function normaliser(o: Ops, df: NodeId): NodeId {
  const a = o.mul(o.num(0.5), df);
  const growth = o.mul(a, o.log1p(o.div(o.num(1), df)));
  const remainder = o.sub(o.stirling(o.add(a, o.num(0.5))), o.stirling(a));
  return o.add(o.sub(growth, o.num(0.5 + HALF_LOG_2PI)), remainder);
}

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
      /** log B(df) − log scale − (df+1)/2 log1p(z²/df), see `normaliser`. */
      logDensity: (o, y, args) => {
        const [df, scale] = [scalar(args, 0), scalar(args, 2)];
        const z = o.div(o.sub(y, scalar(args, 1)), scale);
        const half = o.mul(o.num(0.5), o.add(df, o.num(1)));
        return o.sub(o.sub(normaliser(o, df), o.log(scale)), o.mul(half, o.log1p(o.div(o.mul(z, z), df))));
      },
      logCdf: (o, y, args) => o.logStudentCdf(standardise(o, y, args, 1, 2), scalar(args, 0)),
      logSurvival: (o, y, args) => o.logStudentCdf(o.neg(standardise(o, y, args, 1, 2)), scalar(args, 0)),
      mean: (o, args) => whereAbove(o, scalar(args, 0), 1, scalar(args, 1)),
      canonical: identity,
      redescendsIn: 'location',
      limits: [{ arguments: ['df'], is: 'the Normal distribution', write: `${Normal.name}(location, scale)` }],
    },
  ],
  mean: ([df = NaN, location = NaN]) => (df > 1 ? location : NaN),
  variance: ([df = NaN, , scale = NaN]) => (df > 2 ? (scale * scale * df) / (df - 2) : NaN),
  quantile: (p, [df = NaN, location = NaN, scale = NaN]) => location + scale * studentQuantile(p, df),
  start: ({ median, sd }) => [5, median, sd * 0.7],
  rescaled: ([df = NaN, location = NaN, scale = NaN], factor) => [df, location, factor * scale],
  widens: {
    of: Normal,
    call: 'StudentT(df, mean, sd)',
    parameter: 'df',
    arguments: { mean: { name: 'location' }, sd: { name: 'scale' }, variance: { name: 'scale', through: 'sqrt' } },
  },
  formula: 'p(y) = Γ((df+1)/2) / (Γ(df/2) √(π df) scale) · (1 + ((y − location)/scale)²/df)^(−(df+1)/2)',
  loss: 'a robust loss: large errors count only by their logarithm',
  names: { r: 'dt (scaled)', stan: 'student_t', pymc: 'StudentT', scipy: 't' },
  source: 'Lange, Little & Taylor, JASA 84 (1989) 881–896',
};
