import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateAt } from '../ir/evaluate.js';
import { Graph, type NodeId } from '../ir/graph.js';
import { type Ops, opsOf } from '../ir/ops.js';
import { interpret } from '../terms/interpreter.js';
import type { Term } from '../kernel/kernel.js';
import { at } from '../numeric/at.js';
import { differentiateThrough, gradientOf } from './differentiate.js';

/** A random expression of three parameters, smooth and of moderate size wherever they lie in [−1, 1]; `plain` evaluates it without the graph. */
interface Sample {
  build(o: Ops): NodeId;
  plain(x: readonly number[]): number;
}

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 2 }).map((i): Sample => ({ build: (o) => o.graph.variable(i), plain: (x) => x[i] ?? NaN })),
  fc.double({ min: -2, max: 2, noNaN: true }).map((value): Sample => ({ build: (o) => o.num(value), plain: () => value })),
);

const bounded = (
  f: 'sin' | 'cos' | 'tanh' | 'logistic' | 'softplus' | 'atan' | 'Phi' | 'logPhi' | 'erf',
  plain: (x: number) => number,
) => ({ f, plain });
const unary = [
  bounded('sin', Math.sin),
  bounded('cos', Math.cos),
  bounded('tanh', Math.tanh),
  bounded('logistic', (x) => 1 / (1 + Math.exp(-x))),
  bounded('softplus', (x) => Math.log1p(Math.exp(x))),
  bounded('atan', Math.atan),
];

const tree = fc.letrec<{ any: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc
      .tuple(fc.constantFrom(...unary), tie('any'))
      .map(([{ f, plain }, inner]): Sample => ({ build: (o) => o[f](inner.build(o)), plain: (x) => plain(inner.plain(x)) })),
    fc
      .tuple(tie('any'), tie('any'))
      .map(([a, b]): Sample => ({ build: (o) => o.add(a.build(o), b.build(o)), plain: (x) => a.plain(x) + b.plain(x) })),
    fc
      .tuple(tie('any'), tie('any'))
      .map(([a, b]): Sample => ({ build: (o) => o.sub(a.build(o), o.sin(b.build(o))), plain: (x) => a.plain(x) - Math.sin(b.plain(x)) })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]): Sample => ({
      build: (o) => o.mul(o.tanh(a.build(o)), o.cos(b.build(o))),
      plain: (x) => Math.tanh(a.plain(x)) * Math.cos(b.plain(x)),
    })),
    fc.tuple(tie('any'), tie('any')).map(([a, b]): Sample => ({
      build: (o) => o.div(a.build(o), o.exp(o.tanh(b.build(o)))),
      plain: (x) => a.plain(x) / Math.exp(Math.tanh(b.plain(x))),
    })),
  ),
})).any;

function termOf(sample: Sample): Term {
  const graph = new Graph();
  const root = sample.build(opsOf(graph));
  const variables = [0, 1, 2].map((parameter) => ({ kind: 'scalar' as const, parameter }));
  return { graph, root, rows: 1, columns: [], inputs: new Float64Array(0), variables };
}

const point = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
const moved = (x: readonly number[], i: number, by: number): number[] => x.map((value, j) => (i === j ? value + by : value));

function close(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${what}: ${String(actual)} should be ${String(expected)}`,
  );
}

function slopeOf(graph: Graph, root: NodeId, by: NodeId): NodeId {
  return at(gradientOf(graph, root, [by]), 0) ?? assert.fail('there is no slope');
}

describe('differentiate', () => {
  it('agrees with a plain evaluator and with differences on random expressions', () => {
    fc.assert(
      fc.property(tree, point, (sample, x) => {
        const kernel = interpret([termOf(sample)], 3);
        const at = (p: readonly number[]) => kernel.evaluate(Float64Array.from(p), 2);
        const { value, gradient, hessian } = at(x);
        close(value, sample.plain(x), 1e-12, 'value');
        const h = 1e-4;
        for (let i = 0; i < 3; i++) {
          const [up, down] = [moved(x, i, h), moved(x, i, -h)];
          const scale = 1 + Math.abs(value) + Math.max(...hessian.map(Math.abs));
          close(gradient[i] ?? NaN, (sample.plain(up) - sample.plain(down)) / (2 * h), 1e-5 * scale, `gradient ${String(i)}`);
          for (let j = 0; j < 3; j++) {
            const difference = ((at(up).gradient[j] ?? NaN) - (at(down).gradient[j] ?? NaN)) / (2 * h);
            close(hessian[i * 3 + j] ?? NaN, difference, 1e-4 * scale, `hessian ${String(i)}, ${String(j)}`);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leaves the derivative of a branch that is not taken out, even where it is not a number', () => {
    const o = opsOf(new Graph());
    const x = o.graph.variable(0);
    for (const branch of [o.log(x), o.sqrt(x), o.div(o.num(1), x), o.pow(x, o.num(-2)), o.mul(o.sqrt(x), o.log(x))]) {
      const root = o.mul(o.num(3), o.add(o.select(o.less(o.num(0), x), branch, o.num(0)), o.mul(x, x)));
      const first = slopeOf(o.graph, root, x);
      const second = slopeOf(o.graph, first, x);
      for (const place of [-1, 0]) {
        const value = (node: NodeId): number => evaluateAt(o.graph, node, () => place);
        assert.deepEqual(
          [value(root), value(first), value(second)].map((each) => each + 0),
          [3 * place * place, 6 * place, 6].map((each) => each + 0),
        );
      }
      const above = evaluateAt(o.graph, first, () => 2);
      const difference = (evaluateAt(o.graph, root, () => 2 + 1e-5) - evaluateAt(o.graph, root, () => 2 - 1e-5)) / 2e-5;
      close(above, difference, 1e-7, 'the branch that is taken');
    }
  });

  it('adds what both branches of a condition share', () => {
    const o = opsOf(new Graph());
    const x = o.graph.variable(0);
    const inner = o.exp(x);
    const root = o.select(o.less(x, o.num(0)), o.mul(o.num(2), inner), o.mul(inner, inner));
    const slope = slopeOf(o.graph, root, x);
    close(
      evaluateAt(o.graph, slope, () => -1),
      2 * Math.exp(-1),
      1e-14,
      'below',
    );
    close(
      evaluateAt(o.graph, slope, () => 1),
      2 * Math.exp(2),
      1e-14,
      'above',
    );
  });

  it('has no derivative by what an expression does not depend on', () => {
    const o = opsOf(new Graph());
    assert.deepEqual(gradientOf(o.graph, o.exp(o.graph.variable(0)), [o.graph.variable(1)]), [undefined]);
  });

  it('leaves the curvature of the arguments out of the Gauss-Newton Hessian', () => {
    const o = opsOf(new Graph());
    const x = o.graph.variable(0);
    const mean = o.exp(x);
    const root = o.mul(o.num(-0.5), o.mul(o.sub(o.num(5), mean), o.sub(o.num(5), mean)));
    const { gradient, hessian } = differentiateThrough(o.graph, root, [mean], [x]);
    const value = (node: NodeId | undefined): number => evaluateAt(o.graph, node ?? o.num(NaN), () => 0);
    assert.equal(value(gradient[0]), 4);
    assert.equal(value(hessian[0]?.[0]), -1);
  });
});
