import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Graph } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import { interpret } from '../terms/interpreter.js';
import type { Kernel } from '../kernel/kernel.js';
import { integrate } from '../testing/quadrature.js';
import { contains, type Distribution, type Domain, type Parameterisation } from './distribution.js';
import { distributions } from './index.js';

/** A Beta density that is infinite at 1 is known only to the distance of y = 1 − 1e-16 from there. */
const TOLERANCE = 1e-6;

const all = [...distributions.values()];
/** Flat is not a density, and those of classes have lists as arguments: they have tests of their own below. */
const ordinary = all.filter(({ name, kind }) => name !== 'Flat' && kind !== 'categorical');
const continuous = ordinary.filter(({ kind }) => kind === 'continuous');
const discrete = ordinary.filter(({ kind }) => kind === 'discrete');

/** The log-density with y as variable 0 and the arguments after it. */
function kernelOf(parameterisation: Parameterisation): Kernel {
  const records = parameterisation.arguments;
  const graph = new Graph();
  const args = records.map((_, i) => [graph.variable(i + 1)]);
  const root = parameterisation.logDensity(opsOf(graph), graph.variable(0), args);
  const variables = Array.from({ length: records.length + 1 }, (_, parameter) => ({ kind: 'scalar' as const, parameter }));
  return interpret([{ graph, root, rows: 1, columns: [], inputs: new Float64Array(0), variables }], records.length + 1);
}

function first({ parameterisations, name }: Distribution): Parameterisation {
  const [positional] = parameterisations;
  assert.ok(positional, name);
  return positional;
}

function densityOf(distribution: Distribution, args: readonly number[]): (y: number) => number {
  const kernel = kernelOf(first(distribution));
  return (y) => kernel.evaluate(Float64Array.of(y, ...args), 0).value;
}

function numberIn({ lower, upper, whole }: Domain): fc.Arbitrary<number> {
  if (whole) return fc.integer({ min: Math.max(lower, 1), max: Math.min(upper, 12) });
  const [from, to] = lower === 0 ? [upper === 1 ? 0.05 : 0.4, upper === 1 ? 0.95 : 6] : [-3, 3];
  return fc.double({ min: from, max: to, noNaN: true });
}

/** Random canonical arguments. */
function argumentsOf(distribution: Distribution): fc.Arbitrary<number[]> {
  const isHeavy = distribution.name === 'GEV';
  const numbers = fc.tuple(
    ...first(distribution).arguments.map(({ domain, name }) => {
      return isHeavy && name === 'shape' ? fc.integer({ min: -40, max: 40 }).map((k) => k / 100) : numberIn(domain);
    }),
  );
  return distribution.name === 'Uniform' ? numbers.map(([a = 0, b = 0]) => [a, a + 0.5 + Math.abs(b)]) : numbers;
}

/** Random arguments and an outcome between the quantiles 0.001 and 0.999. */
function drawsOf(distribution: Distribution): fc.Arbitrary<{ args: number[]; y: number }> {
  return fc
    .tuple(argumentsOf(distribution), fc.double({ min: 0.001, max: 0.999, noNaN: true }))
    .map(([args, p]) => ({ args, y: quantile(distribution, p, args) }));
}

function quantile(distribution: Distribution, p: number, args: readonly number[]): number {
  return distribution.quantile?.(p, args) ?? assert.fail(`${distribution.name} has no quantile`);
}

function supportOf(distribution: Distribution, args: readonly number[]): { lower: number; upper: number } {
  const [mean = NaN] = args;
  if (distribution.circular) return { lower: mean - Math.PI, upper: mean + Math.PI };
  return distribution.support?.(args) ?? distribution.outcome;
}

/** Where a density may have its kink. */
const middleOf = (distribution: Distribution, args: readonly number[]): number =>
  distribution.name === 'AsymmetricLaplace' ? (args[0] ?? NaN) : quantile(distribution, 0.5, args);

const givenAs = (parameterisation: Parameterisation, canonical: readonly number[]): readonly number[] =>
  parameterisation.fromCanonical ? parameterisation.fromCanonical(canonical) : canonical;

