import type { BinaryExpr, Expr, NameExpr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Context } from '../scope/context.js';
import { arithmetic } from '../functions/functions.js';
import { dotByClass, linearByClass } from '../predictors/linear.js';
import { unknownName } from '../scope/names.js';
import { networkOutputs, networkVector } from '../networks/networks.js';

/** The places of a vector: a label for each, and what they stand for, in the plural. */
export interface Slots {
  readonly labels: readonly string[];
  readonly each: string;
}

/** The nodes of an expression with a number for each slot; undefined after a problem was reported. */
export function lowerVector(context: Context, expr: Expr, slots: Slots): NodeId[] | undefined {
  if (expr.kind === 'list') return lowerList(context, expr.items, expr, slots);
  if (expr.kind === 'binary') return lowerElementwise(context, expr, slots);
  if (expr.kind === 'call') {
    const { name } = expr.callee;
    if (context.networks.has(name)) return networkVector(context, expr, slots.labels, countText(slots));
    if (name === 'linear') return linearByClass(context, expr, slots.labels);
    if (name === 'dot') return dotByClass(context, expr, slots.labels);
    if (name === 'softmax') return lowerSoftmax(context, expr.arguments[0]?.value ?? expr, slots);
  }
  if (expr.kind === 'name') return lowerVectorName(context, expr, slots);
  return context.report('type', `A number for each of the ${countText(slots)} is needed here: a list, linear(B, …) or softmax(…).`, expr);
}

const countText = ({ labels, each }: Slots): string => `${String(labels.length)} ${each}`;

/** The entries of a vector parameter as nodes, under these labels. */
export function vectorParameter(
  context: Context,
  expr: NameExpr,
  labels: readonly string[],
): { entries: EntryIndex[]; nodes: NodeId[] } | undefined {
  const parameter = context.parameter(expr.name);
  const entries = parameter && context.entries.vector(parameter, labels, expr);
  return entries && { entries, nodes: entries.map((entry) => context.variable({ kind: 'scalar', entry })) };
}

function lowerVectorName(context: Context, expr: NameExpr, slots: Slots): NodeId[] | undefined {
  const definition = context.definitions.get(expr.name);
  if (!definition) {
    if (context.parameter(expr.name)) return vectorParameter(context, expr, slots.labels)?.nodes;
    if (!context.dataColumn(expr.name)) return unknownName(context, expr);
    return context.report('type', `\`${expr.name}\` is a single number; one for each of the ${countText(slots)} is needed.`, expr);
  }
  if (definition.busy) return context.report('cycle', `\`${expr.name}\` is defined in terms of itself.`, expr);
  definition.busy = true;
  definition.used = true;
  const nodes = lowerVector(context, definition.value, slots);
  definition.busy = false;
  return nodes;
}

function lowerList(context: Context, items: readonly Expr[], span: Expr, slots: Slots): NodeId[] | undefined {
  if (items.length !== slots.labels.length) return wrongLength(context, items, span, slots);
  return complete(items.map((item) => context.lower(item)));
}

function wrongLength(context: Context, items: readonly Expr[], span: Expr, { labels, each }: Slots): undefined {
  const names = each === 'classes' ? ` (${labels.join(', ')})` : '';
  const has = each === 'classes' ? 'the outcome has' : 'there are';
  const found = `The list has ${String(items.length)} ${items.length === 1 ? 'entry' : 'entries'}`;
  return context.report('type', `${found}, ${has} ${String(labels.length)} ${each}${names}.`, span);
}

/** softmax(v)[k] = e^v[k] / Σ e^v. */
function lowerSoftmax(context: Context, argument: Expr, slots: Slots): NodeId[] | undefined {
  const nodes = lowerVector(context, argument, slots);
  if (!nodes) return undefined;
  const { o } = context;
  const total = nodes.reduce((a, b) => o.logAddExp(a, b));
  return nodes.map((node) => o.exp(o.sub(node, total)));
}

/** Arithmetic of a vector with a vector or with a single number. */
function lowerElementwise(context: Context, expr: BinaryExpr, slots: Slots): NodeId[] | undefined {
  const operation = arithmetic.get(expr.operator);
  const [left, right] = [expr.left, expr.right].map((side) => lowerSide(context, side, slots));
  if (!left || !right) return undefined;
  if (operation === undefined)
    return context.report('type', `\`${expr.operator}\` cannot be applied to a number for each of the ${countText(slots)}.`, expr);
  return slots.labels.map((_, k) => context.o[operation](entryOf(left, k), entryOf(right, k)));
}

/** Entry `k` of a side; a single number stands for all of them. */
const entryOf = (side: readonly NodeId[], k: number): NodeId => at(side, side.length === 1 ? 0 : k);

function lowerSide(context: Context, expr: Expr, slots: Slots): NodeId[] | undefined {
  if (isVector(context, expr)) return lowerVector(context, expr, slots);
  return complete([context.lower(expr)]);
}

function isVector(context: Context, expr: Expr, depth = 0): boolean {
  if (expr.kind === 'list') return true;
  if (expr.kind === 'call' && context.networks.has(expr.callee.name)) return networkOutputs(context, expr)?.length !== 1;
  if (expr.kind === 'call') return ['linear', 'dot', 'softmax'].includes(expr.callee.name);
  if (expr.kind === 'binary') return isVector(context, expr.left, depth) || isVector(context, expr.right, depth);
  const definition = expr.kind === 'name' ? context.definitions.get(expr.name) : undefined;
  return definition !== undefined && depth < 100 && isVector(context, definition.value, depth + 1);
}

const complete = (nodes: readonly (NodeId | undefined)[]): NodeId[] | undefined =>
  nodes.every((node) => node !== undefined) ? [...nodes] : undefined;
