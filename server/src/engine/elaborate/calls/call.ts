import type { Distribution, Parameterisation } from '../../distributions/distribution.js';
import type { Expr } from '../../expr/ast.js';
import type { ProblemCode, Span } from '../../../report/problem.js';

export type Report = (code: ProblemCode, message: string, span: Span) => undefined;

/** A call of a distribution with each argument at its place. */
export interface MatchedCall {
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
  /** In the order of the parameterisation's arguments. */
  readonly values: readonly Expr[];
}
