import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DerivedProfile } from '../../engine/inference/intervals/derivedProfile.js';
import { estimate } from '../../engine/inference/estimate.js';
import { Profile } from '../../engine/inference/intervals/profile.js';
import { neverCancelled } from '../../engine/kernel/kernel.js';
import { bindModel } from '../../engine/bind/bind.js';
import { buildModel } from '../../engine/elaborate/build.js';
import { schemaOf } from '../../engine/model/dataset.js';
import { entryOf } from '../../engine/model/entryIndex.js';
import { inlineDataset } from '../../language/data/inline.js';
import { readSpec } from '../../language/spec/read.js';
import type { MleParameter } from '../../report/estimates.js';
import type { FitJob } from '../question/job.js';
import { asAnswer, type FitAnswer } from '../../report/answer.js';
import { ModelKeeper } from '../question/keeper.js';
import { runFit } from '../run.js';

function jobOf(text: string, dataKey?: string): FitJob {
  const { spec, problems } = readSpec(text);
  assert.deepEqual(problems, []);
  assert.ok(spec.data?.kind === 'inline');
  const { dataset } = inlineDataset(spec.data);
  assert.ok(dataset);
  return { spec, data: dataset, ...(dataKey === undefined ? {} : { dataKey }) };
}

function fitted(job: FitJob, keeper?: ModelKeeper): FitAnswer {
  const answers: FitAnswer[] = [];
  runFit({ ...job, plain: true }, neverCancelled, (event) => answers.push(asAnswer(event)), keeper);
  return answers.at(-1) ?? assert.fail();
}

const answerOf = (text: string): FitAnswer => fitted(jobOf(text));

function mleOf(text: string, name: string): MleParameter {
  return answerOf(text).mle?.derived?.[name] ?? assert.fail(`there is no ${name}`);
}

const codesOf = ({ problems }: FitAnswer): string[] => problems.map(({ code, severity }) => `${severity} ${code}`);

function close(actual: number | null | undefined, expected: number, tolerance = 1e-7): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${String(actual)}, not ${String(expected)}`,
  );
}

function closeTo({ estimate: value, se, interval }: MleParameter, expected: readonly [number, number, number, number]): void {
  close(value, expected[0]);
  close(se, expected[1]);
  close(interval.profile?.[0], expected[2]);
  close(interval.profile?.[1], expected[3]);
}

const logistic = `data:
  age: [23, 27, 31, 34, 36, 39, 41, 44, 46, 48, 50, 53, 55, 58, 61, 64, 66, 70, 73, 77]
  ill: [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1]
model: ill ~ Bernoulli(logit = linear(b, age))
parameters:
  b:
derived:
  odds: exp(b[age])
  half: -b[Intercept] / b[age]
  at60: logistic(eta)
  eta: b[ Intercept ] + 60 * b[age]
