import type { Cancellation } from './kernel.js';
import type { Team } from './task.js';

/** Thrown by work that has nothing to show before it is finished, where its time is over or nobody is waiting for it. `runFit` turns it into an answer. */
export class OutOfTime extends Error {}

/** No more work time than this passes between two looks at the clock: a machine that slept, or stalled, accounts for the rest. */
const LONGEST_LOOK = 2000;

/** A cancellation that triggers by itself when its time is over. */
export class Clock implements Cancellation {
  private deadline: number;
  private isStopped = false;
  private lastLook = Date.now();
  private idle = 0;

  constructor(
    /** The cancellation of the caller that waits for the answer. */
    readonly outer: Cancellation,
    milliseconds: number,
  ) {
    this.deadline = this.now() + milliseconds;
  }

  /** Milliseconds, without those that the machine did not work. */
  readonly now = (): number => {
    const time = Date.now();
    this.idle += Math.max(time - this.lastLook - LONGEST_LOOK, 0);
    this.lastLook = time;
    return time - this.idle;
  };

  get team(): Team | undefined {
    return this.outer.team;
  }

  get cancelled(): boolean {
    return this.outer.cancelled || this.now() > this.deadline;
  }

  /** Whether time alone has ended it. */
  get late(): boolean {
    return !this.outer.cancelled && this.now() > this.deadline;
  }

  /** The next phase has this long. */
  allow(milliseconds: number): void {
    this.deadline = this.now() + milliseconds;
  }

  /** Work that is kept checks this cancellation no more. */
  stop(): void {
    this.isStopped = true;
  }

  /** For work that cannot return a part of its result. */
  readonly check = (): void => {
    if (!this.isStopped && this.cancelled) throw new OutOfTime();
  };
}
