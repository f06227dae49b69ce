import { type Cancellation, neverCancelled, type Evaluation, type Order, type RowVariable, type Term } from '../kernel.js';
import type { CompensatedSum, TermDerivatives } from '../termKernel.js';
import { hasFusedProducts } from '../../wasm/available.js';
import { evaluateOnce } from './broadcast.js';
import { chunksOf } from './chunks.js';
import { jobsOf } from './jobs.js';
import type { Listing, Task, Team } from '../task.js';
import { listingOf } from './listing.js';
import { type KnownColumns, type Plan, planOf } from './plan.js';
import type { Runtime } from '../../wasm/runtime.js';
import { scatter } from './scatter.js';
import { waitFor, takePart, taskOf } from './team.js';
import { Unit } from './unit.js';

/** Rows times operations above which other threads help: they need some 50 µs to start. */
const WORTH_HELP = 2e6;

/** The generated code of one term for one order of derivatives. */
export class Program {
  private readonly header: Float64Array;
  private readonly total: Float64Array;
  private task: Task | undefined;
  private calls = 0;

  private constructor(
    private readonly plan: Plan,
    private readonly listing: Listing,
    private readonly unit: Unit,
  ) {
    this.header = new Float64Array((plan.header.to - plan.header.from) / 8);
    this.total = new Float64Array((plan.sums.to - plan.sums.from) / 8);
  }

  /** Undefined where generated code would be too long or take too much memory: the interpreter takes such terms. */
  static of(
    host: Runtime,
    term: Term,
    derivatives: TermDerivatives,
    order: Order,
    parameters: number,
    known: KnownColumns,
    cancellation: Cancellation = neverCancelled,
  ): Program | undefined {
    const { gradient, hessian, used } = derivatives;
    const roots = [term.root, ...(order >= 1 ? gradient : []), ...(order === 2 ? hessian.flat() : [])].filter((id) => id !== undefined);
    const variables = used.map((index) => term.variables[index] as RowVariable);
    const plan = planOf(term, jobsOf(variables, derivatives, order), parameters, roots, known, cancellation);
    const listing = plan && !cancellation.cancelled ? listingOf(plan, hasFusedProducts(host)) : undefined;
    const unit = listing && Unit.of(host, listing);
    return plan && listing && unit && new Program(plan, listing, unit);
  }

  /** Adds the term to `into` and its value to `sum`; stops early when cancelled. */
  addTo(into: Evaluation, sum: CompensatedSum, point: Float64Array, cancellation: Cancellation): void {
    const { plan, header, total } = this;
    evaluateOnce(plan, point, header);
    total.fill(0);
    const { team } = cancellation;
    const partials = team && this.isWorthHelp ? this.together(team, cancellation) : this.alone(cancellation);
    for (const sums of partials) this.add(sum, sums);
    if (cancellation.cancelled) return;
    for (const [job, place] of plan.results) scatter(into, job, total, (place - plan.sums.from) / 8);
  }

  private get isWorthHelp(): boolean {
    return this.listing.rows * this.plan.operations > WORTH_HELP && chunksOf(this.listing).count > 1;
  }

  /** The sums of each chunk in turn. */
  private *alone(cancellation: Cancellation): Generator<Float64Array> {
    const { listing, unit } = this;
    const chunks = chunksOf(listing);
    unit.setHeader(this.header);
    for (let from = 0; from < listing.rows; from += chunks.rows) {
      const sums = unit.run(from, Math.min(from + chunks.rows, listing.rows), () => cancellation.cancelled);
      if (!sums) return;
      yield sums;
    }
  }

  /** The same with the help of other threads. */
  private *together(team: Team, cancellation: Cancellation): Generator<Float64Array> {
    const task = (this.task ??= taskOf(this.listing));
    const call = ++this.calls;
    const isCancelled = (): boolean => cancellation.cancelled;
    task.header.set(this.header);
    Atomics.store(task.stopped, 0, 0);
    team.call(task, call);
    takePart(task, call, this.unit, isCancelled);
    if (waitFor(task, call, isCancelled)) {
      for (let chunk = 0; chunk < task.chunks.count; chunk++) yield task.partials.subarray(chunk * task.length, (chunk + 1) * task.length);
      return;
    }
    // A thread was lost: the rows are summed here, and whatever it may still write is never read.
    this.task = undefined;
    this.calls = 0;
    yield* this.alone(cancellation);
  }

  /** Adds the sums of one chunk: those of the value with what they lost to rounding. */
  private add(sum: CompensatedSum, sums: Float64Array): void {
    const { total } = this;
    for (let i = 0; i < sums.length; i++) total[i] = (total[i] as number) + (sums[i] as number);
    sum.addAll(sums.subarray(0, 2), 2);
    sum.addAll(
      sums.subarray(2, 4).map((each) => (Number.isFinite(each) ? each : 0)),
      2,
    );
  }
}
