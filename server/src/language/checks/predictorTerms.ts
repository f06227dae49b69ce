import type { CallExpr, Expr } from '../../engine/expr/ast.js';
import { printCompact } from '../../engine/expr/print.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Fix, Span } from '../../report/problem.js';

/** Where the term stands in the formula of a `linear`, and how to take it out of there. */
export function termPlace({ statements }: ModelSpec, label: string): { readonly span?: Span; readonly fix?: Fix } {
  const roots = statements.flatMap((each) => (each.kind === 'likelihood' ? [each.distribution] : [each.value]));
  const formulas = roots.flatMap(callsOf).filter(({ callee }) => callee.name === 'linear' || callee.name === 'dot');
  for (const { arguments: given } of formulas) {
    const found = given[1] && termIn(given[1].value, label);
    if (found) return found;
  }
  return {};
}

function callsOf(expr: Expr): CallExpr[] {
  switch (expr.kind) {
    case 'call':
      return [expr, ...expr.arguments.flatMap(({ value }) => callsOf(value))];
    case 'binary':
      return [...callsOf(expr.left), ...callsOf(expr.right)];
    case 'unary':
      return callsOf(expr.operand);
    case 'list':
      return expr.items.flatMap(callsOf);
    default:
      return [];
  }
}

function termIn(expr: Expr, label: string): { readonly span: Span; readonly fix?: Fix } | undefined {
  if (printCompact(expr) === label) return { span: { from: expr.from, to: expr.to } };
  if (expr.kind !== 'binary' || expr.operator !== '+') return undefined;
  const isTerm = (side: Expr): boolean => printCompact(side) === label;
  const remove = (from: number, to: number, term: Expr) => ({
    span: { from: term.from, to: term.to },
    fix: { title: `Leave ${label} out`, edits: [{ span: { from, to }, text: '' }] },
  });
  if (isTerm(expr.right)) return remove(expr.left.to, expr.right.to, expr.right);
  if (isTerm(expr.left)) return remove(expr.left.from, expr.right.from, expr.left);
  return termIn(expr.left, label) ?? termIn(expr.right, label);
}
