import type { Expr, Statement } from '../../engine/expr/ast.js';
import { withParts } from '../../engine/expr/parts.js';

/** All expressions of a statement, the outer ones first. */
export function expressionsIn(statement: Statement): Expr[] {
  const roots = statement.kind === 'likelihood' ? [...statement.targets, statement.distribution] : [statement.value];
  return roots.flatMap(withParts);
}
