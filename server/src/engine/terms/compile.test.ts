import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ArgumentRecord } from '../distributions/distribution.js';
import { distributions } from '../distributions/index.js';
import { Graph, type NodeId } from '../ir/graph.js';
import { type Ops, opsOf, primitives } from '../ir/ops.js';
import { interpret } from './interpreter.js';
import type { BoundVariable, Curvature, Evaluation, Kernel, Order, Term } from '../kernel/kernel.js';
import { derivativesOf } from '../kernel/termKernel.js';
import { compileKernel } from './compile.js';
import { Program } from '../kernel/wasm/program.js';
import { runtime } from '../wasm/runtime.js';
import { generatedValues } from '../kernel/wasm/testing/rowwise.js';

const generate = (terms: readonly Term[], parameters: number): Kernel => compileKernel(terms, parameters, 0);

/** Both agree to 1e-12 of the value, or of the size that `rows` moderate terms may have. */
function assertClose(actual: number, expected: number, rows: number, what: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const bound = 1e-12 * (Math.abs(expected) + 0.1 * rows + 1);
  assert.ok(Math.abs(actual - expected) <= bound, `${what}: ${String(actual)} should be ${String(expected)}`);
}

function assertSame(actual: Evaluation, expected: Evaluation, rows: number): void {
  assertClose(actual.value, expected.value, rows, 'value');
  assert.equal(actual.gradient.length, expected.gradient.length);
  assert.equal(actual.hessian.length, expected.hessian.length);
  expected.gradient.forEach((each, i) => assertClose(actual.gradient[i] ?? 0, each, rows, `gradient ${String(i)}`));
  expected.hessian.forEach((each, i) => assertClose(actual.hessian[i] ?? 0, each, rows, `hessian ${String(i)}`));
}

function compare(terms: readonly Term[], point: Float64Array, orders: readonly Order[] = [0, 1, 2], curvature: Curvature = 'exact'): void {
  const [interpreted, generated] = [interpret(terms, point.length), generate(terms, point.length)];
  const rows = terms.reduce((sum, term) => sum + term.rows, 0);
  for (const order of orders) {
    assertSame(generated.evaluate(point, order, undefined, curvature), interpreted.evaluate(point, order, undefined, curvature), rows);
  }
}

const column = (rows: number, f: (i: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, i) => f(i));

/** Every kind of variable, some of which share parameters; parameter 0 is in three of them. */
function variablesOf(rows: number, width = 3): BoundVariable[] {
  const codes = column(rows, (i) => i % 3);
  const wide = Array.from({ length: width }, (_, j) => column(rows, (i) => Math.sin(i * (j + 1) + j) / width));
  return [
    { kind: 'scalar', parameter: 0 },
    { kind: 'scalar', parameter: 1 },
    { kind: 'gather', map: Int32Array.of(2, 0, -1), codes },
    { kind: 'linear', parameters: Int32Array.from(wide.keys()), design: wide },
    { kind: 'linear', parameters: Int32Array.of(3, 4), design: [column(rows, (i) => Math.cos(i)), column(rows, () => 1)] },
    { kind: 'gather', map: Int32Array.of(4, 5, 5), codes },
  ];
}

type Build = (o: Ops) => NodeId;
const leaf: fc.Arbitrary<Build> = fc.oneof(
  fc.integer({ min: 0, max: 5 }).map(
    (i): Build =>
      (o) =>
        o.graph.variable(i),
  ),
  fc.integer({ min: 0, max: 1 }).map(
    (i): Build =>
      (o) =>
        o.graph.column(i),
  ),
  fc.double({ min: -2, max: 2, noNaN: true }).map(
    (x): Build =>
      (o) =>
        o.num(x),
  ),
  fc.constant<Build>((o) => o.graph.input(0)),
);

/**
 * 1 or −1 by the data of the row. What jumps or bends does so by it: where it hung on a computed number, two kernels that round differently could
 * rightly stand on different sides.
 */
const side = (o: Ops): NodeId => o.select(o.less(o.graph.column(0), o.num(0.2)), o.num(1), o.num(-1));
/** The same, far from every number between −1 and 1. */
const beyond = (o: Ops): NodeId => o.mul(o.num(2.5), side(o));

