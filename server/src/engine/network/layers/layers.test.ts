import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression } from '../../expr/parse.js';
import { normalStream } from '../../numeric/random.js';
import { readLayer } from '../../elaborate/calls/layerCalls.js';
import { layerKinds } from './index.js';
import { type LayerCall, Network } from '../network.js';
import { NetworkPass } from '../networkPass.js';
import { type Shape, sizeOf } from './shape.js';

const callOf = (text: string): LayerCall => {
  const call = readLayer(parseExpression(text).expr, (_, message) => assert.fail(message));
  return call ?? assert.fail(`${text} is no layer`);
};

const networkOf = (shape: Shape, layers: string): Network => {
  const network = Network.of(shape, layers.split(' -> ').map(callOf));
  return network instanceof Network ? network : assert.fail(network.message);
};

/** Shapes, and layers with parameters before the one that is looked at, so that it has derivatives to hand on. */
const image = fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 3, max: 6 }), fc.integer({ min: 1, max: 3 }));
const vector = fc.integer({ min: 1, max: 5 }).map((size) => [size]);
const onImage = (layer: fc.Arbitrary<string>) =>
  fc.tuple(
    image,
    layer.map((text) => `conv2d(2, 2, padding = 1) -> ${text}`),
  );
const onVector = (layer: fc.Arbitrary<string>) =>
  fc.tuple(
    vector,
    layer.map((text) => `dense(3) -> ${text}`),
  );
const constant = (text: string): fc.Arbitrary<string> => fc.constant(text);

const convolution = fc
  .record({
    filters: fc.integer({ min: 1, max: 3 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('0', '1', '2', 'same', 'valid'),
  })
  .map(({ filters, kernel, stride, padding }) => `conv2d(${String(filters)}, ${String(kernel)}, ${String(stride)}, padding = ${padding})`);

const arbitraries: Readonly<Record<string, fc.Arbitrary<[Shape, string]>>> = {
  dense: onVector(fc.integer({ min: 1, max: 4 }).map((units) => `dense(${String(units)})`)),
  conv2d: onImage(convolution),
  maxpool2d: onImage(fc.integer({ min: 1, max: 3 }).map((size) => `maxpool2d(${String(size)})`)),
  avgpool2d: onImage(fc.integer({ min: 1, max: 3 }).map((size) => `avgpool2d(${String(size)})`)),
  flatten: onImage(constant('flatten -> dense(2)')),
  relu: onVector(constant('relu')),
  tanh: onVector(constant('tanh')),
  sigmoid: onVector(constant('sigmoid')),
  gelu: onVector(constant('gelu')),
  softmax: fc.oneof(onVector(constant('softmax')), onImage(constant('softmax'))),
};

const ROWS = 2;

/** A sum of the outputs with fixed weights, its gradient, and the gradient's derivative along a direction. */
class Probe {
  private readonly pass: NetworkPass;
  private readonly inputs: Float64Array;
  private readonly sum: Float64Array;

  constructor(
    readonly network: Network,
    seed: number,
  ) {
    const normal = normalStream(seed);
    const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, normal);
    this.pass = new NetworkPass(network, ROWS);
    this.inputs = numbers(ROWS * sizeOf(network.inputShape));
    this.sum = numbers(ROWS * network.outputs);
  }

  value(point: Float64Array): number {
    this.pass.input.set(this.inputs);
    this.pass.begin(point);
    this.pass.forward(ROWS);
    return this.sum.reduce((total, weight, i) => total + weight * (this.pass.output[i] ?? NaN), 0);
  }

  gradient(point: Float64Array): Float64Array {
    this.value(point);
    this.pass.outputSlopes.set(this.sum);
    const gradient = new Float64Array(point.length);
    this.pass.backward(gradient);
    return gradient;
  }

  /** The outputs along a direction, weighted as in the sum; and the gradient along it. */
  along(point: Float64Array, direction: Float64Array): { slope: number; product: Float64Array } {
    this.gradient(point);
    this.pass.forwardAlong(direction);
    const slope = this.sum.reduce((total, weight, i) => total + weight * (this.pass.outputAlong[i] ?? NaN), 0);
    this.pass.outputSlopesAlong.fill(0);
    const product = new Float64Array(point.length);
    this.pass.backwardAlong(product);
    return { slope, product };
  }
}

const STEP = 1e-5;
const moved = (point: Float64Array, direction: Float64Array, by: number): Float64Array =>
  point.map((value, i) => value + by * (direction[i] ?? 0));
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);

const assertClose = (actual: number, expected: number, size: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-6 * (1 + size), `${String(actual)}, expected ${String(expected)}`);