function close(actual: number, expected: number, tolerance: number, what: string): void {
  const bound = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= bound, `${what}: ${String(actual)} should be ${String(expected)}`);
}

/** Half of the distance between the quartiles. */
const spreadOf = (distribution: Distribution, args: readonly number[]): number =>
  (quantile(distribution, 0.75, args) - quantile(distribution, 0.25, args)) / 2;

/** Integral of g(y) p(y) up to `to`, in two parts that meet in the middle. */
function expectation(distribution: Distribution, args: readonly number[], g: (y: number) => number, to = Infinity): number {
  const density = densityOf(distribution, args);
  const f = (y: number): number => g(y) * Math.exp(density(y));
  const { lower, upper } = supportOf(distribution, args);
  const [middle, spread, end] = [middleOf(distribution, args), spreadOf(distribution, args), Math.min(upper, to)];
  if (end <= middle) return integrate(f, lower, end, spread);
  return integrate(f, lower, middle, spread) + integrate(f, middle, end, spread);
}

for (const distribution of ordinary) {
  describe(distribution.name, () => {
    for (const [i, parameterisation] of distribution.parameterisations.entries()) {
      const names = parameterisation.arguments.map(({ name }) => name).join(', ');

      it(`(${names}): gradient and Hessian agree with differences`, () => {
        const kernel = kernelOf(parameterisation);
        const from = distribution.kind === 'continuous' ? 0 : 1;
        fc.assert(
          fc.property(drawsOf(distribution), ({ args, y }) => {
            const point = Float64Array.of(y, ...givenAs(parameterisation, args));
            const isKink = Math.abs(y - (distribution.kink?.(args).at ?? Infinity)) < 0.02;
            if (isKink || isOnEdge(distribution, args, y)) return;
            checkDerivatives(kernel, point, parameterisation.arguments[0]?.domain.whole ? [2] : indexes(point.length, from));
          }),
          { numRuns: 40 },
        );
      });

      if (i > 0) {
        it(`(${names}): is the same distribution as the positional form`, () => {
          const [own, positional] = [kernelOf(parameterisation), kernelOf(first(distribution))];
          fc.assert(
            fc.property(drawsOf(distribution), ({ args, y }) => {
              const given = givenAs(parameterisation, args);
              parameterisation.canonical(given).forEach((value, k) => close(value, args[k] ?? NaN, 1e-12, 'canonical(fromCanonical)'));
              const expected = positional.evaluate(Float64Array.of(y, ...args), 0).value;
              close(own.evaluate(Float64Array.of(y, ...given), 0).value, expected, 1e-11, 'log-density');
            }),
            { numRuns: 40 },
          );
        });
      }

      it(`(${names}): has one maximum in its arguments as it claims`, () => {
        if (parameterisation.oneMaximumIn) checkConcavity(distribution, parameterisation);
      });
    }

    it('has no density outside its support', () => {
      fc.assert(
        fc.property(argumentsOf(distribution), (args) => {
          const { lower, upper } = supportOf(distribution, args);
          const density = densityOf(distribution, args);
          const outside = distribution.circular ? [] : [lower - 1, lower - 1e-3, upper + 1e-3, upper + 1].filter(Number.isFinite);
          for (const y of outside)
            assert.ok(!contains(distribution.outcome, y) || density(y) === -Infinity, `p(${String(y)}) = ${String(density(y))}`);
        }),
        { numRuns: 20 },
      );
    });

    it('has a concave log-density where it says so', () => {
      fc.assert(
        fc.property(drawsOf(distribution), fc.double({ min: 0.001, max: 0.999, noNaN: true }), ({ args, y }, p) => {
          if (!distribution.logConcave?.(args)) return;
          const [density, other] = [densityOf(distribution, args), quantile(distribution, p, args)];
          const middle = density((y + other) / 2);
          assert.ok(middle >= (density(y) + density(other)) / 2 - 1e-9 * (1 + Math.abs(middle)));
        }),
        { numRuns: 60 },
      );
    });

    it('starts from arguments of its own domain', () => {
      if (!distribution.start) return;
      const sample = {
        mean: 0.4,
        sd: 0.2,
        median: 0.35,
        minimum: 0.1,
        maximum: 0.9,
        meanLog: -1,
        sdLog: 0.5,
        sorted: Float64Array.of(0.1, 0.35, 0.9),
      };
      const start = distribution.start(sample);
      first(distribution).arguments.forEach(({ domain, name }, i) => assert.ok(contains(domain, start[i] ?? NaN), name));
    });
  });
}