/** One-argument operations that are smooth and moderate for arguments between −1 and 1. */
const tame: readonly ((o: Ops, a: NodeId) => NodeId)[] = [
  (o, a) => o.exp(a),
  (o, a) => o.log(o.add(o.num(2), a)),
  (o, a) => o.log1p(o.mul(o.num(0.5), a)),
  (o, a) => o.expm1(a),
  (o, a) => o.sqrt(o.add(o.num(2), a)),
  (o, a) => o.logistic(a),
  (o, a) => o.softplus(a),
  (o, a) => o.neg(a),
  (o, a) => o.abs(o.add(a, beyond(o))),
  (o, a) => o.mul(a, o.sign(o.add(a, beyond(o)))),
  (o, a) => o.add(a, o.floor(o.mul(o.num(3), side(o)))),
  (o, a) => o.sin(a),
  (o, a) => o.atan(a),
  (o, a) => o.erf(a),
  (o, a) => o.logPhi(a),
  (o, a) => o.Phi(a),
  (o, a) => o.lgamma(o.add(o.num(3), a)),
  (o, a) => o.stirling(o.add(o.num(14.5), a)),
  (o, a) => o.pow(o.add(o.num(2), a), o.num(3)),
  (o, a) => o.pow(o.add(o.num(2), a), o.num(-2.5)),
];
const joined: readonly ((o: Ops, a: NodeId, b: NodeId) => NodeId)[] = [
  (o, a, b) => o.add(a, b),
  (o, a, b) => o.sub(a, b),
  (o, a, b) => o.mul(a, b),
  (o, a, b) => o.div(a, o.add(o.num(2), b)),
  (o, a, b) => o.min(a, o.add(b, beyond(o))),
  (o, a, b) => o.max(a, o.add(b, beyond(o))),
  (o, a, b) => o.select(o.less(a, o.add(b, beyond(o))), o.exp(a), o.mul(a, b)),
  (o, a, b) => o.select(o.equal(side(o), o.num(1)), a, b),
  (o, a, b) => o.logAddExp(a, b),
  (o, a, b) => o.xlogy(a, o.add(o.num(2), b)),
  (o, a, b) => o.xlog1py(a, o.mul(o.num(0.5), b)),
  (o, a, b) => o.xdivy(a, o.add(o.num(2), b)),
  (o, a, b) => o.pow(o.add(o.num(2), a), b),
];

const tree = fc.letrec<{ any: Build }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.tuple(fc.constantFrom(...tame), tie('any')).map(
      ([f, a]): Build =>
        (o) =>
          f(o, o.tanh(a(o))),
    ),
    fc.tuple(fc.constantFrom(...joined), tie('any'), tie('any')).map(
      ([f, a, b]): Build =>
        (o) =>
          f(o, o.tanh(a(o)), o.sin(b(o))),
    ),
  ),
})).any;

function termOf(build: Build, rows: number, width = 3): Term {
  const o = opsOf(new Graph());
  const root = build(o);
  const columns = [column(rows, (i) => Math.sin(3 * i)), column(rows, (i) => (i % 5) / 5)];
  return { graph: o.graph, root, rows, columns, inputs: Float64Array.of(0.7), variables: variablesOf(rows, width) };
}

/** A term with every kind of variable and every pair of them in its Hessian. */
const everything: Build = (o) => {
  const all = Array.from({ length: 6 }, (_, i) => o.graph.variable(i));
  const products = all.map((a, i) => o.mul(o.logistic(a), o.exp(o.mul(o.num(0.3), all[(i + 1) % all.length] ?? a))));
  const coupled = o.softplus(all.reduce((a, b) => o.add(a, b)));
  return products.reduce((a, b) => o.add(a, b), o.mul(o.graph.column(0), coupled));
};

const pointOf = (length: number): Float64Array => column(length, (i) => Math.sin(7 * i + 1));