describe('layers of networks', () => {
  it('are all tested', () => assert.deepEqual(Object.keys(arbitraries).sort(), [...layerKinds.keys()].sort()));

  for (const [name, arbitrary] of Object.entries(arbitraries)) {
    const check = (seen: (probe: Probe, point: Float64Array, direction: Float64Array) => void): void => {
      fc.assert(
        fc.property(arbitrary, fc.integer({ min: 1, max: 1e6 }), ([shape, layers], seed) => {
          const network = Network.of(shape, layers.split(' -> ').map(callOf));
          if (!(network instanceof Network)) return; // A pool that is larger than what is left of the image.
          const normal = normalStream(seed + 1);
          const numbers = (): Float64Array => Float64Array.from({ length: network.parameters }, normal);
          seen(new Probe(network, seed), numbers(), numbers());
        }),
        // A fixed seed: a step across the bend of a rectifier would not be a fault of the derivative.
        { numRuns: 60, seed: 5 },
      );
    };

    it(`${name}: the gradient is that of central differences, and so are the outputs along a direction`, () => {
      check((probe, point, direction) => {
        const difference = (probe.value(moved(point, direction, STEP)) - probe.value(moved(point, direction, -STEP))) / (2 * STEP);
        const gradient = probe.gradient(point);
        assertClose(dot(gradient, direction), difference, Math.abs(difference));
        assertClose(probe.along(point, direction).slope, difference, Math.abs(difference));
      });
    });

    it(`${name}: the gradient along a direction is that of differences of gradients`, () => {
      check((probe, point, direction) => {
        const [above, below] = [1, -1].map((side) => Float64Array.from(probe.gradient(moved(point, direction, side * STEP))));
        const { product } = probe.along(point, direction);
        product.forEach((value, i) => {
          const difference = ((above?.[i] ?? NaN) - (below?.[i] ?? NaN)) / (2 * STEP);
          assertClose(value, difference, Math.sqrt(dot(product, product)));
        });
      });
    });
  }

  /** What a layer alone makes of some numbers. */
  const outputs = (text: string, shape: Shape, inputs: readonly number[], parameters: readonly number[] = []): number[] => {
    const pass = new NetworkPass(networkOf(shape, text), 1);
    pass.input.set(inputs);
    pass.begin(Float64Array.from(parameters));
    pass.forward(1);
    return Array.from(pass.output.subarray(0, pass.network.outputs));
  };

  for (const kind of layerKinds.values()) {
    const shape = [4, 4, 2];
    const text = kind.arguments.length > 0 ? `${kind.name}(2)` : kind.name;
    const network = kind.arguments.length > 1 ? undefined : Network.of(shape, [callOf(text)]);
    if (!(network instanceof Network) || network.parameters > 0) continue;

    it(`${kind.name}: does to numbers what it says`, () => {
      const normal = normalStream(3);
      const draw = (): number[] => Array.from({ length: sizeOf(shape) }, normal);
      const [x, z] = [draw(), draw()];
      const [fx, fz, sum] = [x, z, x.map((value, i) => 2 * value + (z[i] ?? NaN))].map((inputs) => outputs(text, shape, inputs)) as [
        number[],
        number[],
        number[],
      ];
      const isLinear = sum.every((value, i) => Math.abs(value - 2 * (fx[i] ?? NaN) - (fz[i] ?? NaN)) < 1e-12);
      const isWithin = fx.every((value) => value >= Math.min(...x) && value <= Math.max(...x));
      const isSame = fx.length === x.length && fx.every((value, i) => value === x[i]);
      assert.deepEqual([kind.isLinear === true, kind.isReshape === true], [isLinear, isSame]);
      if (kind.keepsRange) assert.ok(isWithin);
      const [lower, upper] = kind.range ?? [-Infinity, Infinity];
      assert.ok(fx.every((value) => value >= lower && value <= upper));
    });
  }

  it('are fully connected where they say so', () => {
    for (const kind of [...layerKinds.values()].filter(({ isFullyConnected }) => isFullyConnected))
      // x = (1, 10), W = (1, 2, 3; 4, 5, 6), b = (7, 8, 9)
      assert.deepEqual(outputs(`${kind.name}(3)`, [2], [1, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9]), [48, 60, 72]);
  });

  it('have the shapes that torch gives them', () => {
    const shapeOf = (shape: Shape, layer: string): Shape => networkOf(shape, layer).outputShape;
    assert.deepEqual(shapeOf([28, 28, 1], 'conv2d(8, 3)'), [26, 26, 8]);
    assert.deepEqual(shapeOf([28, 28, 1], 'conv2d(8, 3, stride = 2, padding = 1)'), [14, 14, 8]);
    assert.deepEqual(shapeOf([7, 5, 2], 'conv2d(4, 3, padding = same)'), [7, 5, 4]);
    assert.deepEqual(shapeOf([7, 5, 2], 'conv2d(4, 3, padding = valid)'), [5, 3, 4]);
    assert.deepEqual(shapeOf([7, 5, 2], 'maxpool2d(2)'), [3, 2, 2]);
    assert.deepEqual(shapeOf([3, 2, 2], 'flatten'), [12]);
  });

  it('say what they need where they do not fit', () => {
    const misfit = (shape: Shape, layers: string): unknown => Network.of(shape, layers.split(' -> ').map(callOf));
    assert.deepEqual(misfit([6, 6, 1], 'maxpool2d(3) -> conv2d(8, 3)'), {
      layer: 1,
      message: 'conv2d(8, 3) needs an image of at least 3 × 3 but gets 2 × 2 × 1',
    });
    assert.deepEqual(misfit([4], 'relu -> conv2d(8, 3)'), {
      layer: 1,
      message: 'conv2d(8, 3) needs an image (height × width × channels) but gets 4 numbers',
    });
    assert.deepEqual(misfit([2, 2, 3], 'dense(1)'), {
      layer: 0,
      message: 'dense(1) needs a row of numbers (write flatten before it) but gets 2 × 2 × 3',
    });
  });

  it('start with the widths of He and Glorot, the same for the same seed', () => {
    const spread = (layers: string): number => {
      const network = networkOf([400], layers);
      const values = network.start(3).subarray(0, 400 * 100);
      return Math.sqrt(dot(values, values) / values.length);
    };
    assert.ok(Math.abs(spread('dense(100) -> relu -> dense(1)') / Math.sqrt(2 / 400) - 1) < 0.02);
    assert.ok(Math.abs(spread('dense(100) -> tanh -> dense(1)') / Math.sqrt(2 / 500) - 1) < 0.02);
    const network = networkOf([4], 'dense(3) -> relu -> dense(1)');
    assert.deepEqual(network.start(7), network.start(7));
    assert.notDeepEqual(network.start(7), network.start(8));
    assert.deepEqual([...network.start(7).subarray(12, 15)], [0, 0, 0]);
  });
});