const indexes = (count: number, from: number): number[] => Array.from({ length: count - from }, (_, i) => i + from);

/** At the ends of a support a difference would look outside. */
function isOnEdge(distribution: Distribution, args: readonly number[], y: number): boolean {
  const { lower, upper } = supportOf(distribution, args);
  const room = distribution.kind === 'continuous' ? 0.01 : -1;
  return y - lower < room || upper - y < room;
}

function checkDerivatives(kernel: Kernel, point: Float64Array, moving: readonly number[]): void {
  const n = point.length;
  const { gradient, hessian, value } = kernel.evaluate(point, 2);
  const scale = 1 + Math.abs(value) + hessian.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (const i of moving) {
    const h = 1e-5 * Math.max(Math.abs(point[i] ?? 0), 0.05);
    const at = (side: number) =>
      kernel.evaluate(
        point.map((x, k) => (k === i ? x + side * h : x)),
        2,
      );
    const [up, down] = [at(1), at(-1)];
    close(gradient[i] ?? NaN, (up.value - down.value) / (2 * h), 1e-6 * scale, `gradient ${String(i)} at ${point.join()}`);
    for (const j of moving) {
      const difference = ((up.gradient[j] ?? NaN) - (down.gradient[j] ?? NaN)) / (2 * h);
      close(hessian[i * n + j] ?? NaN, difference, 1e-5 * scale, `hessian ${String(i)}, ${String(j)} at ${point.join()}`);
    }
  }
}

/** Concave in the arguments that are named; along each other one, the log-likelihood of a few outcomes rises and then falls. */
function checkConcavity(distribution: Distribution, parameterisation: Parameterisation): void {
  const kernel = kernelOf(parameterisation);
  const named = parameterisation.arguments.map(({ name }) => parameterisation.oneMaximumIn?.includes(name) ?? false);
  fc.assert(
    fc.property(
      argumentsOf(distribution),
      fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (args, levels) => {
        const outcomes = levels.map((p) => quantile(distribution, p, args));
        const given = givenAs(parameterisation, args);
        parameterisation.arguments.forEach(({ domain }, i) => {
          if (domain.whole) return;
          const total = (value: number): number =>
            outcomes.reduce(
              (sum, y) => sum + kernel.evaluate(Float64Array.of(y, ...given.map((old, k) => (k === i ? value : old))), 0).value,
              0,
            );
          const grid = gridOn(domain);
          const values = grid.map(total);
          if (named[i]) assert.ok(isConcave(grid, values), `concave in argument ${String(i)}`);
          else assert.ok(turns(values) <= 1, `one maximum in argument ${String(i)}`);
        });
      },
    ),
    { numRuns: 25 },
  );
}

/** Which argument is the exponent of a tail: a mean exists above 1, and can be integrated well above it. */
const TAIL_INDEX: Readonly<Record<string, number>> = { StudentT: 0, HalfStudentT: 0, InverseGamma: 0, Pareto: 1 };

function gridOn({ lower, upper }: Domain): number[] {
  return Array.from({ length: 60 }, (_, k) => {
    const t = -5 + k / 6;
    if (lower === 0) return upper === 1 ? 1 / (1 + Math.exp(-t)) : Math.exp(t);
    return 2 * t;
  });
}

function isConcave(x: readonly number[], y: readonly number[]): boolean {
  const slopes = y.slice(1).map((value, k) => (value - (y[k] ?? 0)) / ((x[k + 1] ?? 0) - (x[k] ?? 0)));
  return slopes.slice(1).every((slope, k) => slope <= (slopes[k] ?? 0) + 1e-7 * (1 + Math.abs(slope)));
}

