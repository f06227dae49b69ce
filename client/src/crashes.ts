/** What to do after a crash, and what to say. */
export interface CrashDecision {
  readonly restart: boolean;
  readonly message: string;
}

const minutes = 3;
const allowed = 4;

/** Counts the server's crashes: a few within a short time lead to a restart, more do not. */
export class Crashes {
  #times: number[] = [];

  /** Takes a crash at a time in milliseconds. */
  add(now: number): CrashDecision {
    this.#times = [...this.#times.filter((time) => now - time < minutes * 60_000), now];
    if (this.#times.length <= allowed)
      return { restart: true, message: 'The estimation server ended unexpectedly and is being restarted.' };
    // A restart that a person asks for has all its tries again.
    this.#times = [];
    return {
      restart: false,
      message: `The estimation server crashed ${String(allowed + 1)} times within ${String(minutes)} minutes and will not be restarted automatically. Undo the last edit and restart the server; the log says what happened.`,
    };
  }
}
