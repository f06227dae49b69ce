import assert from 'node:assert/strict';
import { Objective } from '../../inference/objective/objective.js';
import { bind, bound, byName, fit, type TestModel } from '../../testing/models.js';

/** Log-likelihood at values of the parameters in the order of their first use. */
function at(test: TestModel, ...values: readonly number[]): number {
  return new Objective(bound(test), 'mle', new Map()).logLikelihood(Float64Array.from(values));
}

const named = (...names: readonly string[]): NonNullable<TestModel['parameters']> => Object.fromEntries(names.map((name) => [name, null]));

const y = [0.5, 1.2, 2.5, 4];
const k = [1, 2, 2, 5];
const w = [false, true, false, true];

describe('wrappers give the log-likelihood that their definition says', () => {
  // mpmath at 40 digits, from Normal, Poisson, Weibull, Gamma and Exponential densities and their sums or erfc and gammainc.
  const cases: readonly (readonly [string, TestModel['data'], readonly number[], number])[] = [
    ['y ~ Truncated(Normal(a, b), 0.25, 5)', { y }, [1, 2], -6.000701191236959],
    ['y ~ Truncated(Normal(a, b), lower = 0.25)', { y }, [1, 2], -6.144070802988319],
    ['y ~ Truncated(Normal(a, b), lower = 40)', { y: y.map((v) => v + 40) }, [1, 2], -73.82297974506848],
    ['y ~ Truncated(Normal(a, b), upper = -40)', { y: y.map((v) => -v - 40) }, [-1, 2], -73.82297974506848],
    ['k ~ Truncated(Poisson(a), lower = 1)', { k }, [1.5], -7.1092051871184765],
    ['k ~ Truncated(Poisson(a), lower = 0.5, upper = 5.5)', { k }, [1.5], -7.0861958799636],
    ['y ~ RightCensored(Weibull(a, b), w)', { y, w }, [1.5, 2], -5.972667162034851],
    ['k ~ RightCensored(Poisson(a), w)', { k, w }, [1.5], -7.278690596735346],
    ['y ~ LeftCensored(Normal(a, b), w)', { y, w }, [1, 2], -4.222319893256496],
    ['k ~ LeftCensored(Poisson(a), w)', { k, w }, [1.5], -2.693363506177614],
    ['y ~ IntervalCensored(Gamma(a, b), u)', { y: [0, 1, 2.5, 4], u: [1, 3, 2.5, Infinity] }, [2, 0.8], -5.641751230412962],
    ['k ~ IntervalCensored(Poisson(a), u)', { k: [0, 1, 2], u: [1, 3, 2] }, [1.5], -2.306689321984917],
    ['k ~ ZeroInflated(a, Poisson(b))', { k: [0, 0, 1, 3] }, [0.3, 1.5], -5.4529358282266935],
    ['k ~ Hurdle(a, Poisson(b))', { k: [0, 0, 1, 3] }, [0.3, 1.5], -5.786229615473826],
    ['k ~ Hurdle(a, Gamma(b, c))', { k: [0, 0, 1, 3] }, [0.3, 2, 0.8], -6.115257413118066],
    ['y ~ Mixture([a, 1 - a], Normal(b, c), Exponential(d))', { y: [-2, -0.5, 1, 3] }, [0.3, -1, 0.5, 2], -12.68616012517274],
    ['y ~ Mixture([a, 1 - a], Normal(b, c), Exponential(d))', { y: [-100] }, [0.3, -1, 0.5, 2], -19603.429764156972],
  ];
  for (const [model, data, values, expected] of cases) {
    const test = { model, data, parameters: named(...['a', 'b', 'c', 'd'].slice(0, values.length)) };

    it(`${model} at ${values.join(', ')}`, () => {
      const found = at(test, ...values);
      assert.ok(Math.abs(found - expected) <= 1e-13 * Math.abs(expected), String(found));
    });

    it(`${model} has the derivatives that differences show`, () => {
      const objective = new Objective(bound(test), 'mle', new Map());
      const [likelihood] = objective.bound.model.likelihoods;
      assert.ok(likelihood);
      const point = objective.working(Float64Array.from(values));
      const { value, gradient, hessian } = objective.evaluate(point);
      const scale = 1 + Math.abs(value) + hessian.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
      point.forEach((centre, i) => {
        const [up, down] = [1e-5, -1e-5].map((h) => objective.evaluate(point.map((v, j) => (i === j ? centre + h : v))));
        assert.ok(up && down && Math.abs((up.value - down.value) / 2e-5 - (gradient[i] ?? NaN)) < 1e-8 * scale, `gradient ${String(i)}`);
        point.forEach((_, j) => {
          const second = ((up.gradient[j] ?? NaN) - (down.gradient[j] ?? NaN)) / 2e-5;
          assert.ok(Math.abs(second - (hessian[i * point.length + j] ?? NaN)) < 1e-7 * scale, `Hessian ${String(i)}, ${String(j)}`);
        });
      });
    });
  }
});