/** How often a sequence turns from rising to falling or back. */
function turns(values: readonly number[]): number {
  const signs = values
    .slice(1)
    .map((value, k) => Math.sign(value - (values[k] ?? 0)))
    .filter((sign) => sign !== 0 && !Number.isNaN(sign)); // between two impossible values (−Infinity) nothing turns
  return signs.slice(1).filter((sign, k) => sign !== signs[k]).length;
}

for (const distribution of continuous) {
  describe(`${distribution.name} as a density`, () => {
    it('integrates to 1, and its quantiles invert the integral', () => {
      fc.assert(
        fc.property(argumentsOf(distribution), (args) => {
          close(
            expectation(distribution, args, () => 1),
            1,
            TOLERANCE,
            `total for ${args.join()}`,
          );
          for (const p of [0.01, 0.2, 0.5, 0.8, 0.99]) {
            close(
              expectation(distribution, args, () => 1, quantile(distribution, p, args)),
              p,
              TOLERANCE,
              `P(y ≤ quantile(${String(p)})) for ${args.join()}`,
            );
          }
        }),
        { numRuns: 12 },
      );
    });

    it('has the mean that it says, or none', () => {
      fc.assert(
        fc.property(argumentsOf(distribution), (args) => {
          const mean = distribution.mean(args);
          const isHeavy = (args[TAIL_INDEX[distribution.name] ?? -1] ?? Infinity) < 1.5;
          if (Number.isFinite(mean) && !isHeavy)
            close(
              expectation(distribution, args, (y) => y),
              mean,
              1e-6,
              `mean for ${args.join()}`,
            );
        }),
        { numRuns: 12 },
      );
    });

    it('has the variance that it says, or none', () => {
      fc.assert(
        fc.property(argumentsOf(distribution), (args) => {
          const [mean, variance = NaN] = [distribution.mean(args), distribution.variance?.(args)];
          const isHeavy = (args[TAIL_INDEX[distribution.name] ?? -1] ?? Infinity) < 2.5;
          if (!Number.isFinite(variance) || isHeavy) return;
          close(
            expectation(distribution, args, (y) => (y - mean) ** 2),
            variance,
            1e-6,
            `variance for ${args.join()}`,
          );
        }),
        { numRuns: 12 },
      );
    });
  });
}

/** log P(Y ≤ y) or log P(Y > y) with y as variable 0 and the arguments after it; undefined where the record has none. */
function tailKernel(parameterisation: Parameterisation, side: 'logCdf' | 'logSurvival'): Kernel | undefined {
  const of = parameterisation[side];
  return of && kernelOf({ ...parameterisation, logDensity: of });
}

for (const distribution of ordinary.filter(({ parameterisations: [positional] }) => positional?.logCdf)) {
  for (const parameterisation of distribution.parameterisations) {
    const names = parameterisation.arguments.map(({ name }) => name).join(', ');
    const tails = (['logCdf', 'logSurvival'] as const).map((side) => tailKernel(parameterisation, side));

    describe(`the distribution function of ${distribution.name}(${names})`, () => {
      it('sums to 1 with the survival function, and is the level of the quantile', () => {
        fc.assert(
          fc.property(drawsOf(distribution), ({ args, y }) => {
            const given = givenAs(parameterisation, args);
            const [below = NaN, above = NaN] = tails.map((kernel) =>
              Math.exp(kernel?.evaluate(Float64Array.of(y, ...given), 0).value ?? NaN),
            );
            close(below + above, 1, 1e-12, `total at ${String(y)} for ${args.join()}`);
            if (distribution.kind === 'continuous')
              close(quantile(distribution, below, args), y, 1e-6 * spreadOf(distribution, args) + 1e-9, 'y');
            else assert.equal(quantile(distribution, below * (1 - 1e-9), args), y);
          }),
          { numRuns: 40 },
        );
      });

      it('has the derivatives that differences show', () => {
        const from = distribution.kind === 'continuous' ? 0 : 1;
        fc.assert(
          fc.property(drawsOf(distribution), ({ args, y }) => {
            const point = Float64Array.of(y, ...givenAs(parameterisation, args));
            const isKink = Math.abs(y - (distribution.kink?.(args).at ?? Infinity)) < 0.02;
            if (isKink || isOnEdge(distribution, args, y)) return;
            const moving = parameterisation.arguments[0]?.domain.whole ? [2] : indexes(point.length, from);
            const finite = tails.filter((kernel) => Number.isFinite(kernel?.evaluate(point, 0).value));
            for (const kernel of finite) if (kernel) checkDerivatives(kernel, point, moving);
          }),
          { numRuns: 30 },
        );
      });
    });
  }
}

