import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distributions } from '../distributions/index.js';
import { parseExpression } from '../expr/parse.js';
import { Objective } from '../inference/objective/objective.js';
import { Graph } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import { interpret } from './interpreter.js';
import type { Kernel, Term } from '../kernel/kernel.js';
import { readLayer } from '../elaborate/calls/layerCalls.js';
import { bound } from '../testing/models.js';
import { Network } from '../network/network.js';
import type { Precision } from '../wasm/precision.js';
import type { Shape } from '../network/layers/shape.js';

/** By torch in double precision: test/fixtures/networks/with_torch.py says how, and in which order the weights stand. */
interface TorchCase {
  readonly loss: number;
  readonly classes: readonly number[];
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly direction: readonly number[];
  readonly gradient: readonly number[];
  readonly product: readonly number[];
}

const fixture = join(import.meta.dirname, '../../../../test/fixtures/networks/torch.json');
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as Readonly<Record<'mlp' | 'cnn', TorchCase>>;

function networkOf(shape: Shape, layers: string): Network {
  const calls = layers.split(' -> ').map((text) => readLayer(parseExpression(text).expr, (_, message) => assert.fail(message)));
  const network = Network.of(
    shape,
    calls.map((call) => call ?? assert.fail()),
  );
  return network instanceof Network ? network : assert.fail(network.message);
}

/** Σ log p(class) over the rows, the network's outputs being the argument of that name of Categorical. */
function categorical(network: Network, { inputs, classes }: TorchCase, argument: 'p' | 'logits', precision: Precision = 'double'): Kernel {
  const graph = new Graph();
  const form = distributions.get('Categorical')?.parameterisations.find((each) => each.arguments[0]?.name === argument);
  const outputs = Array.from({ length: network.outputs }, (_, k) => graph.variable(k));
  const values = Float64Array.from(inputs);
  const application = { network, first: 0, precision, inputs: [{ values, width: values.length / classes.length }] };
  const term: Term = {
    graph,
    root: form?.logDensity(opsOf(graph), graph.column(0), [outputs]) ?? assert.fail(),
    rows: classes.length,
    columns: [Float64Array.from(classes)],
    inputs: new Float64Array(0),
    variables: outputs.map((_, output) => ({ kind: 'network', application, output })),
  };
  return interpret([term], network.parameters);
}

function assertAgrees(kernel: Kernel, { loss, weights, gradient, direction, product }: TorchCase): void {
  const found = kernel.evaluate(Float64Array.from(weights), 2);
  const n = weights.length;
  assert.ok(Math.abs(found.value + loss) < 1e-10, `${String(-found.value)}, torch has ${String(loss)}`);
  assert.equal(found.gradient.length, n);
  gradient.forEach((slope, i) => assert.ok(Math.abs((found.gradient[i] ?? NaN) + slope) < 1e-10, `gradient ${String(i)}`));
  product.forEach((value, i) => {
    const own = direction.reduce((sum, d, j) => sum + d * (found.hessian[i * n + j] ?? NaN), 0);
    assert.ok(Math.abs(own + value) < 1e-9, `Hessian times direction ${String(i)}: ${String(-own)}, torch has ${String(value)}`);
  });
}

