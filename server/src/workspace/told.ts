import type { FitReport } from '../report/fitReport.js';

/** What was reported last: the same is not reported again, unless the text has got another meaning in between. */
export class Told {
  /** The text has changed its meaning since the last answer or refusal was reported. */
  owed = true;
  /** Without places and times. */
  private last = '';

  /** Whether an answer to a question is to be reported; it counts as reported then. */
  isNews(key: string, { status, preliminary, stale, diagnostics, expectations, predictions }: FitReport): boolean {
    const findings = diagnostics.map(({ severity, code, message }) => [severity, code, message]);
    const now = JSON.stringify([
      key,
      status,
      preliminary,
      stale,
      findings,
      expectations?.map(({ holds }) => holds),
      predictions !== undefined,
    ]);
    if (!this.owed && now === this.last) return false;
    this.owed = false;
    this.last = now;
    return true;
  }
}