describe('generated kernel', () => {
  it('agrees with the interpreter on random expressions, data and points, in value, gradient and Hessian', () => {
    const point = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(tree, point, fc.integer({ min: 1, max: 300 }), (build, x, rows) => {
        compare([termOf(build, rows)], Float64Array.from(x));
      }),
      { numRuns: 300 },
    );
  });

  for (const rows of [1, 2, 3, 4, 5, 127, 128, 129, 130, 131, 8193]) {
    it(`counts each of ${String(rows)} rows once`, () => compare([termOf(everything, rows)], pointOf(6)));
  }

  for (const width of [1, 2, 4, 5, 9, 40]) {
    it(`multiplies a design of ${String(width)} columns`, () => compare([termOf(everything, 150, width)], pointOf(Math.max(6, width))));
  }

  it('passes data through that are larger than its memory', () => {
    const term = termOf(everything, 150_001, 20);
    compare([term], pointOf(20), [2]);
  });

  it('sums several terms, of which some are nothing but data, a parameter or an input', () => {
    const leaves: Build[] = [(o) => o.graph.column(1), (o) => o.graph.variable(0), (o) => o.graph.variable(3), (o) => o.graph.input(0)];
    const terms = [...leaves, everything].map((build, i) => termOf(build, 50 + i));
    compare(terms, pointOf(6));
  });

  it('takes the Gauss-Newton curvature through the arguments of a density', () => {
    const term = termOf((o) => o.graph.constant(0), 200);
    const o = opsOf(term.graph);
    const mean = o.exp(o.mul(o.graph.variable(3), o.graph.variable(1)));
    const error = o.sub(o.graph.column(0), mean);
    const root = o.neg(o.mul(error, error));
    compare([{ ...term, root, through: [mean] }], pointOf(6), [0, 1, 2], 'gauss-newton');
    compare([{ ...term, root, through: [mean] }], pointOf(6), [2], 'exact');
  });

  it('takes a new point and a new value of an input without a new kernel', () => {
    const term = termOf(everything, 200);
    const withInput = { ...term, root: opsOf(term.graph).mul(term.root, term.graph.input(0)) };
    const generated = generate([withInput], 6);
    generated.evaluate(pointOf(6), 2);
    withInput.inputs[0] = 5;
    const moved = pointOf(6).map((x) => x - 0.5);
    assertSame(generated.evaluate(moved, 2), interpret([withInput], 6).evaluate(moved, 2), 200);
    assertSame(generated.evaluate(moved, 2), generated.evaluate(moved, 2), 0);
  });

  it('leaves expressions that are too long to compile to the interpreter', () => {
    const long: Build = (o) => {
      const x = o.graph.variable(0);
      const terms = Array.from({ length: 1100 }, (_, i) => o.sin(o.mul(x, o.add(o.graph.column(0), o.num(i)))));
      return terms.reduce((a, b) => o.add(a, b));
    };
    compare([termOf(long, 3)], pointOf(6));
  });

  it('is left to the interpreter where the host has no memory to give', () => {
    assert.ok(runtime);
    const { Module, Instance } = runtime;
    class Memory {
      readonly buffer: ArrayBuffer;
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    const host = { Memory, Module, Instance, validate: () => true };
    const term = termOf(everything, 10);
    assert.equal(Program.of(host, term, derivativesOf(term, 'exact'), 2, 6, new Map()), undefined);
  });

  it('gives the same bits every time', () => {
    const term = termOf(everything, 5000);
    const [first, second] = [generate([term], 6), generate([term], 6)].map((kernel) => kernel.evaluate(pointOf(6), 2));
    assert.deepEqual(first, second);
  });

  it('loses no digits in a sum of large and small terms', () => {
    const rows = 3000;
    const values = column(rows, (i) => (i === 0 ? 1e16 : i === rows - 1 ? -1e16 : 1));
    const term = { ...termOf((o) => o.mul(o.graph.variable(0), o.graph.column(0)), rows), columns: [values] };
    assert.equal(generate([term], 6).evaluate(Float64Array.of(1, 0, 0, 0, 0, 0), 0).value, 2998);
  });

  it('keeps an infinite sum infinite and an undefined one undefined', () => {
    const sumOf = (special: number): number => {
      const values = column(301, (i) => (i === 300 ? special : i));
      const term = { ...termOf((o) => o.mul(o.graph.variable(0), o.graph.column(0)), 301), columns: [values] };
      return generate([term], 6).evaluate(Float64Array.of(1, 0, 0, 0, 0, 0), 0).value;
    };
    assert.deepEqual([Infinity, -Infinity, NaN].map(sumOf), [Infinity, -Infinity, NaN]);
  });

  it('gives NaN when it is cancelled, and looks at the flag again within 8,192 rows', () => {
    const term = termOf(everything, 50_000);
    let looks = 0;
    const cancellation = {
      get cancelled() {
        return ++looks > 2;
      },
    };
    assert.ok(Number.isNaN(generate([term], 6).evaluate(pointOf(6), 2, cancellation).value));
    const begun = looks;
    generate([term], 6).evaluate(pointOf(6), 2, {
      get cancelled() {
        looks++;
        return false;
      },
    });
    assert.ok(looks - begun >= 50_000 / 8192, `${String(looks - begun)} looks`);
  });

  it('holds no copy of large data', () => {
    const [rows, width] = [200_000, 11];
    const term = termOf(everything, rows, width);
    const before = process.memoryUsage().arrayBuffers;
    generate([term], width).evaluate(pointOf(width), 2);
    const grown = process.memoryUsage().arrayBuffers - before;
    assert.ok(grown < 9 * 2 ** 20, `${String(grown)} bytes for data of ${String(8 * rows * width)}`);
  });
});

