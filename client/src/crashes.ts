/** What to do after a crash. */
export interface CrashDecision {
  readonly restart: boolean;
  /** So many crashes within so many minutes. */
  readonly count: number;
  readonly minutes: number;
}

const minutes = 3;
const allowed = 4;

/** Counts the server's crashes: a few within a short time lead to a restart, more do not. */
export class Crashes {
  #times: number[] = [];

  /** Takes a crash at a time in milliseconds. */
  add(now: number): CrashDecision {
    this.#times = [...this.#times.filter((time) => now - time < minutes * 60_000), now];
    const count = this.#times.length;
    const restart = count <= allowed;
    // A restart that a person asks for has all its tries again.
    if (!restart) this.#times = [];
    return { restart, count, minutes };
  }
}
