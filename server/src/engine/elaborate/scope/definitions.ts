import type { CallExpr, Expr, NameExpr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import type { Context, Definition } from './context.js';
import { namesIn } from './cyclic.js';

/**
 * The node of a definition's value; undefined after a problem was reported. What it is made of is worked out first, from the innermost outwards,
 * so that a chain of definitions of any length needs no deep recursion.
 */
export function lowerDefinition(context: Context, name: NameExpr): NodeId | undefined {
  const definition = context.definitions.get(name.name);
  if (!definition) return undefined;
  for (const each of innermostFirst(context, definition)) {
    if (each.busy || each.scalar) continue;
    each.busy = true;
    const node = context.lower(each.value);
    each.busy = false;
    each.scalar ??= { node };
  }
  definition.used = true;
  if (definition.busy) reportCycle(context, name, definition);
  return definition.scalar?.node;
}

/** A definition in a cycle has no value, so that the cycle is reported once. */
function reportCycle(context: Context, { name, from, to }: NameExpr, definition: Definition): void {
  definition.scalar = { node: undefined };
  context.report('cycle', `\`${name}\` is defined by itself: its definition leads back to it. Break the cycle.`, { from, to });
}

interface Visit {
  readonly definition: Definition;
  readonly names: NameExpr[];
}

/** The definitions below one that have no value yet, and itself, each after those that it is made of. Reports cycles. */
function innermostFirst(context: Context, root: Definition): Definition[] {
  const order: Definition[] = [];
  const open: Visit[] = [];
  const seen = new Set<Definition>();
  const onPath = new Set<Definition>();
  const enter = (definition: Definition): void => {
    seen.add(definition);
    onPath.add(definition);
    open.push({ definition, names: namesIn(definition.value, (call) => isLater(context, call)) });
  };
  if (!root.scalar && !root.busy) enter(root);
  for (let visit = open.at(-1); visit; visit = open.at(-1)) {
    const name = visit.names.pop();
    const inner = name && context.definitions.get(name.name);
    if (!name) {
      open.pop();
      onPath.delete(visit.definition);
      order.push(visit.definition);
    } else if (!inner || inner.scalar || inner.busy) continue;
    else if (onPath.has(inner)) reportCycle(context, name, inner);
    else if (!seen.has(inner)) enter(inner);
  }
  return order;
}

/** Whether an expression is made of a definition that leads back to itself. */
export function leadsToCycle(context: Context, expr: Expr): boolean {
  const { definitions } = context;
  return namesIn(expr).some(({ name }) => {
    const definition = definitions.get(name);
    return definition !== undefined && context.cyclic.has(definition);
  });
}

/** A lag may look back at the definition that it stands in: what it looks at is worked out when all definitions are known. */
function isLater(context: Context, { callee, arguments: [first] }: CallExpr): boolean {
  return callee.name === 'lag' && first !== undefined && leadsToCycle(context, first.value);
}
