import type { CallExpr } from '../../engine/expr/ast.js';
import type { ModelSpec } from '../../engine/model/specification.js';

/** The distribution of the `~` line whose outcome stands at an offset. */
export function callOf({ statements }: ModelSpec, target: number): CallExpr | undefined {
  const statement = statements.find((each) => each.kind === 'likelihood' && each.targets.some(({ from }) => from === target));
  return statement?.kind === 'likelihood' && statement.distribution.kind === 'call' ? statement.distribution : undefined;
}
