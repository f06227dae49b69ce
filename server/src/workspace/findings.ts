import type { DataProblem } from '../language/data/dataset.js';
import { moveProblems } from '../language/resolve/spans.js';
import { silence } from '../language/spec/silence.js';
import type { Problem } from '../report/problem.js';
import type { Snapshot } from './snapshot.js';
import { type ReadText, stale, stillStale } from './staleFindings.js';
import { LONGEST_TEXT } from './text.js';

/** What has been found about a text: by reading it, by looking at the data, by the fit, and by the fit before, until the present one is complete. */
export class Findings {
  /** What reading the current text found. */
  parsed: readonly Problem[] = [];
  /** What else was found, including what a comment silences. */
  found: readonly DataProblem[] = [];
  private held: readonly DataProblem[] = [];
  private silence = silence('');

  /** Another text has been read; `isKnown`: it means the same. */
  read(problems: readonly Problem[], before: ReadText, after: ReadText, isKnown: boolean): void {
    this.parsed = problems;
    // Comments of a text that is too long to be read are not read either.
    this.silence = silence(after.text.length > LONGEST_TEXT ? '' : after.text);
    if (isKnown) this.held = moveProblems(this.held, before.spec, after.spec);
    else this.hold(before, after);
    this.found = isKnown ? moveProblems(this.found, before.spec, after.spec) : [];
  }

  /** Keeps what has been found, as far as it may still hold, until it is looked at again. */
  hold(before: ReadText, after: ReadText): void {
    this.held = stale([...this.found, ...stillStale(this.held, this.found)], before, after);
  }

  /** The answer is complete: what has not been found again does not hold. */
  forget(): void {
    this.held = [];
  }

  /** What is said of the text with these findings. */
  with(found: readonly DataProblem[]): Snapshot['problems'] {
    return this.silence([...this.parsed, ...found]);
  }

  /** All that is shown, stale findings among it. */
  audible(): Snapshot['problems'] {
    return this.with([...this.found, ...stillStale(this.held, [...this.parsed, ...this.found])]);
  }
}