for (const distribution of discrete) {
  describe(`${distribution.name} as a mass function`, () => {
    it('sums to 1 with the mean that it says, and its quantiles invert the sum', () => {
      fc.assert(
        fc.property(argumentsOf(distribution), (args) => {
          const density = densityOf(distribution, args);
          const masses = Array.from({ length: 2500 }, (_, k) => (contains(distribution.outcome, k) ? Math.exp(density(k)) : 0));
          close(
            masses.reduce((a, b) => a + b, 0),
            1,
            1e-12,
            'total',
          );
          close(
            masses.reduce((sum, mass, k) => sum + k * mass, 0),
            distribution.mean(args),
            1e-11,
            'mean',
          );
          const mean = distribution.mean(args);
          close(
            masses.reduce((sum, mass, k) => sum + (k - mean) ** 2 * mass, 0),
            distribution.variance?.(args) ?? NaN,
            1e-9,
            'variance',
          );
          for (const p of [0.01, 0.3, 0.5, 0.9, 0.999]) {
            const k = quantile(distribution, p, args);
            const below = masses.slice(0, k).reduce((a, b) => a + b, 0);
            assert.ok(below < p + 1e-12 && below + (masses[k] ?? 0) >= p - 1e-12, `quantile(${String(p)})`);
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}

describe('log-densities in the tails', () => {
  // Computed with mpmath at 50 digits from the textbook formula of each density.
  const cases: readonly (readonly [string, number, readonly number[], number])[] = [
    ['Normal', 30, [0, 1], -450.91893853320465],
    ['Normal', -1e10, [2, 0.5], -2.0000000008e20],
    ['LogNormal', 1e-300, [0, 1], -237895.5583821629],
    ['StudentT', 1e6, [5, 0, 1], -79.03336919955306],
    ['StudentT', 1, [1e12, 0, 1], -1.4189385332051727],
    ['Cauchy', 1e8, [0, 1], -37.98609137375413],
    ['Laplace', 1000, [0, 2], -501.3862943611199],
    ['Exponential', 1e5, [3], -299998.9013877113],
    ['Gamma', 1e-300, [0.5, 3], 345.3647051505162],
    ['Gamma', 700, [2, 3], -2091.25169508762],
    ['Beta', 1e-300, [2, 3], -688.2906212484257],
    ['Beta', 1 - 2 ** -53, [0.5, 0.5], 17.22367039898915],
    ['HalfNormal', 30, [1], -450.2257913526447],
    ['HalfCauchy', 1e8, [1], -37.29294419319419],
    ['Bernoulli', 1, [1e-300], -690.7755278982137],
    ['Binomial', 500000, [1000000, 0.5], -7.133546881626865],
    ['Binomial', 3, [1000, 1e-10], -50.14904902480727],
    ['Poisson', 1000000, [1000000], -7.826693895520143],
    ['Poisson', 0, [1000000], -1000000.0],
    ['Poisson', 1000, [1], -5913.128178488163],
    ['L1', 1000, [0.5], -501.3862943611199],
    ['L2', 30, [0.5], -450.91893853320465],
    ['Uniform', 0.3, [-1, 3], -1.3862943611198906],
    ['Logistic', 1000, [0, 2], -500.69314718055995],
    ['Gumbel', -6, [0, 1], -397.4287934927351],
    ['Weibull', 1e-300, [0.5, 2], 344.34804317826695],
    ['Pareto', 1e300, [2, 0.5], -1036.5098654376004],
    ['InverseGamma', 0.001, [2, 3], -2977.0795095857175],
    ['ChiSquared', 10000, [3], -4996.313768347217],
    ['HalfStudentT', 1000000, [5, 1], -78.34022201899312],
    ['Geometric', 1000000, [0.5], -693147.8737071259],
    ['NegativeBinomial', 3, [2, 1000000000000.0], -1.712317927549219],
    ['NegativeBinomial', 1000000, [3, 0.5], -154159.13290267973],
    ['SkewNormal', -30, [0, 1, 2], -2255.239352033212],
    ['SkewNormal', 5, [1, 2, -3], -23.655707483179377],
    ['AsymmetricLaplace', -1000, [0, 2, 0.25], -377.36712361413163],
    ['AsymmetricLaplace', 1000, [0, 2, 0.25], -127.36712361413161],
    ['InverseGaussian', 1e-5, [2, 3], -149981.6002479414],
    ['InverseGaussian', 1000000.0, [2, 3], -375019.59289972583],
    ['GEV', 3, [1, 2, 1e-12], -2.0610266217320716],
    ['GEV', 100000000.0, [0, 1, 0.3], -74.60573454949231],
    ['GEV', 1.9, [0, 1, -0.5], -2.99823227355399],
    ['VonMises', 3, [0, 500], -992.8081330347387],
    ['VonMises', 0.001, [0, 1000000.0], 5.4888166624440675],
    ['BetaBinomial', 3, [10, 2000000000000.0, 6000000000000.0], -1.3851658477407174],
    ['BetaBinomial', 1000, [1000, 0.5, 20], -98.09465020713327],
  ];
  for (const [name, y, args, expected] of cases) {
    it(`${name}(${args.join(', ')}) at ${String(y)}`, () => {
      const distribution = distributions.get(name);
      assert.ok(distribution);
      // 1e-9 absolute is what 10⁶ · log 10⁶ leaves of 16 digits.
      const found = densityOf(distribution, args)(y);
      assert.ok(
        Math.abs(found - expected) <= Math.max(4e-15 * Math.abs(expected), /Poisson|Binomial/.test(name) ? 4e-9 : 1e-14),
        String(found),
      );
    });
  }

  it('reach 0 or −Infinity at the ends of a probability, not NaN', () => {
    const at = (name: string, y: number, ...args: number[]): number => densityOf(distributions.get(name) as Distribution, args)(y);
    assert.deepEqual(
      [at('Bernoulli', 1, 1), at('Bernoulli', 0, 0), at('Bernoulli', 1, 0), at('Bernoulli', 0, 1)],
      [0, 0, -Infinity, -Infinity],
    );
    assert.deepEqual([at('Binomial', 5, 5, 1), at('Binomial', 0, 5, 0), at('Binomial', 3, 5, 1)], [0, 0, -Infinity]);
    assert.equal(at('Poisson', 0, 0) + 0, 0);
    assert.equal(at('Poisson', 2, 0), -Infinity);
  });
});

describe('distribution functions in both tails', () => {
  // Computed with mpmath at 60 digits: erfc, gammainc, betainc and closed forms.
  const cases: readonly (readonly [string, 'logCdf' | 'logSurvival', number, readonly number[], number])[] = [
    ['Normal', 'logCdf', -40, [0, 1], -804.6084420137538],
    ['Normal', 'logSurvival', 50, [0, 1], -1254.8313611394199],
    ['LogNormal', 'logCdf', 1e-20, [0, 1], -1065.1287963223679],
    ['LogNormal', 'logSurvival', 1e20, [0, 1], -1065.1287963223679],
    ['StudentT', 'logCdf', -1000000.0, [5, 0, 1], -66.8272965540186],
    ['StudentT', 'logSurvival', 1000000.0, [0.5, 0, 1], -8.045001409753736],
    ['StudentT', 'logCdf', -10, [1000, 0, 1], -50.8389514544672],
    ['HalfStudentT', 'logSurvival', 1000000.0, [5, 1], -66.13414937345867],
    ['Cauchy', 'logCdf', -10000000000.0, [0, 1], -24.170580815789858],
    ['Cauchy', 'logSurvival', 10000000000.0, [0, 1], -24.170580815789858],
    ['Laplace', 'logCdf', -1000, [0, 2], -500.69314718055995],
    ['Logistic', 'logSurvival', 1000, [0, 2], -500.0],
    ['Gumbel', 'logCdf', -6, [0, 1], -403.4287934927351],
    ['Gumbel', 'logSurvival', 50, [0, 1], -50.0],
    ['Exponential', 'logCdf', 1e-20, [3], -44.95308957121281],
    ['Weibull', 'logCdf', 1e-10, [2, 3], -48.248926437217136],
    ['Weibull', 'logSurvival', 1000, [2, 3], -111111.11111111111],
    ['Pareto', 'logSurvival', 1e300, [2, 0.5], -345.0411903588269],
    ['Gamma', 'logCdf', 1e-10, [2, 3], -44.54762446330464],
    ['Gamma', 'logSurvival', 300, [2, 3], -893.1964947423917],
    ['InverseGamma', 'logCdf', 0.01, [2, 3], -294.2928897352511],
    ['ChiSquared', 'logSurvival', 1000, [3], -496.77091520883994],
    ['Beta', 'logCdf', 1e-10, [2, 3], -44.25994239078619],
    ['Beta', 'logSurvival', 0.999, [2, 30], -203.79963937547896],
    ['HalfNormal', 'logCdf', 1e-12, [1], -27.856812468573278],
    ['HalfNormal', 'logSurvival', 40, [1], -803.9152948331938],
    ['HalfCauchy', 'logSurvival', 1000000000000.0, [1], -28.082603821218004],
    ['Uniform', 'logCdf', -0.999, [-1, 3], -8.294049640102028],
    ['Poisson', 'logCdf', 0, [500], -500.0],
    ['Poisson', 'logSurvival', 100, [1], -369.34464472734106],
    ['Geometric', 'logSurvival', 10000, [0.5], -6932.164952780013],
    ['Binomial', 'logCdf', 10, [1000, 0.5], -639.2090519107085],
    ['Binomial', 'logSurvival', 50, [1000, 0.001], -154.63765845394175],
    ['NegativeBinomial', 'logSurvival', 1000, [3, 0.5], -157.36171459180915],
    ['NegativeBinomial', 'logCdf', 2, [300, 5], -17.537352152323415],
    ['InverseGaussian', 'logCdf', 0.01, [2, 3], -151.58471399815622],
    ['InverseGaussian', 'logSurvival', 100, [2, 3], -42.34947095477508],
    ['GEV', 'logCdf', -2, [0, 1, 0.3], -21.206387629647708],
    ['GEV', 'logSurvival', 100000000.0, [0, 1, 0.3], -57.389026576532544],
    ['AsymmetricLaplace', 'logCdf', -1000, [0, 2, 0.25], -376.3862943611199],
    ['AsymmetricLaplace', 'logSurvival', 1000, [0, 2, 0.25], -125.28768207245179],
  ];
  for (const [name, side, y, args, expected] of cases) {
    it(`${side} of ${name}(${args.join(', ')}) at ${String(y)}`, () => {
      const kernel = tailKernel(first(distributions.get(name) as Distribution), side);
      const found = kernel?.evaluate(Float64Array.of(y, ...args), 0).value ?? NaN;
      assert.ok(Math.abs(found - expected) <= 2e-13 * Math.abs(expected) + 1e-14, String(found));
    });
  }
});

describe('classes with an order', () => {
  const cuts = [-1, 0.2, 2.5];

  function masses(name: string, eta: number, cutpoints: readonly number[]): number[] {
    const o = opsOf(new Graph());
    const args = [[o.num(eta)], cutpoints.map((cut) => o.num(cut))];
    const own = first(distributions.get(name) as Distribution);
    return Array.from({ length: cutpoints.length + 1 }, (_, k) =>
      Math.exp(o.graph.constantValue(own.logDensity(o, o.num(k), args)) ?? NaN),
    );
  }

  // scipy 1.10: differences of stats.logistic.cdf and stats.norm.cdf at cutpoints − 0.7.
  const expected = {
    OrderedLogistic: [0.1544652650835347, 0.2230754037146107, 0.4806082663013669, 0.1418510649004877],
    OrderedProbit: [0.04456546275854304, 0.2639720759674439, 0.6555321421610874, 0.03593031911292577],
  };
  for (const [name, values] of Object.entries(expected)) {
    it(`${name} gives the share of each class`, () => {
      masses(name, 0.7, cuts).forEach((mass, k) => close(mass, values[k] ?? NaN, 1e-14, `class ${String(k)}`));
    });

    it(`${name} keeps its digits far out, where both tails are nearly 1`, () => {
      const [, right = NaN] = masses(name, -30, [0, 1e-3]);
      const [, left = NaN] = masses(name, 30, [-1e-3, 0]);
      assert.ok(right > 0 && Math.abs(right / left - 1) < 1e-12);
    });

    it(`${name} has the derivatives that differences show`, () => {
      const own = first(distributions.get(name) as Distribution);
      for (const y of [0, 1, 2, 3]) {
        const graph = new Graph();
        const o = opsOf(graph);
        const variables = [0, 1, 2, 3].map((parameter) => ({ kind: 'scalar' as const, parameter }));
        const root = own.logDensity(o, o.num(y), [[graph.variable(0)], [1, 2, 3].map((i) => graph.variable(i))]);
        const kernel = interpret([{ graph, root, rows: 1, columns: [], inputs: new Float64Array(0), variables }], 4);
        checkDerivatives(kernel, Float64Array.of(0.7, ...cuts), [0, 1, 2, 3]);
      }
    });
  }
});

describe('Categorical', () => {
  const logits = [0.3, -1.2, 2];
  const [byP, byLogits] = distributions.get('Categorical')?.parameterisations ?? [];

  function massOf(parameterisation: Parameterisation | undefined, y: number, args: readonly number[]): number {
    const graph = new Graph();
    const o = opsOf(graph);
    const root = parameterisation?.logDensity(o, o.num(y), [args.map((value) => o.num(value))]);
    return (root === undefined ? undefined : graph.constantValue(root)) ?? NaN;
  }

  it('gives the softmax of the logits, which sum to 1', () => {
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    logits.forEach((logit, k) => close(massOf(byLogits, k, logits), logit - Math.log(total), 1e-14, `class ${String(k)}`));
  });

  it('gives the same by probabilities', () => {
    const p = byLogits?.canonical(logits) ?? [];
    close(
      p.reduce((a, b) => a + b, 0),
      1,
      1e-15,
      'total',
    );
    logits.forEach((_, k) => close(massOf(byP, k, p), massOf(byLogits, k, logits), 1e-14, `class ${String(k)}`));
  });

  it('does not overflow with huge logits', () => {
    assert.equal(massOf(byLogits, 0, [900, -900]), 0);
    assert.equal(massOf(byLogits, 1, [900, -900]), -1800);
  });
});

describe('Flat', () => {
  it('adds nothing anywhere', () => {
    const density = densityOf(distributions.get('Flat') as Distribution, []);
    assert.deepEqual([-1e300, 0, 5].map(density), [0, 0, 0]);
  });
});

describe('penalties', () => {
  it('are the priors that they equal, constants included', () => {
    const at = (name: string, y: number, ...args: number[]): number => densityOf(distributions.get(name) as Distribution, args)(y);
    for (const y of [-2, 0, 0.7]) {
      close(at('L2', y, 3), at('Normal', y, 0, 1 / Math.sqrt(6)), 1e-14, 'L2');
      close(at('L1', y, 3), at('Laplace', y, 0, 1 / 3), 1e-14, 'L1');
    }
  });
});
