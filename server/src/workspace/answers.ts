import type { ModelSpec } from '../engine/model/specification.js';
import { moveProblems } from '../language/resolve/spans.js';
import type { FitAnswer } from '../report/answer.js';
import type { Problem } from '../report/problem.js';
import type { Snapshot } from './snapshot.js';

/** An answer with its findings moved to where the same things are in another text. */
export const moved = (answer: FitAnswer, before: ModelSpec, after: ModelSpec): FitAnswer => ({
  ...answer,
  problems: moveProblems(answer.problems, before, after),
  ...(answer.late ? { late: moveProblems(answer.late, before, after) } : {}),
});

export const stateOf = ({ mle, map }: FitAnswer): Snapshot['state'] => (mle === null && map === null ? 'failed' : 'fitted');

/** A finding about the statistics is an answer; a name that does not exist is a file that cannot be fitted. */
export const isStatistical = (code: Problem['code']): boolean =>
  ['separation', 'unidentified', 'unbounded', 'improper-posterior', 'boundary', 'not-converged', 'non-finite', 'time-limit'].includes(code);
