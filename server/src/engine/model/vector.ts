import type { BinaryExpr, Expr } from '../expr/ast.js';
import type { NodeId } from '../ir/graph.js';
import type { Context } from './context.js';
import { arithmetic } from './functions.js';
import { dotByClass, linearByClass } from './linear.js';

/** The nodes of an expression with a number for each class; undefined after a problem was reported. */
export function lowerVector(context: Context, expr: Expr, classes: readonly string[]): NodeId[] | undefined {
  if (expr.kind === 'list') return lowerList(context, expr.items, expr, classes);
  if (expr.kind === 'binary') return lowerElementwise(context, expr, classes);
  if (expr.kind === 'call') {
    const { name } = expr.callee;
    if (name === 'linear') return linearByClass(context, expr, classes);
    if (name === 'dot') return dotByClass(context, expr, classes);
    if (name === 'softmax') return lowerSoftmax(context, expr.arguments[0]?.value ?? expr, classes);
  }
  if (expr.kind === 'name') return lowerVectorName(context, expr, classes);
  return context.report(
    'type',
    `A number for each of the ${String(classes.length)} classes is needed here: a list, linear(B, …) or softmax(…).`,
    expr,
  );
}

function lowerVectorName(context: Context, expr: Extract<Expr, { kind: 'name' }>, classes: readonly string[]): NodeId[] | undefined {
  const definition = context.definitions.get(expr.name);
  if (!definition) {
    const hint = context.parameter(expr.name) ? ' A parameter that is a vector by itself (simplex) is not supported yet.' : '';
    return context.report(
      'type',
      `\`${expr.name}\` is a single number; one for each of the ${String(classes.length)} classes is needed.${hint}`,
      expr,
    );
  }
  if (definition.busy) return context.report('cycle', `\`${expr.name}\` is defined by itself.`, expr);
  definition.busy = true;
  definition.used = true;
  const nodes = lowerVector(context, definition.value, classes);
  definition.busy = false;
  return nodes;
}

function lowerList(context: Context, items: readonly Expr[], span: Expr, classes: readonly string[]): NodeId[] | undefined {
  if (items.length !== classes.length) {
    const wanted = `${String(classes.length)} (${classes.join(', ')})`;
    return context.report('type', `The list has ${String(items.length)} entries, the outcome has ${wanted} classes.`, span);
  }
  return complete(items.map((item) => context.lower(item)));
}

/** softmax(v)[k] = e^v[k] / Σ e^v. */
function lowerSoftmax(context: Context, argument: Expr, classes: readonly string[]): NodeId[] | undefined {
  const nodes = lowerVector(context, argument, classes);
  if (!nodes) return undefined;
  const { o } = context;
  const total = nodes.reduce((a, b) => o.logAddExp(a, b));
  return nodes.map((node) => o.exp(o.sub(node, total)));
}

/** Arithmetic of a vector with a vector or with a single number. */
function lowerElementwise(context: Context, expr: BinaryExpr, classes: readonly string[]): NodeId[] | undefined {
  const operation = arithmetic.get(expr.operator);
  const [left, right] = [expr.left, expr.right].map((side) => lowerSide(context, side, classes));
  if (!left || !right) return undefined;
  if (operation === undefined) return context.report('type', `\`${expr.operator}\` does not work on a number for each class.`, expr);
  return classes.map((_, k) => context.o[operation](left[k] ?? left[0] ?? 0, right[k] ?? right[0] ?? 0));
}

function lowerSide(context: Context, expr: Expr, classes: readonly string[]): NodeId[] | undefined {
  if (isVector(context, expr)) return lowerVector(context, expr, classes);
  return complete([context.lower(expr)]);
}

function isVector(context: Context, expr: Expr, depth = 0): boolean {
  if (expr.kind === 'list') return true;
  if (expr.kind === 'call') return ['linear', 'dot', 'softmax'].includes(expr.callee.name);
  if (expr.kind === 'binary') return isVector(context, expr.left, depth) || isVector(context, expr.right, depth);
  const definition = expr.kind === 'name' ? context.definitions.get(expr.name) : undefined;
  return definition !== undefined && depth < 100 && isVector(context, definition.value, depth + 1);
}

const complete = (nodes: readonly (NodeId | undefined)[]): NodeId[] | undefined =>
  nodes.every((node) => node !== undefined) ? [...nodes] : undefined;