describe('wrappers make distributions', () => {
  /** Densities or masses at all of these outcomes. */
  function densities(model: string, outcomes: readonly number[], values: readonly number[]): number[] {
    const test = { model, data: { y: outcomes }, parameters: named(...['a', 'b', 'c', 'd'].slice(0, values.length)) };
    const objective = new Objective(bound(test), 'mle', new Map());
    const [likelihood] = objective.bound.model.likelihoods;
    assert.ok(likelihood);
    return [...objective.rowValues(likelihood.root, objective.working(Float64Array.from(values)))].map(Math.exp);
  }

  /** Simpson's rule. */
  function total(model: string, from: number, to: number, ...values: readonly number[]): number {
    const steps = 4000;
    const h = (to - from) / steps;
    const grid = Array.from({ length: steps + 1 }, (_, i) => (i === steps ? to : from + i * h));
    const weight = (i: number): number => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
    return densities(model, grid, values).reduce((sum, density, i) => sum + (weight(i) * density * h) / 3, 0);
  }

  const continuous: readonly (readonly [string, number, number, readonly number[]])[] = [
    ['y ~ Truncated(Gamma(a, b), 0.5, 3)', 0.5, 3, [2, 0.8]],
    ['y ~ Truncated(Mixture([a, 1 - a], Normal(0, b), Normal(2, c)), lower = 1)', 1, 20, [0.4, 1, 0.5]],
    ['y ~ Mixture([a, 1 - a], Truncated(Normal(0, b), lower = -1), Truncated(Normal(1, c), lower = -1))', -1, 20, [0.4, 1, 0.5]],
    ['y ~ Truncated(Truncated(Normal(a, b), lower = -1), upper = 2)', -1, 2, [0, 1]],
    ['y ~ Truncated(StudentT(a, b, c), -3, 4)', -3, 4, [2.5, 0, 1]],
    ['y ~ Truncated(Beta(a, b), 0.2, 0.9)', 0.2, 0.9, [2, 3]],
    ['y ~ Truncated(GEV(a, b, c), lower = -0.5, upper = 4)', -0.5, 4, [0, 1, 0.2]],
  ];
  for (const [model, from, to, values] of continuous) {
    it(`${model} integrates to 1`, () => {
      const found = total(model, from, to, ...values);
      assert.ok(Math.abs(found - 1) < 1e-8, String(found));
    });
  }

  const counts: readonly (readonly [string, number, number, readonly number[]])[] = [
    ['y ~ ZeroInflated(a, NegativeBinomial(b, c))', 0, 300, [0.3, 4, 2]],
    ['y ~ Hurdle(a, NegativeBinomial(b, c))', 0, 300, [0.3, 4, 2]],
    ['y ~ Mixture([a, 1 - a], Poisson(b), Geometric(c))', 0, 300, [0.3, 4, 0.2]],
    ['y ~ Truncated(Binomial(20, a), 3, 15)', 3, 15, [0.3]],
    ['y ~ Truncated(NegativeBinomial(a, b), lower = 2)', 2, 400, [4, 2]],
    ['y ~ Truncated(Geometric(a), upper = 7)', 0, 7, [0.2]],
  ];
  for (const [model, from, to, values] of counts) {
    it(`${model} sums to 1`, () => {
      const outcomes = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      const found = densities(model, outcomes, values).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(found - 1) < 1e-12, String(found));
    });
  }
});

