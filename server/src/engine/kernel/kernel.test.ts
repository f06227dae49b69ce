import assert from 'node:assert/strict';
import { Graph } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import { interpret } from '../terms/interpreter.js';
import type { RowVariable, Kernel, Term } from './kernel.js';

const rows = 300; // more than two tiles, and a tail
const column = (f: (i: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, i) => f(i));
const x = column((i) => Math.sin(i));
const z = column((i) => Math.cos(1.7 * i));
const codes = column((i) => i % 3);

/** All pairs of kinds of variables, some of which share parameter 0. */
const variables: readonly RowVariable[] = [
  { kind: 'scalar', parameter: 0 },
  { kind: 'gather', map: Int32Array.of(1, 0, -1), codes },
  { kind: 'linear', parameters: Int32Array.of(2, 3, 0), design: [column(() => 1), x, z] },
  { kind: 'scalar', parameter: 4 },
  { kind: 'linear', parameters: Int32Array.of(3, 5), design: [z, x] },
  { kind: 'gather', map: Int32Array.of(5, 6, 6), codes },
];
const parameters = 7;

function term(): Term {
  const graph = new Graph();
  const o = opsOf(graph);
  const all = variables.map((_, index) => graph.variable(index));
  const products = all.map((a, i) => o.mul(o.sin(a), o.exp(o.mul(o.num(0.3), all[(i + 1) % all.length] ?? a))));
  const root = o.add(
    products.reduce((a, b) => o.add(a, b)),
    o.mul(graph.input(0), graph.column(0)),
  );
  return { graph, root, rows, columns: [x], inputs: Float64Array.of(2), variables };
}

/** The same sum row by row, without graph, tiles or assembly. */
function plain(p: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const values = variables.map((variable) => {
      if (variable.kind === 'scalar') return p[variable.parameter] ?? 0;
      if (variable.kind === 'gather') return p[variable.map[variable.codes[row] ?? 0] ?? -1] ?? 0;
      return variable.design.reduce((total, each, j) => total + (each[row] ?? 0) * (p[variable.parameters[j] ?? 0] ?? 0), 0);
    });
    values.forEach((value, i) => (sum += Math.sin(value) * Math.exp(0.3 * (values[(i + 1) % values.length] ?? 0))));
    sum += 2 * (x[row] ?? 0);
  }
  return sum;
}

function close(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${String(actual)} should be ${String(expected)}`,
  );
}

describe('interpreter', () => {
  const point = Float64Array.of(0.3, -0.2, 0.5, 0.1, -0.4, 0.2, 0.7);

  it('sums a term over rows as a plain loop does, for every order', () => {
    const kernel = interpret([term()], parameters);
    for (const order of [0, 1, 2] as const) close(kernel.evaluate(point, order).value, plain(point), 1e-13);
  });

  it('assembles the gradient and the Hessian of parameters that several kinds of variables share', () => {
    const kernel = interpret([term()], parameters);
    const { gradient, hessian } = kernel.evaluate(point, 2);
    const moved = (i: number, by: number): Float64Array => point.map((value, k) => (k === i ? value + by : value));
    for (let i = 0; i < parameters; i++) {
      close(gradient[i], (plain(moved(i, 1e-5)) - plain(moved(i, -1e-5))) / 2e-5, 1e-6);
      const [up, down] = [1e-5, -1e-5].map((by) => kernel.evaluate(moved(i, by), 1).gradient);
      for (let j = 0; j < parameters; j++) {
        close(hessian[i * parameters + j], ((up?.[j] ?? NaN) - (down?.[j] ?? NaN)) / 2e-5, 1e-6);
        assert.equal(hessian[i * parameters + j], hessian[j * parameters + i]);
      }
    }
  });

  it('leaves out what is not asked for', () => {
    const { gradient, hessian } = interpret([term()], parameters).evaluate(point, 0);
    assert.deepEqual([gradient.length, hessian.length], [0, 0]);
  });

  it('takes a new value of an input without a new kernel', () => {
    const changing = term();
    const kernel = interpret([changing], parameters);
    const before = kernel.evaluate(point, 0).value;
    changing.inputs[0] = 5;
    close(kernel.evaluate(point, 0).value - before, 3 * x.reduce((a, b) => a + b, 0), 1e-10);
  });

  it('loses no digits in a sum of large and small terms', () => {
    const graph = new Graph();
    const values = Float64Array.from({ length: 3000 }, (_, i) => (i === 0 ? 1e16 : i === 2999 ? -1e16 : 1));
    const kernel = interpret(
      [{ graph, root: graph.column(0), rows: 3000, columns: [values], inputs: new Float64Array(0), variables: [] }],
      0,
    );
    assert.equal(kernel.evaluate(new Float64Array(0), 0).value, 2998);
  });

  it('keeps an infinite sum infinite and an undefined one undefined', () => {
    const sumOf = (values: readonly number[]): number => {
      const graph = new Graph();
      const kernel: Kernel = interpret(
        [
          {
            graph,
            root: graph.column(0),
            rows: values.length,
            columns: [Float64Array.from(values)],
            inputs: new Float64Array(0),
            variables: [],
          },
        ],
        0,
      );
      return kernel.evaluate(new Float64Array(0), 0).value;
    };
    assert.equal(sumOf([1, -Infinity, 2]), -Infinity);
    assert.ok(Number.isNaN(sumOf([1, NaN, 2])));
  });

  it('gives NaN when it is cancelled', () => {
    assert.ok(Number.isNaN(interpret([term()], parameters).evaluate(point, 2, { cancelled: true }).value));
  });
});
