import { assembleGradient, assembleHessian } from '../assemble.js';
import type { BoundVariable, Cancellation, Evaluation, Order, Term } from '../kernel.js';
import { fillVariable } from '../machine.js';
import type { CompensatedSum, TermDerivatives } from '../termKernel.js';
import { TILE } from '../tape.js';
import { evaluateOnce } from './broadcast.js';
import { Code } from './code.js';
import { jobsOf } from './jobs.js';
import { type KnownColumns, type Plan, planOf } from './plan.js';
import { STEP } from './products.js';
import type { Runtime } from './runtime.js';
import { scatter } from './scatter.js';

/** Rows between two looks at the cancel flag: well below a millisecond each. */
const CANCEL_ROWS = 32 * TILE;

/** The generated code of one term for one order of derivatives, with its memory. */
export class Program {
  /** First row of the data in memory; −1 before any are. */
  private loaded = -1;
  /** Results of the current tile, for what is summed outside. */
  private readonly tile = { start: 0, rows: 0, values: (id: number): Float64Array => this.output(id) };

  private constructor(
    private readonly plan: Plan,
    private readonly code: Code,
  ) {}

  /** Undefined where generated code would be too long: the interpreter takes such terms. */
  static of(
    host: Runtime,
    term: Term,
    derivatives: TermDerivatives,
    order: Order,
    parameters: number,
    known: KnownColumns,
  ): Program | undefined {
    const { gradient, hessian, used } = derivatives;
    const roots = [term.root, ...(order >= 1 ? gradient : []), ...(order === 2 ? hessian.flat() : [])].filter((id) => id !== undefined);
    const variables = used.map((index) => term.variables[index] as BoundVariable);
    const plan = planOf(term, jobsOf(variables, derivatives, order), parameters, roots, known);
    const code = Code.of(host, plan);
    return code && new Program(plan, code);
  }

  /** Adds the term to `into` and its value to `sum`; stops early when cancelled. */
  addTo(into: Evaluation, sum: CompensatedSum, point: Float64Array, cancellation: Cancellation): void {
    const { plan, code } = this;
    this.begin(point);
    for (let start = 0; start < plan.term.rows; start += TILE) {
      if (start % CANCEL_ROWS === 0 && cancellation.cancelled) return;
      this.runTile(into, point, start);
    }
    const numbers = code.numbers;
    const value = plan.value / 8;
    sum.addAll(numbers.subarray(value, value + 2), 2);
    const lost = numbers.subarray(value + 2, value + 4).map((each) => (Number.isFinite(each) ? each : 0));
    sum.addAll(lost, 2);
    for (const [job, place] of plan.results) scatter(into, job, numbers, place / 8);
  }

  private begin(point: Float64Array): void {
    const { plan } = this;
    const { numbers } = this.code;
    numbers.set(point, plan.point / 8);
    numbers.fill(0, plan.value / 8, plan.resultsEnd / 8);
    evaluateOnce(plan, point, numbers);
  }

  private runTile(into: Evaluation, point: Float64Array, start: number): void {
    const { plan, code, tile } = this;
    const rows = Math.min(TILE, plan.term.rows - start);
    const first = start - (start % plan.blockRows);
    if (first !== this.loaded) this.load(first);
    for (const { bound, place } of plan.gathers.values()) fillVariable(bound, code.tile(place), point, start, rows);
    code.run(8 * (start - first), rows);
    if (plan.gathers.size === 0) return;
    tile.start = start;
    tile.rows = rows;
    assembleGradient(into.gradient, plan.jobs.variables, plan.jobs.gradient, tile);
    assembleHessian(into.hessian, into.gradient.length, plan.jobs.variables, plan.jobs.hessian, tile);
  }

  /** Brings a block of rows into memory, with zeros up to a whole group of rows. */
  private load(first: number): void {
    const { term, blockRows, columns } = this.plan;
    const rows = Math.min(blockRows, term.rows - first);
    const { numbers } = this.code;
    for (const [column, place] of columns) {
      numbers.set(column.subarray(first, first + rows), place / 8);
      numbers.fill(0, place / 8 + rows, place / 8 + Math.ceil(rows / STEP) * STEP);
    }
    this.loaded = first;
  }

  private output(id: number): Float64Array {
    return this.code.tile(this.plan.outputs.get(id) ?? 0);
  }
}
