import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gradientOf } from '../autodiff/differentiate.js';
import { evaluateAt, evaluateColumns } from './evaluate.js';
import { Graph, type NodeId } from './graph.js';
import { opsOf, primitives } from './ops.js';
import type { Primitive } from './primitives/primitive.js';

/** Where a primitive is checked: for each argument an interval of its domain, and points near its edges. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly near?: readonly number[];
  /** Ends of the domain: differences keep away from them. */
  readonly edges?: readonly number[];
}

const real: Range = { from: -6, to: 6 };
const positive: Range = { from: 0.05, to: 40, near: [1e-4, 1e-2, 500], edges: [0] };

const shape: Range = { from: 0.1, to: 30, edges: [0] };
const share: Range = { from: 0.02, to: 0.98, near: [0.5], edges: [0, 1] };
const concentration: Range = { from: 0.05, to: 60, near: [1e-3, 19.9, 20.1, 1e4], edges: [0] };

/** Domains that are not the whole line. Steps and what closes a family of derivatives have no derivative to check. */
const domains: Readonly<Record<string, readonly Range[]>> = {
  div: [real, positive],
  digamma: [positive],
  lgamma: [positive],
  log: [positive],
  log1p: [{ from: -0.95, to: 30, near: [-1 + 1e-4], edges: [-1] }],
  logPhi: [{ from: -8, to: 8, near: [-40, -300] }],
  pow: [positive, real],
  ...Object.fromEntries([1, 2, 3].map((k) => [`powLog${String(k)}`, [positive, real]])),
  probit: [{ from: 0.02, to: 0.98, near: [1e-4, 1 - 1e-4], edges: [0, 1] }],
  select: [{ from: 1, to: 1 }, real, real],
  softplus: [{ ...real, near: [-700, 700] }],
  sqrt: [positive],
  stirling: [positive],
  stirlingSlope: [positive],
  besselGap: [concentration],
  logBesselI0: [concentration],
  logDiffExp: [
    { from: 0.1, to: 6 },
    { from: -6, to: -0.1, near: [-300] },
  ],
  log1pRatio: [{ from: -0.9, to: 30, near: [0, 1e-9, -0.15, 0.15], edges: [-1] }],
  log1pRatioSlope: [{ from: -0.9, to: 30, near: [0, 1e-9, -0.15, 0.15], edges: [-1] }],
  ...Object.fromEntries(['Kernel', 'P', 'PSlope', 'Q', 'QSlope'].map((name) => [`logGamma${name}`, [shape, shape]])),
  ...Object.fromEntries(['Kernel', 'P', 'PA', 'PB', 'Q', 'QA', 'QB'].map((name) => [`logBeta${name}`, [share, shape, shape]])),
  ...Object.fromEntries(['Cdf', 'CdfSlope', 'Density'].map((name) => [`logStudent${name}`, [real, { from: 0.5, to: 30, edges: [0] }]])),
  tan: [{ from: -1.3, to: 1.3, edges: [-Math.PI / 2, Math.PI / 2] }],
  trigamma: [positive],
  xdivy: [real, positive],
  xlogy: [real, positive],
  xlog1py: [real, { from: -0.95, to: 30, edges: [-1] }],
};
const closing = new Set([
  'tetragamma',
  'stirlingCurvature',
  'besselGapSlope',
  'log1pRatioCurvature',
  'logStudentCdfCurvature',
  'logGammaPCurvature',
  'logGammaQCurvature',
  ...['PAA', 'PAB', 'PBB', 'QAA', 'QAB', 'QBB'].map((order) => `logBeta${order}`),
]);
const steps = new Set(['floor', 'sign', 'equal', 'less', 'lessEqual', 'select']);

const all = Object.values(primitives) as readonly Primitive[];
const rangesOf = ({ name, arity }: Primitive): readonly Range[] => domains[name] ?? Array.from({ length: arity }, () => real);

