import type { CallExpr, Expr, NameExpr } from '../../expr/ast.js';

/**
 * The definitions that lead back to themselves or to one that does, through `lag` or not: what is left when those that are made of nothing
 * unfinished are taken away one after the other (Kahn, Communications of the ACM 5, 1962).
 */
export function cyclicDefinitions<D extends { readonly value: Expr }>(definitions: ReadonlyMap<string, D>): ReadonlySet<D> {
  const users = new Map<D, D[]>();
  const open = new Map<D, number>();
  for (const definition of definitions.values()) {
    users.set(definition, []);
    open.set(definition, 0);
  }
  for (const definition of definitions.values()) {
    const parts = new Set(namesIn(definition.value).flatMap(({ name }) => definitions.get(name) ?? []));
    open.set(definition, parts.size);
    for (const part of parts) users.get(part)?.push(definition);
  }
  const finished = [...open].flatMap(([definition, count]) => (count === 0 ? [definition] : []));
  for (const definition of finished) {
    open.delete(definition);
    for (const user of users.get(definition) ?? []) {
      const count = (open.get(user) ?? 0) - 1;
      open.set(user, count);
      if (count === 0) finished.push(user);
    }
  }
  return new Set(open.keys());
}

/** The names in an expression that can stand for numbers, last one first. `isLater`: calls whose first argument does not count. */
export function namesIn(expr: Expr, isLater: (call: CallExpr) => boolean = () => false): NameExpr[] {
  const found: NameExpr[] = [];
  const open: Expr[] = [expr];
  for (let each = open.pop(); each; each = open.pop()) {
    if (each.kind === 'name') found.push(each);
    else open.push(...parts(each, isLater));
  }
  return found;
}

function parts(expr: Expr, isLater: (call: CallExpr) => boolean): readonly Expr[] {
  switch (expr.kind) {
    case 'call':
      return expr.arguments.slice(isLater(expr) ? 1 : 0).map(({ value }) => value);
    case 'binary':
      return [expr.left, expr.right];
    case 'unary':
      return [expr.operand];
    case 'list':
      return expr.items;
    default:
      return [];
  }
}
