import type { Expr, IndexExpr } from './ast.js';

/** The expressions that an expression is made of; a function that is called and the names of arguments are not expressions. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call':
      return expr.arguments.map(({ value }) => value);
    case 'index':
      return [expr.base, ...expr.indices];
    case 'unary':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'list':
      return expr.items;
    default:
      return [];
  }
}

/** An expression and all in it, the outer ones first. */
export const withParts = (expr: Expr): Expr[] => [expr, ...partsOf(expr).flatMap(withParts)];

/** The same expression with something else for every index in it. */
export function withIndices(expr: Expr, replace: (index: IndexExpr) => Expr): Expr {
  const inner = (each: Expr): Expr => withIndices(each, replace);
  switch (expr.kind) {
    case 'index':
      return replace(expr);
    case 'unary':
      return { ...expr, operand: inner(expr.operand) };
    case 'binary':
      return { ...expr, left: inner(expr.left), right: inner(expr.right) };
    case 'call':
      return { ...expr, arguments: expr.arguments.map((each) => ({ ...each, value: inner(each.value) })) };
    case 'list':
      return { ...expr, items: expr.items.map(inner) };
    default:
      return expr;
  }
}