function graphOf(primitive: Primitive): { graph: Graph; root: NodeId; variables: NodeId[] } {
  const graph = new Graph();
  const variables = Array.from({ length: primitive.arity }, (_, i) => graph.variable(i));
  return { graph, root: graph.apply(primitive, ...variables), variables };
}

const valueAt = (graph: Graph, root: NodeId, x: readonly number[]): number =>
  evaluateAt(graph, root, (leaf) => (leaf.kind === 'variable' ? (x[leaf.index] ?? NaN) : NaN));

/** Central difference with Richardson's extrapolation: error O(h⁴). */
function slope(f: (x: number) => number, x: number, edges: readonly number[]): number {
  const h = edges.reduce((least, edge) => Math.min(least, Math.abs(x - edge) / 100), 1e-3 * Math.max(Math.min(Math.abs(x), 10), 1));
  const central = (step: number): number => (f(x + step) - f(x - step)) / (2 * step);
  return (4 * central(h / 2) - central(h)) / 3;
}

function near(actual: number, expected: number, tolerance: number, where: string): void {
  const bound = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= bound, `${where}: ${String(actual)} should be ${String(expected)}`);
}

function checkSlopes(primitive: Primitive, x: readonly number[]): void {
  const { graph, root, variables } = graphOf(primitive);
  gradientOf(graph, root, variables).forEach((node, i) => {
    const f = (value: number): number => primitive.evaluate(...(x.map((old, j) => (i === j ? value : old)) as [number, number, number]));
    const own = node === undefined ? 0 : valueAt(graph, node, x);
    near(
      own,
      slope(f, x[i] ?? 0, rangesOf(primitive)[i]?.edges ?? []),
      3e-7,
      `d ${primitive.name}(${x.join(', ')}) by argument ${String(i)}`,
    );
  });
}

describe('primitives', () => {
  for (const primitive of all.filter(({ name }) => !closing.has(name) && !steps.has(name))) {
    it(`${primitive.name}: derivatives agree with differences over the domain`, () => {
      const ranges = rangesOf(primitive);
      const numbers = ranges.map(({ from, to }) => fc.double({ min: from, max: to, noNaN: true }));
      fc.assert(
        fc.property(fc.tuple(...numbers), (x) => {
          // |a| and the larger of two have a kink where a difference means nothing.
          const isKink =
            (primitive.name === 'abs' && Math.abs(x[0] ?? 0) < 1e-2) ||
            (/^(max|min)$/.test(primitive.name) && Math.abs((x[0] ?? 0) - (x[1] ?? 0)) < 1e-2);
          if (!isKink) checkSlopes(primitive, x);
        }),
        { numRuns: 60 },
      );
      ranges.forEach(({ near: edges = [] }, i) => {
        for (const edge of edges)
          checkSlopes(
            primitive,
            ranges.map(({ from, to }, j) => (i === j ? edge : (from + to) / 2)),
          );
      });
    });
  }

  it('evaluates a block as it evaluates single rows', () => {
    const values = Float64Array.of(-800, -3, -1, -0.5, 0, 0.5, 1, 3, 800, NaN, Infinity, -Infinity);
    for (const primitive of all) {
      if (!primitive.evaluateBlock) continue;
      const [a, b, c] = [values, values.toReversed(), values.map((value) => value + 1)];
      const out = new Float64Array(values.length);
      primitive.evaluateBlock(out, values.length, a, b, c);
      const expected = values.map((_, i) => primitive.evaluate(a[i] ?? 0, b[i] ?? 0, c[i] ?? 0));
      assert.deepEqual(out, expected, primitive.name);
    }
  });

  it('takes steps and comparisons at their edges', () => {
    const { equal, floor, less, lessEqual, select, sign } = primitives;
    assert.deepEqual(
      [less, lessEqual, equal].map((each) => each.evaluate(2, 2, 0)),
      [0, 1, 1],
    );
    assert.deepEqual(
      [less, lessEqual, equal].map((each) => each.evaluate(NaN, 2, 0)),
      [NaN, NaN, NaN],
    );
    assert.deepEqual(
      [-1.5, 2].map((a) => floor.evaluate(a, 0, 0)),
      [-2, 2],
    );
    assert.deepEqual(
      [-3, 0, 3].map((a) => sign.evaluate(a, 0, 0)),
      [-1, 0, 1],
    );
    assert.deepEqual(
      [1, 0, NaN].map((a) => select.evaluate(a, 10, 20)),
      [10, 20, NaN],
    );
  });
});

