import assert from 'node:assert/strict';
import { close } from '../../testing/derivatives.js';
import { fit } from '../../testing/models.js';
import { sandwichErrors } from './sandwich.js';

const x = [0.5, 1.2, 2.3, 3.1, 4.4, 5.2, 6.1, 7.7];

// Expected values: R 4.2.2, A⁻¹ B A⁻¹ written out with model.matrix of glm and lm (what the package sandwich calls HC0).
describe('robust standard errors', () => {
  it('are those of the sandwich formula, with frequency weights as rows', () => {
    const data = { y: [1, 0, 2, 3, 2, 5, 9, 6], x, w: [1, 2, 1, 1, 3, 1, 1, 2] };
    const errors = sandwichErrors(fit({ model: 'y ~ Poisson(log = linear(b, x))', parameters: { b: null }, data, weights: 'w' }));
    close(errors?.[0], 0.3327990582096542, 1e-8);
    close(errors?.[1], 0.0550162911645272, 1e-8);
  });

  it('count every parameter, the scale too', () => {
    const data = { y: [1.1, 2.3, 2.9, 4.8, 5.1, 7.0, 6.2, 9.9], x };
    const errors = sandwichErrors(fit({ model: 'y ~ Normal(linear(b, x), s)', parameters: { b: null, s: null }, data }));
    [0.263486913235387, 0.0953890724346282, 0.1297589288427783].forEach((expected, i) => close(errors?.[i], expected, 1e-8));
  });

  it('are not given where rows are not independent', () => {
    const test = { model: 'y ~ Normal(m + u[g], 1)\nu[g] ~ Normal(0, 2)', parameters: { m: null } };
    assert.equal(sandwichErrors(fit({ ...test, data: { y: [1, 2, 4, 5], g: ['a', 'a', 'b', 'b'] } })), undefined);
  });
});
