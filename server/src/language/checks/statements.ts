import type { CallExpr, Expr, NameExpr, Statement } from '../../engine/expr/ast.js';
import type { ModelSpec } from '../../engine/model/specification.js';

/** The distribution of the `~` line whose outcome stands at an offset. */
export function callOf({ statements }: ModelSpec, target: number): CallExpr | undefined {
  const statement = statements.find((each) => each.kind === 'likelihood' && each.targets.some(({ from }) => from === target));
  return statement?.kind === 'likelihood' && statement.distribution.kind === 'call' ? statement.distribution : undefined;
}

/** Every name in a statement, functions and names of arguments left out. */
export function namesIn(statement: Statement): NameExpr[] {
  switch (statement.kind) {
    case 'likelihood':
      return [...statement.targets, statement.distribution].flatMap(namesOf);
    default:
      return namesOf(statement.value);
  }
}

function namesOf(expr: Expr): NameExpr[] {
  switch (expr.kind) {
    case 'name':
      return [expr];
    case 'call':
      return expr.arguments.flatMap(({ value }) => namesOf(value));
    case 'index':
      return [expr.base, ...expr.indices.flatMap(namesOf)];
    case 'unary':
      return namesOf(expr.operand);
    case 'binary':
      return [...namesOf(expr.left), ...namesOf(expr.right)];
    case 'list':
      return expr.items.flatMap(namesOf);
    default:
      return [];
  }
}