describe('weights of a mixture that are data', () => {
  it('take a component away where they are 0', () => {
    const data = { y: [1, 2, 3, 4, 2.5], g: ['a', 'b', 'a', 'b', 'a'] };
    const parameters = named('m', 'n');
    const mixed = fit({ model: 'y ~ Mixture([g == "a", g == "b"], Normal(m, 1), Normal(n, 1))', parameters, data });
    const grouped = fit({ model: 'y ~ Normal(if(g == "a", m, n), 1)', parameters, data });
    mixed.natural.forEach((value, i) => assert.ok(Math.abs(value - (grouped.natural[i] ?? NaN)) < 1e-9));
    assert.ok(Math.abs(mixed.logLikelihood - grouped.logLikelihood) < 1e-12);
  });

  it('must sum to 1 in each row', () => {
    const { problems } = bind({
      model: 'y ~ Mixture([u, v], Normal(0, 1), Normal(1, 1))',
      data: { y, u: [0.5, 0.5, 0.4, 0.5], v: [0.5, 0.5, 0.5, 0.5] },
    });
    assert.match(problems.map(({ message }) => message).join(), /In row 3: The weights of Mixture sum to 0.9; they must sum to 1/);
  });
});

describe('problems of wrappers', () => {
  const cases: readonly (readonly [string, TestModel['data'], RegExp])[] = [
    ['y ~ Truncated(Normal(a, b))', { y }, /needs `lower` or `upper`/],
    ['y ~ Truncated(Normal(a, b), 5, 1)', { y }, /from 5 to 1: nothing is left/],
    ['y ~ Truncated(Exponential(a), upper = -1)', { y }, /Exponential has none there: nothing is left/],
    ['y ~ Truncated(Uniform(0, 1), lower = 2)', { y: [3] }, /Uniform has none there/],
    ['k ~ Truncated(Poisson(a), 2.2, 2.8)', { k }, /nothing is left/],
    ['y ~ Truncated(Normal(a, b), lower = 1)', { y }, /row 1: the outcome 0.5 lies outside the range 1 to ∞/],
    ['y ~ Truncated(Normal(a, b), lower = c)', { y }, /estimating the edge of a range is not supported/],
    ['y ~ Truncated(SkewNormal(a, b, c), lower = 0)', { y }, /needs the distribution function.*SkewNormal is not available/],
    ['y ~ Truncated(Normal(a, b), lower = 0, lower = 1)', { y }, /given twice/],
    ['y ~ Truncated(Normal(a, b), lowr = 0)', { y }, /no argument `lowr`. Did you mean `lower`/],
    ['y ~ Truncated(3, 0, 1)', { y }, /A distribution is needed here/],
    ['y ~ RightCensored(Weibull(a, b))', { y, w }, /needs `when`/],
    ['y ~ RightCensored(Weibull(a, b), u)', { y, u: [1, 2, 1, 2] }, /`when` of RightCensored is 2 in row 2; it must be 0 or 1/],
    ['y ~ RightCensored(Weibull(a, b), c)', { y }, /`when` of RightCensored must be data/],
    ['y ~ RightCensored(Weibull(a, b), u)', { y, u: ['x', 'y', 'x', 'y'] }, /holds text, where a number is needed/],
    ['y ~ IntervalCensored(Normal(a, b), u)', { y, u: [1, 1, 3, 5] }, /row 2: the upper bound 1 lies below the outcome 1.2/],
    ['y ~ Mixture([c, 1 - c], Normal(a, b))', { y }, /two distributions or more/],
    ['y ~ Mixture([0.5, 0.4], Normal(a, 1), Normal(b, 1))', { y }, /sum to 0.9; they must sum to 1/],
    ['y ~ Mixture([a, b, c], Normal(0, 1), Normal(1, 1))', { y }, /3 entries, there are 2 components/],
    ['y ~ Mixture([a, a], Normal(0, 1), Normal(1, 1))', { y }, /must sum to 1, whatever/],
    ['y ~ Mixture([exp(a), exp(b)], Normal(0, 1), Normal(1, 1))', { y }, /must sum to 1, whatever.*\[w, 1 - w\]/],
    ['y ~ Mixture([1.5, -0.5], Normal(a, 1), Normal(b, 1))', { y }, /a number from 0 to 1/],
    ['k ~ Mixture([a, 1 - a], Normal(0, 1), Poisson(1))', { k }, /all be continuous, all be counts/],
    ['k ~ ZeroInflated(1.5, Poisson(a))', { k }, /`p` of ZeroInflated must be a number from 0 to 1/],
    ['y ~ Hurdle(a, Gamma(b, c))', { y: [-1, 2] }, /is -1 in row 1; the outcome of Hurdle must be 0 or a positive number/],
    ['y ~ Dirichlet(1, 2)', { y }, /prior for a vector; it belongs under `parameters`/],
  ];
  for (const [model, data, says] of cases) {
    it(model, () => {
      const used = ['a', 'b', 'c'].filter((name) => new RegExp(`\\b${name}\\b`).test(model));
      const { bound: none, problems } = bind({ model, data, parameters: named(...used) });
      assert.equal(none, null);
      assert.match(problems.map(({ message }) => message).join('\n'), says);
    });
  }
});

