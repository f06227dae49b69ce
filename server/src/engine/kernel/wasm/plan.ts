import type { NodeId } from '../../ir/graph.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import type { Cancellation, Term } from '../kernel.js';
import type { Range } from '../task.js';
import { type Tape, tapeOf, TILE } from '../tape.js';
import { codesOf, type Gather, type Job, type Linear, linearsOf } from './jobs.js';
import { Layout } from '../../wasm/layout.js';
import { GRAM_COLUMNS, STEP } from '../../wasm/products.js';

/** Data up to this size stay in the memory of a program; larger data pass through it, a few thousand rows at a time. */
const RESIDENT_BYTES = 8 * 2 ** 20;
export const PASSING_ROWS = 32 * TILE;
/** Sums that take more memory than this are left to the interpreter. */
const MOST_SUMS = 64 * 2 ** 20;

/** Where everything of a term lies in the memory of its program. What a call sets comes first, rows of data last. */
export interface Plan {
  readonly term: Term;
  readonly tape: Tape;
  readonly jobs: readonly Job[];
  /** Rows of data that are in memory together. */
  readonly blockRows: number;
  /** What is set once a call: the point, values by level, and numbers that are the same for all rows. */
  readonly header: Range;
  readonly point: number;
  readonly scalars: ReadonlyMap<NodeId, number>;
  readonly gathers: ReadonlyMap<NodeId, { readonly bound: Gather; readonly place: number }>;
  readonly mask: number;
  /** Where rows are added up. */
  readonly sums: Range;
  /** Sums of the value: two partial sums, and what they lost to rounding. */
  readonly value: number;
  readonly results: ReadonlyMap<Job, number>;
  /** Values of a tile that a later step reads. */
  readonly outputs: ReadonlyMap<NodeId, number>;
  /** Addresses of the columns of a design, for products. */
  readonly tables: ReadonlyMap<Linear, number>;
  readonly data: ReadonlyMap<NodeId, Float64Array>;
  readonly columns: ReadonlyMap<Float64Array, number>;
  readonly size: number;
  /** Operations for each row. */
  readonly operations: number;
}

/** Undefined where the sums would take too much memory. Means nothing where it is cancelled. */
export function planOf(
  term: Term,
  jobs: readonly Job[],
  parameters: number,
  roots: readonly NodeId[],
  known: KnownColumns,
  stop: Cancellation,
): Plan | undefined {
  if (jobs.reduce((sum, job) => sum + resultBytes(job), 0) > MOST_SUMS) return undefined;
  const tape = tapeOf(term.graph, roots, (index) => term.variables[index]?.kind === 'scalar');
  const layout = new Layout();
  const point = layout.take(8 * parameters);
  const scalars = scalarsOf(term, tape, layout);
  const gathers = gathersOf(term, tape, layout);
  const header = { from: 0, to: layout.size };
  const value = layout.take(32);
  const results = new Map(jobs.map((job) => [job, layout.take(resultBytes(job))]));
  const sums = { from: value, to: layout.size };
  const mask = layout.take(8 * (TILE + STEP));
  const outputs = new Map(jobs.flatMap((job) => (job.kind === 'sum' ? [] : [job.node])).map((node) => [node, -1]));
  for (const node of outputs.keys()) outputs.set(node, layout.take(8 * TILE));
  const linears = new Set(jobs.flatMap(linearsOf));
  const tables = new Map([...linears].map((linear) => [linear, layout.take(4 * (linear.design.length + GRAM_COLUMNS))]));
  const data = dataOf(term, tape, roots, known, stop);
  const designs = usedLinears(term, tape).flatMap(({ design }) => design);
  const codes = [...[...gathers.values()].map(({ bound }) => bound.codes), ...jobs.flatMap(codesOf)];
  const needed = new Set([...data.values(), ...designs, ...codes]);
  const blockRows = blockRowsOf(term.rows, needed.size);
  const columns = new Map([...needed].map((column) => [column, layout.take(8 * blockRows)]));
  const places = { header, point, scalars, gathers, mask, sums, value, results, outputs, tables, columns, size: layout.size };
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
  return new Map(found.map(({ id, bound }) => [id, { bound, place: layout.take(8 * bound.map.length) }]));
}

function usedLinears({ graph, variables }: Term, { order }: Tape): Linear[] {
  return order.flatMap((id) => {
    const node = graph.node(id);
    const bound = node.kind === 'variable' ? variables[node.index] : undefined;
    return bound?.kind === 'linear' ? [bound] : [];
  });
}

/** Products are written in whole groups of columns. */
function resultBytes(job: Job): number {
  if (job.kind === 'sum') return 16;
  if (job.kind === 'project') return 8 * (job.linear.design.length + GRAM_COLUMNS);
  if (job.kind === 'gram') return 8 * (job.a.design.length + 1) * rowLength(job.b);
  if (job.kind === 'level') return 8 * job.a.map.length;
  return 8 * job.a.map.length * (job.kind === 'levelRow' ? job.b.design.length : job.b.map.length);
}

/** Numbers in a row of the product of a Gram job whose second design this is. */
export const rowLength = ({ design }: Linear): number => Math.ceil(design.length / GRAM_COLUMNS) * GRAM_COLUMNS;

/** Columns that follow from data and constants alone, by node: worked out once for all programs of a term. */
export type KnownColumns = Map<NodeId, Float64Array>;

/** The columns of all rows that generated code reads: given ones and derived ones. */
function dataOf(
  { graph, columns, rows }: Term,
  tape: Tape,
  roots: readonly NodeId[],
  known: KnownColumns,
  stop: Cancellation,
): KnownColumns {
  const read = new Set([...roots, ...tape.row.flatMap(({ args }) => args)]);
  const needed = tape.order.filter((id) => read.has(id) && tape.rates.get(id) === 'data');
  const missing = needed.filter((id) => !known.has(id));
  const found = evaluateColumns(graph, missing, columns, rows, [], stop);
  missing.forEach((id, i) => stop.cancelled || known.set(id, found[i] ?? new Float64Array(rows)));
  return new Map(needed.map((id) => [id, known.get(id) ?? new Float64Array(0)]));
}
