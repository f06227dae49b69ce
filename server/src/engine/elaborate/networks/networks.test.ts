import assert from 'node:assert/strict';
import { bind, bound, build, type TestModel } from '../../testing/models.js';

const data = { x: [1, 2, 3, 4, 5, 6], z: [2, 1, 4, 3, 6, 5], g: ['a', 'b', 'c', 'a', 'b', 'c'], y: [1.5, 2, 3.5, 3, 4, 4.5] };
const f = (layers: string, weights?: string): TestModel['networks'] => ({ f: { layers, ...(weights === undefined ? {} : { weights }) } });
const one = f('dense(2) -> tanh -> dense(1)', 'Normal(0, 1)');
const normal = (model: string, networks: TestModel['networks'] = one, parameters: TestModel['parameters'] = { s: null }): TestModel => ({
  model,
  data,
  parameters,
  ...(networks ? { networks } : {}),
});

const messages = (test: TestModel): string => {
  const { bound: found, problems } = bind(test);
  assert.equal(found, null, `no problem with ${test.model}`);
  return problems.map(({ message }) => message).join('\n');
};

describe('networks in a model', () => {
  const wrong: readonly (readonly [name: string, test: TestModel, message: RegExp])[] = [
    [
      'a layer that does not fit',
      normal('y ~ Normal(f(x, z), s)', f('relu -> conv2d(8, 3) -> dense(1)')),
      /^conv2d\(8, 3\) needs an image \(height × width × channels\), gets 2 numbers\.$/,
    ],
    ['an unknown layer', normal('y ~ Normal(f(x), s)', f('rellu -> dense(1)')), /no layer `rellu`\. Did you mean `relu`\?/],
    ['no layer at all', normal('y ~ Normal(f(x), s)', f('relu')), /nothing to estimate/],
    ['half a unit', normal('y ~ Normal(f(x), s)', f('dense(2.5)')), /`units` of dense is a whole number from 1 on; found 2\.5/],
    ['units that are missing', normal('y ~ Normal(f(x), s)', f('dense -> dense(1)')), /dense needs `units`\. Write dense\(units\)/],
    ['one argument too many', normal('y ~ Normal(f(x), s)', f('dense(1, 2)')), /too many arguments/],
    ['an unknown argument', normal('y ~ Normal(f(x), s)', f('dense(1, width = 2)')), /dense has no argument `width`/],
    ['an unknown padding', normal('y ~ Normal(f(x), s)', f('conv2d(1, 2, padding = sane)')), /from 0 on, or same or valid; found sane/],
    ['a sum in place of a layer', normal('y ~ Normal(f(x), s)', f('3 + dense(1)')), /A layer is needed here/],
    [
      'too wide an output',
      normal('y ~ Normal(f(x), s)', f('dense(3)')),
      /`f` gives 3 numbers a row, and one number is needed here.*dense\(1\)/,
    ],
    [
      'another number of classes',
      normal('g ~ Categorical(logits = f(x))', f('dense(2)'), {}),
      /gives 2 numbers a row, and one for each of the 3 classes \(a, b, c\) is needed here.*dense\(3\)/,
    ],
    [
      'scores as probabilities',
      normal('g ~ Categorical(f(x))', f('dense(3)'), {}),
      /must sum to 1.*End the network with softmax, or give its outputs as `logits`/,
    ],
    [
      'a parameter among the inputs',
      normal('y ~ Normal(f(x + a), s)', one, { s: null, a: null }),
      /`x \+ a` has a parameter or a recursion in it/,
    ],
    ['two numbers of inputs', normal('y ~ Normal(f(x) + f(x, z), s)'), /takes 2 numbers here and 1 number where it is used first/],
    [
      'any number as a probability',
      { ...normal('k ~ Bernoulli(f(x))', one, {}), data: { x: data.x, k: [0, 1, 0, 1, 1, 0] } },
      /a number from 0 to 1, and the network `f` gives any number\. End the network with sigmoid, or write logit = f/,
    ],
    ['any number as a rate', normal('z ~ Poisson(f(x))', one, {}), /must be a positive number.*Write exp\(f\(…\)\), or write log = f/],
    ['numbers that may be 0 as a spread', normal('y ~ Normal(x, f(x))', f('dense(1) -> relu'), {}), /gives numbers from 0 on\. Write exp/],
    ['no inputs', normal('y ~ Normal(f(), s)'), /takes columns or expressions of columns: f\(x1, x2\)/],
    ['a named input', normal('y ~ Normal(f(a = x), s)'), /takes columns or expressions of columns/],
    ['text as an input', normal('y ~ Normal(f(g), s)'), /`g` holds text/],
    ['the bare name', normal('y ~ Normal(f, s)'), /`f` is a network: give it its inputs in brackets/],
    ['an index', normal('y ~ Normal(f[g], s)'), /`f` is a network: give it its inputs in brackets/],
    [
      'a slip in the name',
      normal('y ~ Normal(fit(x), s)', { fits: { layers: 'dense(1)' } }),
      /There is no function or distribution `fit`\. Did you mean `fits`\?/,
    ],
    ['the name of a column', normal('y ~ Normal(z, s)', { x: { layers: 'dense(1)' } }), /`x` is a column of the data already/],
    ['the name of a parameter', normal('y ~ Normal(x, s)', { s: { layers: 'dense(1)' } }), /`s` is a parameter already/],
    ['the name of a function', normal('y ~ Normal(exp(x), s)', { exp: { layers: 'dense(1)' } }), /`exp` is a function already/],
    ['the name of a definition', normal('f = 2 * x\ny ~ Normal(f, s)'), /is a column, a parameter or a network already/],
    ['a prior for counts', normal('y ~ Normal(f(x), s)', f('dense(1)', 'Poisson(3)')), /a prior needs one of real numbers/],
    ['a prior of shares', normal('y ~ Normal(f(x), s)', f('dense(1)', 'Dirichlet(1)')), /Dirichlet is a prior of shares/],
    ['an unknown name in a prior', normal('y ~ Normal(f(x), s)', f('dense(1)', 'Normal(0, foo)')), /`foo` is not a column/],
    [
      'a kinked prior on many',
      normal('y ~ Normal(f(x), s)', f('dense(2000) -> dense(1)', 'L1(1)')),
      /L1\(1\) on 4000 weights is not supported yet/,
    ],
    ['a mean of it', normal('y ~ Normal(mean(f(x)), s)'), /cannot stand in one statement with a network \(`f`\) yet/],
    ['a recursion of it', normal('m = f(x) + 0.5 * lag(m, 1, 0)\ny ~ Normal(m, s)'), /cannot stand in one statement with a network/],
    ['an input that is not finite', normal('y ~ Normal(f(log(x - 1)), s)'), /In row 1 this has no finite value: the logarithm of zero/],
    [
      'too many weights',
      normal('y ~ Normal(f(x), s)', f('dense(1e8) -> dense(1)')),
      /has 300,000,001 weights and biases: .* about 140 GB of memory\. Up to 2,000,000/,
    ],
  ];
  for (const [name, test, message] of wrong) it(`refuse ${name}`, () => assert.match(messages(test), message));

  const right: readonly (readonly [name: string, test: TestModel])[] = [
    ['an expression of it', normal('y ~ Normal(f(x)^2 + x, exp(f(z)))')],
    ['a definition', normal('m = 1 + f(x, log(z))\ny ~ Normal(m, s)')],
    ['its value in the row above', normal('y ~ Normal(lag(f(x)), s)')],
    ['several columns by a pattern', normal('y ~ Normal(f(columns("?")), s)', one, { s: null })],
    ['two networks', normal('y ~ Normal(f(x), exp(h(z)))', { ...one, h: { layers: 'dense(1)' } })],
    [
      'scores of classes with a linear predictor',
      normal('v = f(x)\ng ~ Categorical(logits = v + linear(B, z))', f('dense(3)'), { B: 'Normal(0, 1)' }),
    ],
    ['scores through softmax', normal('g ~ Categorical(softmax(f(x)))', f('dense(3)'), {})],
    ['probabilities', normal('g ~ Categorical(f(x))', f('dense(3) -> softmax'), {})],
    ['a probability', { ...normal('k ~ Bernoulli(f(x))', f('dense(1) -> sigmoid'), {}), data: { x: data.x, k: [0, 1, 0, 1, 1, 0] } }],
    ['a wrapper', normal('y ~ RightCensored(Normal(f(x), s), x > 4)')],
    ['a prior with a parameter', normal('y ~ Normal(f(x), s)', f('dense(1)', 'Normal(0, tau)'), { s: null, tau: 'HalfNormal(1)' })],
  ];
  for (const [name, test] of right) {
    it(`can be used in ${name}`, () => {
      const { bound: found, problems } = name.includes('pattern')
        ? bind({ ...test, data: { x: data.x, z: data.z, y: data.y } })
        : bind(test);
      assert.ok(found, problems.map(({ message }) => message).join('\n'));
    });
  }

  it('warn where the model does not use them', () => {
    const { model, problems } = build(normal('y ~ Normal(x, s)'));
    assert.ok(model);
    assert.deepEqual(
      problems.map(({ severity, code, message }) => [severity, code, message]),
      [['warning', 'unused-parameter', 'The network `f` is declared but the model does not use it.']],
    );
  });

  it('have one set of weights however often they are used', () => {
    const { model, variables } = bound(normal('y ~ Normal(f(x) + f(z) + f(x), s)'));
    assert.equal(model.entries.filter(({ network }) => network).length, 7);
    assert.equal(variables.filter(({ kind }) => kind === 'network').length, 2);
  });

  it('put the prior on weights alone, unless biases have one too', () => {
    const priorsOf = (biases?: string): (string | undefined)[] => {
      const networks = {
        f: { layers: 'dense(2) -> tanh -> dense(1)', weights: 'Normal(0, 1)', ...(biases === undefined ? {} : { biases }) },
      };
      const { model } = bound(normal('y ~ Normal(f(x), s)', networks));
      return model.entries.flatMap(({ network, prior }) => (network ? [model.priors[prior ?? -1]?.text] : []));
    };
    const [w, b] = ['Normal(0, 1)', 'Normal(0, 3)'];
    assert.deepEqual(priorsOf(), [w, w, undefined, undefined, w, w, undefined]);
    assert.deepEqual(priorsOf(b), [w, w, b, b, w, w, b]);
  });

  it('leave out rows in which an input is missing', () => {
    const { used } = bound({ ...normal('y ~ Normal(f(x), s)'), data: { ...data, x: [1, NaN, 3, 4, 5, 6] } });
    assert.equal(used, 5);
  });
});
