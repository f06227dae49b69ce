import { distributions } from '../server/src/engine/distributions/index.js';
import { Graph } from '../server/src/engine/ir/graph.js';
import { opsOf } from '../server/src/engine/ir/ops.js';
import { interpret } from '../server/src/engine/terms/interpreter.js';
import type { BoundVariable, Kernel, Term } from '../server/src/engine/kernel/kernel.js';
import { compileKernel } from '../server/src/engine/terms/compile.js';
import type { Part } from './support/section.js';
import { duration, median } from './support/statistics.js';

interface Case {
  readonly name: string;
  readonly term: Term;
  readonly parameters: number;
  readonly rounds: number;
}

/** A repeatable sequence of numbers between 0 and 1 (a linear congruential generator modulo 2³²). */
function sequence(): () => number {
  let state = 1;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function predictor(rows: number, width: number, random: () => number): Extract<BoundVariable, { kind: 'linear' }> {
  const design = Array.from({ length: width }, (_, j) => Float64Array.from({ length: rows }, () => (j === 0 ? 1 : 2 * random() - 1)));
  return { kind: 'linear', parameters: Int32Array.from(design.keys()), design };
}

function logistic(rows: number, width: number): Case {
  const random = sequence();
  const o = opsOf(new Graph());
  const eta = o.graph.variable(0);
  const root = o.sub(o.mul(o.graph.column(0), eta), o.softplus(eta));
  const y = Float64Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0));
  const variables = [predictor(rows, width, random)];
  const term = { graph: o.graph, root, rows, columns: [y], inputs: new Float64Array(0), variables };
  return { name: `logistic ${String(rows)} x ${String(width)}`, term, parameters: width, rounds: Math.max(5, 2e6 / rows) };
}

function linear(rows: number, width: number): Case {
  const random = sequence();
  const o = opsOf(new Graph());
  const [mu, sigma, y] = [o.graph.variable(0), o.graph.variable(1), o.graph.column(0)];
  const z = o.div(o.sub(y, mu), sigma);
  const root = o.sub(o.mul(o.num(-0.5), o.mul(z, z)), o.log(sigma));
  const outcome = Float64Array.from({ length: rows }, () => 3 * random());
  const variables: BoundVariable[] = [predictor(rows, width, random), { kind: 'scalar', parameter: width }];
  const term = { graph: o.graph, root, rows, columns: [outcome], inputs: new Float64Array(0), variables };
  return { name: `linear ${String(rows)} x ${String(width)}`, term, parameters: width + 1, rounds: Math.max(5, 2e6 / rows) };
}

/** Counts with a mean for each of 20 groups and a common dispersion. */
function grouped(rows: number): Case {
  const random = sequence();
  const o = opsOf(new Graph());
  const [mean, dispersion] = [o.exp(o.graph.variable(0)), o.exp(o.graph.variable(1))];
  const density = distributions.get('NegativeBinomial')?.parameterisations[0];
  if (density === undefined) throw new Error('there is no distribution NegativeBinomial');
  const root = density.logDensity(o, o.graph.column(0), [[mean], [dispersion]]);
  const column = (levels: number): Float64Array => Float64Array.from({ length: rows }, () => Math.floor(levels * random()));
  const variables: BoundVariable[] = [
    { kind: 'gather', map: Int32Array.from({ length: 20 }, (_, i) => i), codes: column(20) },
    { kind: 'scalar', parameter: 20 },
  ];
  const term = { graph: o.graph, root, rows, columns: [column(7)], inputs: new Float64Array(0), variables };
  return { name: `negative binomial ${String(rows)}, 20 groups`, term, parameters: 21, rounds: 9 };
}

const secondsOf = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};

function measure({ name, term, parameters, rounds }: Case, share: number): string[] {
  const kernels: readonly [Kernel, Kernel] = [interpret([term], parameters), compileKernel([term], parameters, 0)];
  const point = new Float64Array(parameters).fill(0.3);
  const first = kernels.map((kernel) => secondsOf(() => kernel.evaluate(point, 2)));
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < Math.max(3, rounds * share); round++) {
    kernels.forEach((kernel, i) => times[i]?.push(secondsOf(() => kernel.evaluate(point, 2))));
  }
  const warm = times.map(median);
  return [name, ...[...first, ...warm].map(duration), ((warm[0] ?? NaN) / (warm[1] ?? NaN)).toFixed(1)];
}

const sizes = [
  () => linear(100, 2),
  () => linear(1000, 2),
  () => linear(10_000, 2),
  () => logistic(1000, 3),
  () => logistic(100_000, 50),
  () => grouped(100_000),
  () => logistic(1_000_000, 10),
];

export const kernel: Part = {
  name: 'kernel',
  what: 'value, gradient and Hessian by the interpreter and by generated code',
  run: async function* ({ quick }) {
    yield await Promise.resolve({
      title: 'One evaluation of value, gradient and Hessian',
      header: ['likelihood', 'interpreter, first', 'generated, first', 'interpreter', 'generated', 'ratio'],
      rows: sizes.map((make) => measure(make(), quick ? 0.1 : 1)),
      notes: [],
    });
  },
};