describe('special values', () => {
  // Computed with mpmath at 50 digits from the formula that the name stands for.
  const cases: readonly (readonly [keyof typeof primitives, readonly number[], number])[] = [
    ['exp', [800], Infinity],
    ['exp', [-800], 0],
    ['log', [0], -Infinity],
    ['log', [-1], NaN],
    ['log1p', [-1], -Infinity],
    ['log1p', [1e-18], 1e-18],
    ['expm1', [1e-18], 1e-18],
    ['softplus', [800], 800],
    ['softplus', [-800], 0],
    ['softplus', [-40], 4.248354255291589e-18],
    ['logistic', [800], 1],
    ['logistic', [-800], 0],
    ['logistic', [-40], 4.248354255291589e-18],
    ['logAddExp', [1000, 1000], 1000.6931471805599],
    ['logAddExp', [-Infinity, -Infinity], -Infinity],
    ['logAddExp', [-Infinity, 3], 3],
    ['logPhi', [-40], -804.6084420137538],
    ['logPhi', [-1], -1.8410216450092636],
    ['logPhi', [40], 0],
    ['Phi', [-40], 0],
    ['probit', [0.975], 1.959963984540054],
    ['xlogy', [0, 0], 0],
    ['xlogy', [0, -1], 0],
    ['xlogy', [0, NaN], NaN],
    ['xlogy', [2, 0], -Infinity],
    ['xlog1py', [0, -1], 0],
    ['xlog1py', [1, -1], -Infinity],
    ['xdivy', [0, 0], 0],
    ['lgamma', [0], Infinity],
    ['lgamma', [1e-300], 690.7755278982137],
    ['lgamma', [1e6], 12815504.56914761],
    ['digamma', [1e-3], -1000.5755719318103],
    ['trigamma', [1e-3], 1000001.6425331959],
    // −2 ζ(3), and psi(2, ·).
    ['tetragamma', [1], -2.4041138063191885],
    ['tetragamma', [0.5], -16.82879664423432],
    ['tetragamma', [100], -0.00010100499983335],
    ['stirling', [1], 0.08106146679532726],
    ['stirling', [1e6], 8.333333333333056e-8],
    ['stirlingSlope', [100], -8.333250003967838e-6],
    ['stirlingCurvature', [100], 1.6666333357139525e-7],
    ['pow', [0, 0], 1],
    ['pow', [-2, 3], -8],
    ['pow', [-2, 0.3], NaN],
    ['div', [1, 0], Infinity],
    // Incomplete gamma and beta functions, Student's t, Bessel functions and log(1 + a)/a with their derivatives: mpmath.
    ['logGammaP', [2.5, 1e-10], -58.765600927269645],
    ['logGammaP', [100, 140], -0.00016107014581206352],
    ['logGammaQ', [2.5, 300], -291.72401333888916],
    ['logGammaQ', [1000, 900], -0.0005500535174143448],
    ['logGammaKernel', [100000, 100001], 4.837518365980441],
    ['logGammaPSlope', [3, 5], -0.12988301934579996],
    ['logGammaPCurvature', [3, 5], -0.08388450727373052],
    ['logGammaPCurvature', [30, 20], -0.028557921201201986],
    ['logGammaQSlope', [3, 5], 0.9120818030807539],
    ['logGammaQCurvature', [3, 5], -0.3612922167048046],
    ['logGammaQCurvature', [0.3, 0.2], -11.728354567663454],
    ['logBetaP', [0.3, 2, 5], -0.5450289451074889],
    ['logBetaPA', [0.3, 2, 5], -0.4353309727388192],
    ['logBetaPB', [0.3, 2, 5], 0.17150846301807765],
    ['logBetaPAA', [0.3, 2, 5], -0.13452905972944448],
    ['logBetaPAB', [0.3, 2, 5], 0.10377351844944833],
    ['logBetaPBB', [0.3, 2, 5], -0.059571829206780814],
    ['logBetaQ', [0.3, 2, 5], -0.8670839878195068],
    ['logBetaQA', [0.3, 2, 5], 0.6007396472143413],
    ['logBetaQB', [0.3, 2, 5], -0.23667494393873237],
    ['logBetaQAA', [0.3, 2, 5], -0.4367638791621803],
    ['logBetaQAB', [0.3, 2, 5], 0.1020085755525733],
    ['logBetaQBB', [0.3, 2, 5], -0.0144],
    ['logBetaP', [1e-20, 3, 4], -135.15937330608875],
    ['logBetaQ', [0.9, 5, 400], -900.6416594897491],
    ['logBetaP', [0.5, 300, 310], -0.41957643238972253],
    ['logStudentCdf', [-40, 3], -10.971162936870327],
    ['logStudentCdf', [2, 7.5], -0.04233198570113469],
    ['logStudentCdf', [-1e-9, 4], -0.6931471813099453],
    ['logStudentCdfSlope', [-2, 5], -0.11176993285779038],
    ['logStudentCdfCurvature', [-2, 5], 0.0315669320795128],
    ['logStudentCdfCurvature', [1, 30], -1.0457161796005232e-5],
    ['logBesselI0', [0.001], -0.000999750000015625],
    ['besselGap', [0.001], -0.9995000000625],
    ['besselGapSlope', [0.001], 0.4999998125000521],
    ['logBesselI0', [5], -1.6953182241774667],
    ['besselGap', [5], -0.10661686295591478],
    ['besselGapSlope', [5], 0.0231899430364522],
    ['logBesselI0', [25], -2.5232719950007563],
    ['besselGap', [25], -0.02020854650948407],
    ['besselGapSlope', [25], 0.0008170495273215196],
    ['logBesselI0', [1000], -4.3726911101305355],
    ['besselGap', [1000], -0.0005001251251957198],
    ['besselGapSlope', [1000], 5.002503757832876e-7],
    ['log1pRatio', [1e-5], 0.9999950000333331],
    ['log1pRatioSlope', [1e-5], -0.4999933334083325],
    ['log1pRatioCurvature', [1e-5], 0.6666516669066633],
    ['log1pRatio', [-0.1], 1.053605156578263],
    ['log1pRatioSlope', [-0.1], -0.575059545328481],
    ['log1pRatioCurvature', [-0.1], 0.8444881057760593],
    ['log1pRatio', [0.2], 0.9116077839697732],
    ['log1pRatioSlope', [0.2], -0.391372253182199],
    ['log1pRatioCurvature', [0.2], 0.44150030959976766],
    ['log1pRatio', [-0.999], 6.914669948931067],
    ['log1pRatioSlope', [-0.999], -994.0794094605286],
    ['log1pRatioCurvature', [-0.999], 999010.8520331103],
    ['logDiffExp', [1000, 999], 999.5413248546129],
    ['logDiffExp', [1, 0.9999999990686774], -19.79441541726402],
    ['sqrt', [-1], NaN],
  ];
  for (const [name, args, expected] of cases) {
    it(`${name}(${args.join(', ')}) = ${String(expected)}`, () => {
      const [a = 0, b = 0, c = 0] = args;
      const found = primitives[name].evaluate(a, b, c);
      if (Number.isFinite(expected)) assert.ok(Math.abs(found - expected) <= 4e-14 * Math.abs(expected), String(found));
      else assert.equal(found, expected);
    });
  }
});

