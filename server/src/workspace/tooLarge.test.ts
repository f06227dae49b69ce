import assert from 'node:assert/strict';
import { readSpec } from '../language/spec/read.js';
import { DataReader } from './data/dataReader.js';
import { Loader } from './loader.js';

describe('a network that is too large for its images', () => {
  it('is refused with its size, and no image is read', async () => {
    const text = [
      'data: { images: nowhere/, size: [400, 400], channels: 3 }',
      'model: label ~ Categorical(logits = f(image))',
      'networks:',
      '  f: { layers: "flatten -> dense(20) -> tanh -> dense(2)" }',
    ].join('\n');
    const { spec } = readSpec(text);
    // There is no such reader: a call would fail.
    const loader = new Loader(new DataReader('no-reader.js'));
    const { data, problems } = await loader.load('/model.fit.yaml', spec, new AbortController().signal);
    assert.equal(data, undefined);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['not-supported'],
    );
    assert.match(problems[0]?.message ?? '', /`f` has 9,600,062 weights and biases/);
  });
});
