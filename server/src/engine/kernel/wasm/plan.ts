import type { NodeId } from '../../ir/graph.js';
import type { BoundVariable, Term } from '../kernel.js';
import { type Instruction, type Tape, tapeOf, TILE } from '../tape.js';
import type { Job, Jobs, Linear } from './jobs.js';
import { Layout } from './layout.js';
import { GRAM_COLUMNS, STEP } from './products.js';

/** Data up to this size stay in the memory of a program; larger data pass through it, a few thousand rows at a time. */
const RESIDENT_BYTES = 8 * 2 ** 20;
const PASSING_ROWS = 32 * TILE;

type Gather = Extract<BoundVariable, { kind: 'gather' }>;

/** Where everything of a term lies in the memory of its program. Rows of the tile come first, rows of data last. */
export interface Plan {
  readonly term: Term;
  readonly tape: Tape;
  readonly jobs: Jobs;
  /** Rows of data that are in memory together. */
  readonly blockRows: number;
  readonly point: number;
  readonly mask: number;
  /** Sums of the value: two partial sums, and what they lost to rounding. */
  readonly value: number;
  /** Numbers that are the same for all rows of a call. */
  readonly scalars: ReadonlyMap<NodeId, number>;
  readonly gathers: ReadonlyMap<NodeId, { readonly bound: Gather; readonly place: number }>;
  /** Values of a tile that a later step reads. */
  readonly outputs: ReadonlyMap<NodeId, number>;
  /** Addresses of the columns of a design, for products. */
  readonly tables: ReadonlyMap<Linear, number>;
  /** Where each job adds up. */
  readonly results: ReadonlyMap<Job, number>;
  readonly resultsEnd: number;
  readonly data: ReadonlyMap<NodeId, Float64Array>;
  readonly columns: ReadonlyMap<Float64Array, number>;
  readonly size: number;
  /** Operations for each row. */
  readonly operations: number;
}

export function planOf(term: Term, jobs: Jobs, parameters: number, roots: readonly NodeId[], known: KnownColumns): Plan {
  const tape = tapeOf(term.graph, roots, (index) => term.variables[index]?.kind === 'scalar');
  const layout = new Layout();
  const point = layout.take(8 * parameters);
  const mask = layout.take(8 * (TILE + STEP));
  const scalars = scalarsOf(term, tape, layout);
  const gathers = gathersOf(term, tape, layout);
  const outputs = new Map(outputNodes(jobs).map((node) => [node, layout.take(8 * TILE)]));
  const tables = new Map(linearsOf(jobs.jobs).map((linear) => [linear, layout.take(4 * (linear.design.length + GRAM_COLUMNS))]));
  const value = layout.take(32);
  const results = new Map(jobs.jobs.map((job) => [job, layout.take(resultBytes(job))]));
  const resultsEnd = layout.size;
  const data = dataOf(term, tape, roots, known);
  const designs = usedLinears(term, tape).flatMap(({ design }) => design);
  const needed = new Set([...data.values(), ...designs]);
  const blockRows = blockRowsOf(term.rows, needed.size);
  const columns = new Map([...needed].map((column) => [column, layout.take(8 * blockRows)]));
  const places = { point, mask, value, scalars, gathers, outputs, tables, results, resultsEnd, columns, size: layout.size };
  return { term, tape, jobs, blockRows, data, ...places, operations: tape.row.length + designs.length };
}

function blockRowsOf(rows: number, columns: number): number {
  const all = Math.ceil(rows / TILE) * TILE;
  return all * columns * 8 <= RESIDENT_BYTES ? all : Math.min(all, PASSING_ROWS);
}

function scalarsOf({ graph }: Term, { order, rates }: Tape, layout: Layout): Map<NodeId, number> {
  const nodes = order.filter((id) => rates.get(id) === 'call' && graph.node(id).kind !== 'constant');
  return new Map(nodes.map((id) => [id, layout.take(8)]));
}

function gathersOf({ graph, variables }: Term, { order }: Tape, layout: Layout): Map<NodeId, { bound: Gather; place: number }> {
  const found = order.flatMap((id) => {
    const node = graph.node(id);
    const bound = node.kind === 'variable' ? variables[node.index] : undefined;
    return bound?.kind === 'gather' ? [{ id, bound }] : [];
  });
  return new Map(found.map(({ id, bound }) => [id, { bound, place: layout.take(8 * TILE) }]));
}

function usedLinears({ graph, variables }: Term, { order }: Tape): Linear[] {
  return order.flatMap((id) => {
    const node = graph.node(id);
    const bound = node.kind === 'variable' ? variables[node.index] : undefined;
    return bound?.kind === 'linear' ? [bound] : [];
  });
}

function outputNodes({ jobs, gradient, hessian }: Jobs): NodeId[] {
  const own = jobs.flatMap((job) => (job.kind === 'sum' ? [] : [job.node]));
  return [...new Set([...own, ...[...gradient, ...hessian.flat()].filter((node) => node !== undefined)])];
}

function linearsOf(jobs: readonly Job[]): Linear[] {
  const linears = jobs.flatMap((job) => (job.kind === 'sum' ? [] : job.kind === 'project' ? [job.linear] : [job.a, job.b]));
  return [...new Set(linears)];
}

/** Products are written in whole groups of columns. */
function resultBytes(job: Job): number {
  if (job.kind === 'sum') return 16;
  if (job.kind === 'project') return 8 * (job.linear.design.length + GRAM_COLUMNS);
  return 8 * (job.a.design.length + 1) * rowLength(job.b);
}

/** Numbers in a row of the product of a Gram job whose second design this is. */
export const rowLength = ({ design }: Linear): number => Math.ceil(design.length / GRAM_COLUMNS) * GRAM_COLUMNS;

/** Columns that follow from data and constants alone, by node: worked out once for all programs of a term. */
export type KnownColumns = Map<NodeId, Float64Array>;

/** The columns of all rows that generated code reads: given ones and derived ones. */
function dataOf(term: Term, tape: Tape, roots: readonly NodeId[], known: KnownColumns): Map<NodeId, Float64Array> {
  const all = new Map<NodeId, Float64Array>();
  for (const id of tape.order) {
    const node = term.graph.node(id);
    if (node.kind === 'column') all.set(id, term.columns[node.slot] ?? new Float64Array(term.rows).fill(NaN));
  }
  for (const instruction of tape.data) all.set(instruction.id, known.get(instruction.id) ?? wholeColumn(term, instruction, all));
  const read = new Set([...roots, ...tape.row.flatMap(({ args }) => args)]);
  const needed = [...all].filter(([id]) => read.has(id));
  for (const [id, values] of needed) known.set(id, values);
  return new Map(needed);
}

function wholeColumn({ graph, rows }: Term, { primitive, args }: Instruction, known: ReadonlyMap<NodeId, Float64Array>): Float64Array {
  const columns = [0, 1, 2].map((i) => known.get(args[i] ?? -1));
  const fixed = [0, 1, 2].map((i) => (args[i] === undefined ? 0 : (graph.constantValue(args[i]) ?? NaN)));
  const [a, b, c] = columns;
  const [x = 0, y = 0, z = 0] = fixed;
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    out[i] = primitive.evaluate(a ? (a[i] as number) : x, b ? (b[i] as number) : y, c ? (c[i] as number) : z);
  }
  return out;
}
