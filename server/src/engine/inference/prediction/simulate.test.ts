import assert from 'node:assert/strict';
import { rowValues } from '../objective/rowValues.js';
import { bound, byName, type TestModel } from '../../testing/models.js';
import { refitWithout } from '../influence/rowInfluence.js';
import { neverCancelled } from '../../kernel/kernel.js';
import { at } from '../../numeric/at.js';
import { simulatorOf } from './simulate.js';

const rows = 4000;
const x = Array.from({ length: rows }, (_, i) => (i % 7) - 3);

/** The outcomes of a drawn data set, and what fitting it gives. */
function drawn(test: TestModel, truth: readonly number[]): { outcomes: Float64Array; estimates: Record<string, number> } {
  const data = bound(test);
  const natural = Float64Array.from(truth);
  const set = simulatorOf(data, natural, 1)?.();
  assert.ok(set, 'the model cannot be simulated');
  const [outcomes = new Float64Array(0)] = rowValues(set, [at(set.model.likelihoods, 0).outcome.node], natural);
  const found = refitWithout(set, natural, neverCancelled);
  assert.equal(found.status, 'converged');
  return { outcomes, estimates: byName(found, found.natural) };
}

function near(found: Record<string, number>, expected: Record<string, number>, allowance: number): void {
  for (const [name, value] of Object.entries(expected))
    assert.ok(Math.abs((found[name] ?? NaN) - value) < allowance, `${name}: ${String(found[name])}`);
}

describe('data drawn from a model', () => {
  it('give back the parameters that they were drawn with, also where the outcome is an expression of a column', () => {
    const y = x.map((each) => Math.exp(each / 10));
    const test = { model: 'log(y) ~ Normal(linear(b, x), s)', parameters: { b: null, s: null }, data: { x, y } };
    // Four standard errors: 4 · 0.5/√4000.
    near(drawn(test, [2, -1, 0.5]).estimates, { 'b[Intercept]': 2, 'b[x]': -1, s: 0.5 }, 0.032);
  });

  it('are counts under a count distribution, and classes with the probabilities of the model', () => {
    const y = x.map((each) => Math.abs(each));
    const { outcomes, estimates } = drawn(
      { model: 'y ~ Poisson(exp(a + c * x))', parameters: { a: null, c: null }, data: { x, y } },
      [1, 0.2],
    );
    assert.ok(outcomes.every((value) => Number.isInteger(value) && value >= 0));
    near(estimates, { a: 1, c: 0.2 }, 0.05);
    const c = x.map((each) => 'uvw'.charAt(Math.abs(each) % 3));
    const ordered = { model: 'c ~ OrderedLogistic(d * x, k)', parameters: { d: null, k: null }, data: { x, c } };
    near(drawn(ordered, [0.7, -1, 1]).estimates, { d: 0.7, 'k[1]': -1, 'k[2]': 1 }, 0.2);
  });

  it('are the same for the same seed, and others for the next set', () => {
    const data = bound({ model: 'x ~ Normal(m, 1)', parameters: { m: null }, data: { x } });
    const at = Float64Array.of(0);
    const [first, second] = [simulatorOf(data, at, 5), simulatorOf(data, at, 5)];
    const last = (set = first?.()): Float64Array | undefined => set?.columns.at(-1);
    const own = last();
    assert.deepEqual(own, last(second?.()));
    assert.notDeepEqual(own, last());
  });

  it('there are none where an outcome is a predictor too, or where a distribution cannot be drawn from', () => {
    const y = x.map((each) => 2 * each + 1);
    const path = { model: 'x ~ Normal(m, 1)\ny ~ Normal(a * x, 1)', parameters: { m: null, a: null }, data: { x, y } };
    assert.equal(simulatorOf(bound(path), Float64Array.of(0, 1), 1), undefined);
    const mixture = { model: 'x ~ Mixture([0.5, 0.5], Normal(a, 1), Normal(c, 1))', parameters: { a: null, c: null }, data: { x } };
    assert.equal(simulatorOf(bound(mixture), Float64Array.of(0, 1), 1), undefined);
  });
});