describe('wrappers as priors', () => {
  const data = { y: [0.1, -0.4, 0.3, 0.2] };

  it('a truncated prior bounds the MAP and carries its normaliser', () => {
    const truncated = fit({ model: 'y ~ Normal(m, 1)', parameters: { m: 'Truncated(Normal(0, 2), lower = 0.5)' }, data }, 'map');
    assert.equal(truncated.status, 'boundary');
    assert.equal(byName(truncated, truncated.natural)['m'], 0.5);
    // R 4.2: dnorm(0.5, 0, 2, log = TRUE) - pnorm(0.5, 0, 2, lower.tail = FALSE, log.p = TRUE)
    assert.ok(Math.abs(truncated.logPrior - -0.730273948953483) < 1e-14, String(truncated.logPrior));
  });

  it('a mixture of priors pulls towards the nearer one', () => {
    const mixed = (centre: number): number => {
      const found = fit(
        { model: 'y ~ Normal(m, 1)', parameters: { m: 'Mixture([0.5, 0.5], Normal(-2, 0.1), Normal(2, 0.1))' }, data: { y: [centre] } },
        'map',
      );
      return byName(found, found.natural)['m'] ?? NaN;
    };
    assert.ok(Math.abs(mixed(0.5) - 2) < 0.05 && Math.abs(mixed(-0.5) + 2) < 0.05);
  });

  it('a mixture whose weights do not sum to 1, and a bound that leaves nothing, are errors', () => {
    const says = (prior: string): string => {
      const { problems } = bind({ model: 'y ~ Normal(m, 1)', parameters: { m: prior }, data });
      return problems.map(({ message }) => message).join('\n');
    };
    assert.match(says('Mixture([0.5, 0.4], Normal(0, 1), Normal(1, 1))'), /must sum to 1/);
    assert.match(says('Mixture([0.5], Normal(0, 1), Normal(1, 1))'), /list of 2 numbers/);
    assert.match(says('Truncated(HalfNormal(1), upper = -1)'), /nothing is left/);
  });
});
