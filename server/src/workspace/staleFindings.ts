import type { DataProblem } from '../language/data/dataset.js';
import { moveProblems } from '../language/resolve/spans.js';
import type { ModelSpec } from '../engine/model/specification.js';
import type { Span } from '../report/problem.js';

const STALE = 'Stale: found before the last change, and not looked at again yet.';

/** A text with what was read from it. */
export interface ReadText {
  readonly text: string;
  readonly spec: ModelSpec;
}

/**
 * Findings that stay at the same words of a changed text until the next answer is complete, so that they do not go and come back at every key. Errors go at
 * once, and so does what the words that were changed were about.
 */
export function stale(found: readonly DataProblem[], before: ReadText, after: ReadText): DataProblem[] {
  const mild = found.filter(({ severity }) => severity !== 'error');
  const words = ({ text }: ReadText, { from, to }: Span): string => text.slice(from, to);
  return moveProblems(mild, before.spec, after.spec).flatMap((problem, i) => {
    const old = mild[i];
    const isThere = old !== undefined && problem.span.to > problem.span.from && words(before, old.span) === words(after, problem.span);
    return isThere ? [mark(problem)] : [];
  });
}

/** The edits of a fix belong to the text in which it was found. */
function mark(problem: DataProblem): DataProblem {
  const { fixes, ...kept } = problem;
  return fixes === undefined && kept.message.endsWith(STALE) ? problem : { ...kept, message: `${kept.message}\n${STALE}` };
}

/** Stale findings that have not been found again. */
export function stillStale(held: readonly DataProblem[], found: readonly DataProblem[]): DataProblem[] {
  return held.filter(
    ({ code, span }) => !found.some((each) => each.code === code && each.span.from === span.from && each.span.to === span.to),
  );
}
