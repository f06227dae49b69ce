import { Clock } from '../../engine/kernel/clock.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import { type FitAnswer, type FitEvent, isPreliminary } from '../../report/answer.js';
import type { Problem } from '../../report/problem.js';
import type { HeldOut } from './heldOut.js';
import type { FitJob, Learn } from './job.js';
import type { ModelKeeper } from './keeper.js';

/** Each phase (making the model, the search, and what follows from its end) may take a little more than the search: that ends by itself, with what it has. */
const allowanceOf = ({ spec }: FitJob): number => spec.settings.maxSeconds * 1100 + 250;

/** One question to a worker, and what every stage of answering it needs. */
export class FitContext {
  /** The job with the rows that are fitted: those held out are taken away. */
  readonly job: FitJob;
  readonly validation: HeldOut['validation'];
  readonly clock: Clock;
  private readonly held: readonly Problem[];
  private readonly began = performance.now();
  private answered: FitAnswer | undefined;

  /** `rows`: those of the data, held out or not. */
  constructor(
    { job, validation, problems }: HeldOut,
    private readonly rows: number,
    private readonly outer: Cancellation,
    readonly keeper: ModelKeeper,
    private readonly hear: (event: FitEvent) => void,
    readonly learn: Learn,
  ) {
    this.job = job;
    this.validation = validation;
    this.held = problems;
    this.clock = new Clock(outer, allowanceOf(job));
  }

  /** Whether somebody has cancelled the fit; a clock that has run out is no such end. */
  isCancelled(): boolean {
    return this.outer.cancelled;
  }

  /** The next phase begins: it has its own time, and `more` milliseconds. */
  beginPhase(more = 0): void {
    this.clock.allow(allowanceOf(this.job) + more);
  }

  /** Milliseconds since the work began. */
  get elapsed(): number {
    return performance.now() - this.began;
  }

  /** Sends an answer; after a cancellation its end instead. */
  answer(answer: FitAnswer): void {
    if (this.isCancelled()) return this.cancel();
    if (!isPreliminary(answer)) this.answered = answer;
    this.hear({ ...answer, rows: this.rows, problems: [...this.held, ...answer.problems] });
  }

  /** Ends without an answer. Whatever happens after an answer does not take the answer away. */
  refuse(problems: readonly Problem[]): void {
    if (this.isCancelled()) return this.cancel();
    if (this.answered) return this.answer({ ...this.answered, stage: 'final' });
    this.hear({ kind: 'refused', rows: this.rows, problems: [...this.held, ...problems] });
  }

  cancel(): void {
    this.hear({ kind: 'cancelled' });
  }
}
