import assert from 'node:assert/strict';
import { readSpec } from '../../language/spec/read.js';
import { inlineDataset } from '../../language/data/inline.js';
import { schemaOf } from '../../engine/model/dataset.js';
import { buildModel } from '../../engine/elaborate/build.js';

const file = (
  derived: string,
  model = 'y ~ Poisson(log = linear(b, x + g))',
): string => `data: { x: [1, 2, 3, 4], g: [a, b, a, b], y: [1, 3, 2, 6], z: [1, 2, 3, 4] }
model: |
  ${model.replaceAll('\n', '\n  ')}
parameters: { b: }
derived:
  d: ${derived}
`;

/** What is said about an entry of `derived`. */
function messagesOf(derived: string, model?: string): string[] {
  const { spec, problems } = readSpec(file(derived, model));
  assert.deepEqual(problems, []);
  assert.ok(spec.data?.kind === 'inline');
  const { dataset } = inlineDataset(spec.data);
  assert.ok(dataset);
  return buildModel(spec, schemaOf(dataset)).problems.map(({ message }) => message);
}

const says = (derived: string, wanted: RegExp, model?: string): void => {
  const messages = messagesOf(derived, model);
  assert.equal(messages.length, 1, messages.join('\n'));
  assert.match(messages[0] ?? '', wanted);
};

describe('derived quantities over rows', () => {
  it('nest', () => {
    assert.deepEqual(messagesOf('mean(at(slope(expected(y), x), g = "b"), where = x > 1) - sum(probability(y >= 2)) / 4'), []);
  });

  it('name the columns that `at` leaves open', () => {
    says('at(expected(y), x = 3)', /depends on the column `g`/);
    says('expected(y)', /depends on the columns `x`, `g`/);
  });

  it('refuse columns that are not there or not read, with the nearest one', () => {
    says('mean(at(expected(y), xx = 3))', /`xx` is not a column of the data.*Did you mean `x`/);
    says('mean(at(expected(y), z = 3))', /does not read the column `z`/);
    says('mean(slope(expected(y), z))', /does not read the column `z`/);
  });

  it('refuse levels that the data do not have, and numbers for levels', () => {
    says('mean(at(expected(y), g = "c"))', /The data have no level "c" of `g`; its levels are a, b/);
    says('mean(at(expected(y), g = 1))', /`g` holds text.*g = "a"/);
  });

  it('refuse the slope by a factor, and say what to write', () => {
    says('mean(slope(expected(y), g))', /at\(e, g = "b"\) - at\(e, g = "a"\)/);
  });

  it('refuse means and quantiles of classes, and quantiles of counts', () => {
    const classes = 'g ~ Categorical(logits = linear(b, x))';
    says('mean(expected(g))', /Classes have no mean/, classes);
    says('mean(quantile(g, 0.5))', /Classes have no quantiles/, classes);
    says('mean(quantile(y, 0.5))', /jumps from one whole number to the next/);
    says('mean(quantile(y, 1.5))', /strictly between 0 and 1/);
  });

  it('refuse what is not an outcome', () => {
    says('mean(expected(x))', /`x` is not an outcome. The model has the outcome `y`/);
    says('mean(probability(y))', /takes an outcome compared/);
  });

  it('add no parameters', () => {
    says('mean(linear(b, x + g + z))', /`b\[z\]` is not a parameter of the model/);
  });
});