describe('simplifications', () => {
  /** Every primitive with a rule, applied to arguments of the shapes that the rules look for. */
  it('keep the value of every expression they rewrite', () => {
    const shapes: readonly ((o: ReturnType<typeof opsOf>, x: NodeId) => NodeId)[] = [
      (o) => o.num(0),
      (o) => o.num(1),
      (o) => o.num(-1),
      (o) => o.num(2),
      (o) => o.num(0.5),
      (_, x) => x,
      (o, x) => o.neg(x),
      (o, x) => o.exp(x),
      (o, x) => o.expm1(x),
      (o, x) => o.logistic(x),
      (o, x) => o.neg(o.logistic(x)),
      (o, x) => o.Phi(x),
      (o, x) => o.neg(o.Phi(x)),
      (o, x) => o.div(o.num(1), x),
      (o, x) => o.log(o.exp(x)),
    ];
    const points = [0.3, 1.7, 2.5];
    for (const primitive of all) {
      for (const first of shapes) {
        for (const second of primitive.arity === 1 ? shapes.slice(0, 1) : shapes) {
          const o = opsOf(new Graph());
          const args = [first(o, o.graph.variable(0)), second(o, o.graph.variable(1)), o.graph.variable(2)].slice(0, primitive.arity);
          const plain = primitive.evaluate(...(args.map((arg) => valueAt(o.graph, arg, points)) as [number, number, number]));
          const found = valueAt(o.graph, o.graph.apply(primitive, ...args), points);
          const same = Object.is(found, plain) || found === plain || Math.abs(found - plain) <= 1e-14 * Math.max(1, Math.abs(plain));
          assert.ok(same, `${primitive.name} of ${args.join()} gives ${String(found)} instead of ${String(plain)}`);
        }
      }
    }
  });

  it('use forms that stay exact where the written one underflows', () => {
    const o = opsOf(new Graph());
    const x = o.graph.variable(0);
    const at = (node: NodeId, value: number): number => valueAt(o.graph, node, [value]);
    assert.equal(at(o.log(o.exp(x)), 800), 800);
    assert.equal(at(o.log(o.logistic(x)), -800), -800);
    assert.equal(at(o.log1p(o.neg(o.logistic(x))), 800), -800);
    assert.ok(Math.abs(at(o.log(o.Phi(x)), -40) + 804.6084420137538) < 1e-10);
    assert.ok(Math.abs(at(o.log1p(o.neg(o.Phi(x))), 40) + 804.6084420137538) < 1e-10);
    assert.equal(at(o.log1p(o.exp(x)), 900), 900);
  });

  it('do not extend the domain: exp(log x) of a negative x is not x', () => {
    const o = opsOf(new Graph());
    assert.ok(Number.isNaN(valueAt(o.graph, o.exp(o.log(o.graph.variable(0))), [-2])));
  });
});

describe('Graph', () => {
  it('makes equal expressions one node, whatever the order of a sum or product', () => {
    const o = opsOf(new Graph());
    const [a, b] = [o.graph.variable(0), o.graph.column(0)];
    assert.equal(o.add(a, b), o.add(b, a));
    assert.equal(o.mul(a, b), o.mul(b, a));
    assert.notEqual(o.sub(a, b), o.sub(b, a));
    assert.notEqual(o.num(0), o.num(-0));
  });

  it('takes sums of 10,000 terms without running out of stack', () => {
    const o = opsOf(new Graph());
    const x = o.graph.variable(0);
    let sum = o.num(0);
    for (let i = 1; i <= 10_000; i++) sum = o.add(sum, o.sin(o.mul(o.num(i), x)));
    const [derivative] = gradientOf(o.graph, sum, [x]);
    assert.equal(valueAt(o.graph, sum, [0]), 0);
    assert.equal(valueAt(o.graph, derivative ?? sum, [0]), 50_005_000);
    const [column] = evaluateColumns(o.graph, [sum], [], 2, [Float64Array.of(0, 0)]);
    assert.deepEqual(column, Float64Array.of(0, 0));
  });
});
