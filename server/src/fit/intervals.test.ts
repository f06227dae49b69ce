import assert from 'node:assert/strict';
import { dataOf, specOf, type TestModel } from '../engine/testing/models.js';
import { neverCancelled } from '../engine/kernel/kernel.js';
import { close } from '../engine/testing/derivatives.js';
import { asAnswer, type FitAnswer } from '../report/answer.js';
import { runFit } from './run.js';

function answersOf(test: TestModel): FitAnswer[] {
  const answers: FitAnswer[] = [];
  runFit({ spec: specOf(test), data: dataOf(test) }, neverCancelled, (event) => answers.push(asAnswer(event)));
  return answers;
}

const coin: TestModel = { model: 'k ~ Binomial(n, p)', parameters: { p: 'Beta(16, 16)' }, data: { k: [7], n: [10] } };

describe('intervals in the report', () => {
  it('of a bounded parameter are three for the MLE, and three for the MAP', () => {
    const { mle, map } = answersOf(coin).at(-1) ?? assert.fail();
    const [own, posterior] = [mle?.parameters['p']?.interval, map?.parameters['p']?.interval];
    assert.deepEqual(Object.keys(own ?? {}), ['wald', 'waldUnconstrained', 'profile', 'ends']);
    // R: plogis(confint.default(glm(cbind(7, 3) ~ 1, binomial)))
    close(own?.waldUnconstrained?.[0] ?? NaN, 0.376318072654879, 1e-9);
    assert.equal(posterior?.method, 'quadrature');
    close(posterior.posterior?.[1] ?? NaN, 0.693440567148599, 1e-8);
    close(posterior.wald?.[0] ?? NaN, 0.55 - 1.959963984540054 * Math.sqrt((0.55 * 0.45) / 40), 1e-8);
  });

  it('have none on an unconstrained scale for a parameter that can be any number', () => {
    const test = { model: 'y ~ Normal(m, 1)', parameters: { m: 'Normal(0, 2)' }, data: { y: [1, 2, 4] } };
    const { mle, map } = answersOf(test).at(-1) ?? assert.fail();
    assert.ok(!('waldUnconstrained' in (mle?.parameters['m']?.interval ?? {})));
    assert.ok(!('waldUnconstrained' in (map?.parameters['m']?.interval ?? {})));
  });

  it('have the likelihood interval alone on a bound, where there is no standard error', () => {
    const test = { model: 'k ~ Binomial(n, p)', parameters: { p: null }, data: { k: [10], n: [10] } };
    const { mle, problems } = answersOf(test).at(-1) ?? assert.fail();
    const { profile, ...wald } = mle?.parameters['p']?.interval ?? assert.fail();
    assert.deepEqual(wald, { wald: null, waldUnconstrained: null, ends: ['contour', 'bound'] });
    // n log p has fallen by χ²/2.
    close(profile?.[0] ?? NaN, Math.exp(-(1.959963984540054 ** 2) / 20), 1e-7);
    assert.equal(profile?.[1], 1);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['boundary'],
    );
  });

  it('take the coverage that the settings ask for', () => {
    const spec = { ...specOf(coin), settings: { ...specOf(coin).settings, interval: 0.5 } };
    let last: FitAnswer | undefined;
    runFit({ spec, data: dataOf(coin) }, neverCancelled, (event) => (last = asAnswer(event)));
    // R: qbeta(c(0.25, 0.75), 23, 19)
    close(last?.map?.parameters['p']?.interval.posterior?.[0] ?? NaN, 0.496068956926371, 1e-8);
    close(last?.map?.parameters['p']?.interval.posterior?.[1] ?? NaN, 0.5999880232323, 1e-8);
  });
});
