import type { Expr } from './ast.js';

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