`;

/**
 * Trusted values: R 4.2.2, glm(binomial): g' vcov g by hand; profile limits by uniroot on the deviance of the model with the quantity held, tolerance
 * 1e-12. `exp(confint(glm))` of MASS, which interpolates, gives 1.00654 and 1.17551 for the odds.
 */
describe('derived quantities', () => {
  it('of one coefficient have the image of its profile interval', () => {
    const odds = mleOf(logistic, 'odds');
    closeTo(odds, [1.0755210958724, 0.040958677219939, 1.0065348334427, 1.1754955368135]);
    const z = 1.959963984540054;
    close(odds.interval.wald?.[0], 1.0755210958724 - z * 0.040958677219939);
    close(odds.interval.wald?.[1], 1.0755210958724 + z * 0.040958677219939);
  });

  it('of several coefficients have the range within the level of the likelihood', () => {
    closeTo(mleOf(logistic, 'half'), [53.261954194283, 7.0833473160607, 32.287265629404, 100.11859081865]);
    closeTo(mleOf(logistic, 'at60'), [0.62023960335592, 0.14431175315128, 0.34509721435638, 0.86381715233434]);
  });

  it('have no profile interval where an end is not found', () => {
    // The profile interval of the slope holds 0, where the ratio runs to infinity and comes back from below.
    const ratio = mleOf(logistic.replace('age: [23', 'age: [70'), 'half');
    assert.ok(ratio.estimate !== null && ratio.se !== null && ratio.interval.wald !== null);
    assert.equal(ratio.interval.profile, null);
  });

  it('have the limit at the end of an interval that is open', () => {
    // Hardly more spread than Poisson's: nothing speaks against an infinite dispersion.
    const text =
      'data: { k: [0, 1, 1, 2, 2, 3, 3, 4, 6, 9] }\nmodel: k ~ NegativeBinomial(m, d)\nparameters:\n  m:\n  d:\nderived:\n  extra: 1 / d\n';
    const { mle } = answerOf(text);
    const [d, extra] = [mle?.parameters['d']?.interval.profile, mle?.derived?.['extra']?.interval.profile];
    assert.equal(d?.[1], null);
    assert.equal(extra?.[0], 0);
    close(extra[1], 1 / (d[0] ?? NaN));
  });

  it('of a mean and a standard deviation', () => {
    // R: exp(mu + s²/2) of log-Normal data, limits by optimize and uniroot.
    const text =
      'data: { y: [1.2, 0.7, 3.4, 2.2, 8.1, 0.9, 4.4, 1.7, 2.9, 5.3] }\nmodel: y ~ LogNormal(mu, s)\nparameters:\n  mu:\n  s:\n' +
      'derived:\n  average: exp(mu + s^2 / 2)\n';
    closeTo(mleOf(text, 'average'), [3.1351518741675, 0.84989940552494, 1.9588954188907, 6.7329806331167]);
  });

  it('of shares that sum to 1, also of the one that is no coordinate', () => {
    // R: counts 12, 5, 3; the ratio of two shares, limits by optimize and uniroot.
    const text =
      'data: { k: [a, b, c], n: [12, 5, 3] , weights: n }\nmodel: k ~ Categorical(p)\nparameters:\n  p: { simplex: 3 }\n' +
      'derived:\n  ratio: p[1] / p[2]\n  rest: 1 - p[1] - p[2]\n';
    closeTo(mleOf(text, 'ratio'), [2.4, 1.2774975538137, 0.89020613195692, 7.5425456546498]);
    const { mle } = answerOf(text);
    const [rest, own] = [mle?.derived?.['rest'], mle?.parameters['p[3]']];
    close(rest?.estimate, 0.15);
    close(rest?.se, own?.se ?? NaN);
    for (const side of [0, 1] as const) close(rest?.interval.profile?.[side], own?.interval.profile?.[side] ?? NaN, 1e-6);
  });

  it('stand at the MAP with the pull in standard errors of the MLE', () => {
    const { mle, map } = answerOf(logistic.replace('  b:\n', '  b: Normal(0, 0.05)\n'));
    const [ml, mp] = [mle?.derived?.['eta'] ?? assert.fail(), map?.derived?.['eta'] ?? assert.fail()];
    const [a = NaN, b = NaN] = Object.values(map?.parameters ?? {}).map((each) => each.estimate ?? NaN);
    close(mp.estimate, a + 60 * b);
    close(mp.pull, (a + 60 * b - (ml.estimate ?? NaN)) / (ml.se ?? NaN));
    assert.ok((mp.se ?? NaN) < (ml.se ?? NaN));
  });

  it('are determined where only their parameters are not', () => {
    const text = 'data: { y: [1, 2, 4] }\nmodel: y ~ Normal(a + b, 1)\nparameters:\n  a:\n  b:\nderived:\n  sum: a + b\n  a2: a * 2\n';
    const [z, se] = [1.959963984540054, 1 / Math.sqrt(3)];
    closeTo(mleOf(text, 'sum'), [7 / 3, se, 7 / 3 - z * se, 7 / 3 + z * se]);
    assert.deepEqual(mleOf(text, 'a2'), { estimate: null, se: null, interval: { wald: null, profile: null } });
    const product = text.replace('a + b', 'a * b').replace('sum: a + b', 'sum: a * b').replace('  a:', '  a: { start: 1, lower: 0.1 }');
    closeTo(mleOf(product, 'sum'), [7 / 3, se, 7 / 3 - z * se, 7 / 3 + z * se]);
  });

  it('count what lies on a bound as held there', () => {
    const text =
      'data: { y: [1, 2, 4], x: [-1, 0, 1] }\nmodel: y ~ Normal(a + b * x, 1)\nparameters:\n  a:\n  b: { upper: 1 }\nderived:\n  at1: a + b\n  twice: 2 * b\n';
    const at1 = mleOf(text, 'at1');
    close(at1.estimate, 7 / 3 + 1);
    close(at1.se, 1 / Math.sqrt(3));
    const twice = mleOf(text, 'twice');
    assert.deepEqual([twice.estimate, twice.se], [2, null]);
  });

  it('have no standard error where they depend on what lies at a kink', () => {
    const text =
      'data: { y: [0.1, -0.2, 0.2], x: [1, 2, 3] }\nmodel: y ~ Normal(a + b * x, 1)\nparameters:\n  a:\n  b: L1(5)\nderived:\n  up: exp(b)\n  other: 2 * a\n';
    const { map } = answerOf(text);
    assert.deepEqual([map?.parameters['b']?.estimate, map?.derived?.['up']?.estimate, map?.derived?.['up']?.se], [0, 1, null]);
    close(map?.derived?.['other']?.se, 2 / Math.sqrt(3));
  });

  it('say why they have no value', () => {
    const answer = answerOf(logistic.replace('odds: exp(b[age])', 'odds: log(b[Intercept])'));
    assert.deepEqual(answer.mle?.derived?.['odds'], { estimate: null, se: null, interval: { wald: null, profile: null } });
    assert.deepEqual(codesOf(answer), ['warning non-finite']);
    const [problem] = answer.problems;
    assert.match(problem?.message ?? '', /^In `odds`, at the maximum likelihood estimate \(MLE\), .*the logarithm of .*-3\.8/);
    assert.equal(problem?.span.from, logistic.indexOf('odds'));
    assert.deepEqual(codesOf(answerOf(logistic.replace('odds: exp(b[age])', 'odds: 1 / (b[age] - b[age])'))), ['warning non-finite']);
  });

  it('are left out of a report without a maximum, and out of a file without `derived`', () => {
    const { mle } = answerOf(logistic.slice(0, logistic.indexOf('derived')));
    assert.ok(mle && !('derived' in mle));
  });

  it('of a parameter that the model does not use have no value, unless it is fixed', () => {
    const answer = answerOf(
      logistic.replace('  b:\n', '  b:\n  c:\n  d: 2\n').replace('odds: exp(b[age])', 'odds: exp(b[age]) * c\n  two: 2 * d'),
    );
    assert.deepEqual(codesOf(answer), ['warning unused-parameter', 'warning unused-parameter', 'warning unused-parameter']);
    const values = Object.entries(answer.mle?.derived ?? {}).map(([name, { estimate: value, se }]) => [name, value, se]);
    assert.deepEqual(values.slice(0, 2), [
      ['odds', null, null],
      ['two', 4, 0],
    ]);
  });

  it('may be changed without a new search for the maximum', () => {
    const keeper = new ModelKeeper();
    const before = fitted(jobOf(logistic, 'k'), keeper);
    const changed = logistic.replace('exp(b[age])', 'exp(10 * b[age])');
    const { model } = buildModel(jobOf(changed).spec, schemaOf(jobOf(changed).data));
    const { bound } = keeper.bind(model ?? assert.fail(), jobOf(changed, 'k'));
    assert.ok(bound && keeper.maximumOf(bound, jobOf(changed).spec.settings, neverCancelled), 'the maximum is known');
    const after = fitted(jobOf(changed, 'k'), keeper);
    close(after.mle?.derived?.['odds']?.interval.profile?.[1], (before.mle?.derived?.['odds']?.interval.profile?.[1] ?? NaN) ** 10);
    assert.deepEqual(after.mle?.derived?.['half'], before.mle?.derived?.['half']);
  });

  it('of the parameter itself, and of it on other scales, have its profile interval', () => {
    const scales = [
      ['b[x]', (v: number) => v],
      ['exp(b[x])', Math.exp],
      ['-3 * b[x] + 1', (v: number) => 1 - 3 * v],
      ['b[x]^3 + b[x]', (v: number) => v ** 3 + v],
    ] as const;
    const outcomes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }).filter((y) => new Set(y).size > 2);
    fc.assert(
      fc.property(outcomes, fc.constantFrom(...scales), (y, [formula, scale]) => {
        const text = `data: { y: [${y.join(', ')}], x: [1, 2, 3, 4, 5, 7] }\nmodel: y ~ Poisson(log = linear(b, x))\nparameters:\n  b:\nderived:\n  g: ${formula}\n`;
        const job = jobOf(text);
        const { bound } = bindModel(buildModel(job.spec, schemaOf(job.data)).model ?? assert.fail(), job.data, 'drop', { from: 0, to: 0 });
        const mle = estimate(bound ?? assert.fail(), 'mle', { starts: 1, seed: 1, deadline: Infinity }, neverCancelled);
        const [quantity = assert.fail()] = bound?.model.derived ?? [];
        const profile = new Profile(mle, entryOf(1), Infinity);
        const expected = ([-1, 1] as const).map((side) => {
          const end = profile.limit(1.96, side);
          return end.kind === 'found' ? scale(end.value) : NaN;
        });
        const general = new DerivedProfile(mle, quantity, Infinity);
        const [low = NaN, high = NaN] = expected.sort((a, b) => a - b);
        close(general.limit(1.96, -1), low, 1e-6);
        close(general.limit(1.96, 1), high, 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});