describe('a likelihood of network outputs', () => {
  it('has the loss, the gradient and the second derivatives that torch has: dense layers', () => {
    assertAgrees(categorical(networkOf([4], 'dense(3) -> sigmoid -> dense(3)'), cases.mlp, 'logits'), cases.mlp);
  });

  it('has the loss, the gradient and the second derivatives that torch has: every kind of layer', () => {
    const layers = [
      'conv2d(4, 3, stride = 2, padding = 1) -> gelu -> conv2d(5, 3, padding = same) -> relu -> maxpool2d(2)',
      'conv2d(6, 2) -> sigmoid -> avgpool2d(2) -> flatten -> dense(4) -> tanh -> dense(3) -> softmax',
    ].join(' -> ');
    assertAgrees(categorical(networkOf([12, 12, 2], layers), cases.cnn, 'p'), cases.cnn);
  });

  it('has them in single precision too, to its digits', () => {
    const { loss, weights, gradient } = cases.mlp;
    const kernel = categorical(networkOf([4], 'dense(3) -> sigmoid -> dense(3)'), cases.mlp, 'logits', 'single');
    const found = kernel.evaluate(Float64Array.from(weights), 1);
    const size = Math.max(...gradient.map(Math.abs));
    assert.ok(found.value !== -loss && Math.abs(found.value + loss) < 1e-6 * (1 + Math.abs(loss)));
    gradient.forEach((slope, i) => assert.ok(Math.abs((found.gradient[i] ?? NaN) + slope) < 2e-6 * (1 + size), `gradient ${String(i)}`));
  });

  const rows = 150;
  const column = (f: (i: number) => number): number[] => Array.from({ length: rows }, (_, i) => f(i));
  const mixed = bound({
    model: 'y ~ Normal(a[g] + linear(b, z) * f(x, z) + f(z, x), exp(h(x) + c))\nk ~ Poisson(log = f(x, z) + c)',
    data: {
      y: column((i) => Math.sin(i) + i / 50),
      k: column((i) => (i * 7) % 4),
      x: column((i) => Math.cos(i * 0.7)),
      z: column((i) => ((i * 13) % 17) / 10 - 0.8),
      g: column((i) => i % 3).map((level) => 'abc'.charAt(level)),
    },
    parameters: { a: 'Normal(0, 1)', b: 'Normal(0, 1)', c: null },
    networks: { f: { layers: 'dense(3) -> tanh -> dense(1)', weights: 'Normal(0, 2)' }, h: { layers: 'dense(2) -> gelu -> dense(1)' } },
  });
  const objective = new Objective(mixed, 'map', new Map());
  const point = Float64Array.from({ length: objective.dimension }, (_, i) => 0.3 * Math.sin(3 * i + 1));

  it('mixes networks with indexed, linear and scalar parameters: the derivatives are those of differences', () => {
    const step = 1e-5;
    const { gradient, hessian } = objective.evaluate(point);
    const n = point.length;
    for (let j = 0; j < n; j++) {
      const [above, below] = [1, -1].map((side) => objective.evaluate(point.map((w, i) => (i === j ? w + side * step : w))));
      if (!above || !below) assert.fail();
      const slope = (above.value - below.value) / (2 * step);
      assert.ok(Math.abs((gradient[j] ?? NaN) - slope) < 1e-5 * (1 + Math.abs(slope)), `gradient ${String(j)}`);
      for (let i = 0; i < n; i++) {
        const bend = ((above.gradient[i] ?? NaN) - (below.gradient[i] ?? NaN)) / (2 * step);
        assert.ok(Math.abs((hessian[i * n + j] ?? NaN) - bend) < 1e-5 * (1 + Math.abs(bend)), `Hessian ${String(i)} ${String(j)}`);
      }
    }
  });

  it('has a Gauss-Newton curvature without negative directions for squares', () => {
    const squares = bound({
      model: 'y ~ Normal(f(x), 1)',
      data: { y: column((i) => Math.sin(i)), x: column((i) => Math.cos(i * 0.7)) },
      networks: { f: { layers: 'dense(3) -> tanh -> dense(1)' } },
    });
    const { dimension, evaluate } = new Objective(squares, 'mle', new Map());
    const at = Float64Array.from({ length: dimension }, (_, i) => Math.cos(2 * i));
    const { hessian } = evaluate(at, 'gauss-newton');
    for (let k = 0; k < 20; k++) {
      const d = at.map((_, i) => Math.sin(7 * i + k));
      const form = d.reduce((sum, a, i) => sum + a * d.reduce((row, b, j) => row + b * (hessian[i * dimension + j] ?? NaN), 0), 0);
      assert.ok(form >= -1e-9, String(form));
    }
  });

  it('gives row values that are those of the density', () => {
    const total = objective.bound.model.likelihoods
      .flatMap(({ root }) => [...objective.rowValues(root, point)])
      .reduce((sum, value) => sum + value, 0);
    const expected = objective.logLikelihood(objective.natural(point));
    assert.ok(Math.abs(total - expected) < 1e-9 * Math.abs(expected));
  });
});
