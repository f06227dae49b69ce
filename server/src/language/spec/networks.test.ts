import assert from 'node:assert/strict';
import { printExpr } from '../../engine/expr/print.js';
import { readSpec } from './read.js';

const head = 'data: a.csv\nmodel: y ~ Normal(f(x), 1)\n';

/** Each layer as printed, with the text that its place covers. */
function layersOf(text: string): [printed: string, source: string][] {
  const { spec, problems } = readSpec(head + text);
  assert.deepEqual(problems, []);
  return (spec.networks?.[0]?.layers ?? []).map((layer) => [printExpr(layer), (head + text).slice(layer.from, layer.to)]);
}

/** Code and source text of each problem. */
const problemsOf = (text: string): [where: string, message: string][] =>
  readSpec(head + text).problems.map(({ code, span, message }) => [`${code}: ${(head + text).slice(span.from, span.to)}`, message]);

describe('networks in a file', () => {
  const chain: [string, string][] = ['conv2d(8, 3)', 'relu', 'dense(2)'].map((layer) => [layer, layer]);
  const forms: readonly (readonly [string, string])[] = [
    ['on a line', 'networks:\n  f:\n    layers: conv2d(8, 3) -> relu->dense(2)\n'],
    ['in a list', 'networks:\n  f:\n    layers:\n      - conv2d(8, 3)\n      - relu # bends\n      - dense(2)\n'],
    ['in a list with arrows', 'networks:\n  f:\n    layers:\n      - conv2d(8, 3) -> relu\n      - dense(2)\n'],
    ['in a block', 'networks:\n  f:\n    layers: |\n      conv2d(8, 3)\n      -> relu\n      -> dense(2)\n'],
    ['in a flow mapping', 'networks: { f: { layers: "conv2d(8, 3) -> relu -> dense(2)" } }\n'],
  ];
  for (const [name, text] of forms) it(`read their layers ${name}, each at its place`, () => assert.deepEqual(layersOf(text), chain));

  it('read priors at their places, and names', () => {
    const text = `${head}networks:\n  f:\n    layers: dense(1)\n    weights: Normal(0, 0.1)\n    biases: Normal(0, 2)\n`;
    const [network] = readSpec(text).spec.networks ?? [];
    const { weights, biases, key } = network ?? assert.fail();
    assert.equal(text.slice(weights?.from, weights?.to), 'Normal(0, 0.1)');
    assert.equal(text.slice(biases?.from, biases?.to), 'Normal(0, 2)');
    assert.deepEqual([key.value, text.slice(key.from, key.to)], ['f', 'f']);
  });

  it('are fine without `parameters`', () => {
    assert.deepEqual(readSpec(`${head}networks:\n  f:\n    layers: dense(1)\n`).problems, []);
  });

  const wrong: readonly (readonly [text: string, where: string, message: RegExp])[] = [
    ['networks: [a]\n', 'type: [a]', /takes one key per network, such as `f: \{ layers: /],
    ['networks:\n  f: dense(3)\n', 'type: dense(3)', /takes a mapping with its layers/],
    ['networks:\n  f:\n', 'type: f', /takes a mapping with its layers.*not nothing/],
    ['networks:\n  f:\n    weights: Normal(0, 1)\n', 'type: f', /has no `layers`/],
    ['networks:\n  f:\n    layers:\n', 'type: layers', /at least one layer/],
    ['networks:\n  f:\n    layers: []\n', 'type: []', /at least one layer/],
    ['networks:\n  f:\n    layers: { a: 1 }\n', 'type: { a: 1 }', /A layer is text such as `dense\(3\)`, not a mapping/],
    ['networks:\n  f:\n    layers: dense(1) -> -> relu\n', 'type: ->', /A layer is missing beside this arrow/],
    ['networks:\n  f:\n    layers: dense(1\n', 'syntax: 1', /is not closed/],
    ['networks:\n  f:\n    layer: dense(1)\n', 'unknown-key: layer', /Did you mean `layers`\?/],
    ['networks:\n  f:\n    layers: dense(1)\n    weights: 3\n', 'type: 3', /takes a prior on all weights of the network/],
    ['networks:\n  f(x):\n    layers: dense(1)\n', 'type: f(x)', /is not the name of a network/],
  ];
  for (const [text, where, message] of wrong) {
    it(`refuse ${JSON.stringify(text.slice(10))}`, () => {
      const problems = problemsOf(text);
      assert.deepEqual(
        problems.map(([place]) => place),
        [where],
      );
      assert.match(problems[0]?.[1] ?? '', message);
    });
  }
});