/** Their error is bounded by their size and by 1. */
const GAMMAS = /gamma|stirling|sin|cos/;
const SPECIAL = [
  -Infinity,
  -1e300,
  -746,
  -710,
  -40,
  -2.5,
  -1,
  -0.5,
  -1e-8,
  -1e-310,
  -0,
  0,
  1e-310,
  1e-8,
  0.5,
  1,
  2,
  3,
  30,
  709.9,
  1e9,
  1e300,
  Infinity,
  NaN,
];

/** Arguments in the middle of their domains. */
function drawn({ domain, name, vector }: ArgumentRecord, o: Ops, variable: number): NodeId[] {
  const x = o.graph.variable(variable);
  if (vector !== undefined) return [x, o.neg(x), o.num(0)];
  if (name === 'n') return [o.num(12)];
  if (domain.lower === 0 && domain.upper === 1) return [o.logistic(x)];
  if (domain.lower === 0) return [o.exp(x)];
  return [domain.lower === -Infinity ? x : o.add(x, o.num(domain.lower))];
}

describe('every distribution', () => {
  for (const { name, outcome, kind, parameterisations } of distributions.values()) {
    for (const parameterisation of parameterisations) {
      const records = parameterisation.arguments;
      it(`${name}(${records.map((each) => each.name).join(', ')})`, () => {
        const rows = 301;
        const o = opsOf(new Graph());
        const root = parameterisation.logDensity(
          o,
          o.graph.column(0),
          records.map((record, i) => drawn(record, o, [3, 1, 4][i] ?? 0)),
        );
        const unit = outcome.upper === 1 || name === 'Uniform';
        const y = column(rows, (i) => (kind === 'continuous' ? (unit ? (i + 1) / 303 : 0.1 + i / 50) : i % (unit ? 2 : 3)));
        compare([{ graph: o.graph, root, rows, columns: [y], inputs: new Float64Array(0), variables: variablesOf(rows) }], pointOf(6));
      });
    }
  }
});

describe('every operation', () => {
  // tetragamma is defined for positive arguments alone and takes a step of its recurrence for each whole number up to 15.
  for (const primitive of Object.values(primitives).filter(({ name }) => name !== 'tetragamma')) {
    it(`${primitive.name} treats special values as its definition does`, () => {
      const arity = primitive.arity;
      const tuples = SPECIAL.flatMap((a) =>
        arity === 1 ? [[a]] : SPECIAL.flatMap((b) => (arity === 2 ? [[a, b]] : [0, 2, NaN].map((c) => [a, b, c]))),
      );
      const values = generatedValues((o, args) => o.graph.apply(primitive, ...args), tuples);
      tuples.forEach((tuple, i) => {
        const [a = 0, b = 0, c = 0] = tuple;
        const [actual, expected] = [values[i] ?? 0, primitive.evaluate(a, b, c)];
        const bound = GAMMAS.test(primitive.name) ? 2e-14 * Math.max(1, Math.abs(expected)) : 1e-14 * Math.abs(expected) + 5e-324;
        const same = Object.is(actual, expected) || actual === expected || Math.abs(actual - expected) <= bound;
        assert.ok(same, `${primitive.name}(${tuple.join(', ')}) is ${String(actual)} and should be ${String(expected)}`);
      });
    });
  }
});
