import { type Cancellation } from '../kernel/kernel.js';
import type { Problem, Span } from '../../report/problem.js';
import { type BoundModel, fill, hasError, withWeight } from './bind.js';
import { dataProblems } from './dataProblems.js';
import type { Dataset } from '../model/dataset.js';
import { gapProblems, usedRows } from './usedRows.js';

/** A model over rows that it was not fitted to. */
export interface BoundValidation {
  /** Null where no row is left. */
  readonly bound: BoundModel | null;
  /** False where some row is impossible under the model whatever its parameters are: then there is no log-likelihood. */
  readonly isPossible: boolean;
  readonly problems: readonly Problem[];
}

/**
 * Takes the rows without a missing value of data that have the levels of the training data. Design matrices are those of the training data: its
 * contrasts, and the means and standard deviations of its rows. Nothing that is wrong here counts as an error of the fit.
 */
export function bindValidation(training: BoundModel, data: Dataset, span: Span, cancellation: Cancellation): BoundValidation {
  const { model } = training;
  const sources = new Map(data.columns.map((column) => [column.name, column]));
  const { complete, problems: missed } = usedRows({ model, sources, data, policy: 'drop', span, purpose: 'the validation' });
  const problems = [...missed, ...gapProblems(model, complete)].map((problem) => ({ ...mild(problem), span }));
  if (hasError(missed) || problems.length > missed.length) return { bound: null, isPossible: false, problems };
  const bound = fill(model, sources, withWeight(model, sources, complete), data, cancellation, reductionsOf(training));
  const impossible = dataProblems(bound, span, cancellation).map((problem) => ({
    ...mild(problem),
    message: `In the validation rows: ${problem.message} Their log-likelihood therefore has no value.`,
    span,
  }));
  return { bound, isPossible: impossible.length === 0, problems: [...problems, ...impossible] };
}

const mild = (problem: Problem): Problem => (problem.severity === 'error' ? { ...problem, severity: 'warning' } : problem);

/** The means and standard deviations of the rows of a fit, by slot. */
export function reductionsOf({ model, columns }: BoundModel): Map<number, number> {
  return new Map(model.columns.flatMap(({ kind }, index) => (kind === 'reduction' ? [[index, columns[index]?.[0] ?? NaN]] : [])));
}
