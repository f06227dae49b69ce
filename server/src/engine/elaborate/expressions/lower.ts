import type { BinaryExpr, BinaryOperator, CallExpr, Expr, NameExpr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import type { Context } from '../scope/context.js';
import { lowerDefinition } from '../scope/definitions.js';
import { functions } from '../functions/functions.js';
import { suggested } from '../../distributions/suggested.js';
import { isLevelComparison, levelComparison, lowerIndex } from './indexing.js';
import { bareLatent } from '../statements/latent.js';
import { lowerLag } from './lag.js';
import { dotVariable, linearVariable } from '../predictors/linear.js';
import { networkScalar } from '../networks/networks.js';
import { isCallable, isDistribution, unknownFunction, unknownName } from '../scope/names.js';
import { power } from '../functions/powers.js';
import { lowerReduction } from './reduction.js';

/** The node of an expression that has one number per row; undefined after a problem was reported. */
export function lowerScalar(context: Context, expr: Expr): NodeId | undefined {
  const node = lowerKind(context, expr);
  if (node !== undefined && expr.kind !== 'name') markOrigin(context, node, expr);
  return node;
}

/** Where a node was written first. */
function markOrigin({ graph }: Context, node: NodeId, { from, to }: Expr): void {
  if (!graph.origins.has(node)) graph.origins.set(node, { from, to });
}

function lowerKind(context: Context, expr: Expr): NodeId | undefined {
  switch (expr.kind) {
    case 'number':
      return context.o.num(expr.value);
    case 'name':
      return lowerName(context, expr);
    case 'call':
      return lowerCall(context, expr);
    case 'index':
      return lowerIndex(context, expr);
    case 'unary':
      return lowerUnary(context, expr.operator, expr.operand);
    case 'binary':
      return lowerBinary(context, expr);
    case 'list':
      return context.report('type', 'This is a list, where a single number is needed.', expr);
    case 'string':
      return context.report('type', 'This is text, where a number is needed.', expr);
    case 'missing':
      return undefined;
  }
}

function lowerName(context: Context, expr: NameExpr): NodeId | undefined {
  const { name } = expr;
  const column = context.dataColumn(name);
  if (column?.kind === 'categorical') {
    const hint = column.notNumber ?? `Use it as an index, b[${name}], or in a formula, linear(b, ${name}).`;
    return context.report('type', `The column \`${name}\` holds text, where a number is needed. ${hint}`, expr);
  }
  if (column?.kind === 'image') return context.report('type', imageText(name), expr);
  if (column) return context.column({ kind: 'data', name });
  const definition = context.definitions.get(name);
  if (definition) return lowerDefinition(context, expr);
  const parameter = context.parameter(name);
  if (parameter) {
    const entry = context.entries.scalar(parameter, expr);
    return entry === undefined ? undefined : context.variable({ kind: 'scalar', entry });
  }
  if (context.latentDeclarations.has(name)) return bareLatent(context, expr);
  if (name === 'pi') return context.o.num(Math.PI);
  if (isCallable(name)) {
    return context.report('type', `\`${name}\` is a function: give it its arguments in brackets, ${name}(…).`, expr);
  }
  return unknownName(context, expr);
}

/** An image where a number is needed. */
const imageText = (name: string): string =>
  `\`${name}\` is an image, where a number is needed: use it as the input of a network, f(${name}).`;

function lowerCall(context: Context, expr: CallExpr): NodeId | undefined {
  const { name } = expr.callee;
  const own = context.calls.get(name);
  if (own) return own(expr);
  if (context.networks.has(name)) return networkScalar(context, expr);
  if (name === 'linear') return linearVariable(context, expr);
  if (name === 'dot') return dotVariable(context, expr);
  if (name === 'mean' || name === 'sd') return lowerReduction(context, expr, name);
  if (name === 'lag') return lowerLag(context, expr);
  if (name === 'columns') return context.report('type', COLUMNS, expr);
  if (name === 'softmax')
    return context.report('type', `softmax gives a number for each class: use it as ${suggested.classes}(softmax([…])).`, expr);
  if (isDistribution(name)) {
    return context.report('type', `The distribution ${name} cannot be part of an expression; write \`outcome ~ ${name}(…)\`.`, expr);
  }
  const record = functions.get(name);
  if (!record) return unknownFunction(context, expr.callee);
  const [least, most] = record.arity;
  if (expr.arguments.length < least || expr.arguments.length > most) return wrongCount(context, expr, least, most);
  const args = expr.arguments.flatMap(({ value }) => (value.kind === 'list' && name === 'log_sum_exp' ? value.items : [value]));
  const nodes = args.map((value) => lowerScalar(context, value));
  return nodes.every((node) => node !== undefined) ? record.build(context.o, nodes) : undefined;
}

const COLUMNS = 'columns("…") gives a list of columns: use it as dot(b, columns("x*")) or as a term of linear(b, …).';

function wrongCount(context: Context, expr: CallExpr, least: number, most: number): undefined {
  const wanted = least === most ? String(least) : `${String(least)} or more`;
  const plural = wanted === '1' ? 'argument' : 'arguments';
  return context.report('type', `${expr.callee.name} takes ${wanted} ${plural}, found ${String(expr.arguments.length)}.`, expr);
}

function lowerUnary(context: Context, operator: '-' | '+' | 'not', operand: Expr): NodeId | undefined {
  const node = lowerScalar(context, operand);
  if (node === undefined || operator === '+') return node;
  return operator === '-' ? context.o.neg(node) : context.o.equal(node, context.o.num(0));
}

/** Sums of many terms nest to the left: that side is followed in a loop, so that their length costs no stack. */
function lowerBinary(context: Context, expr: BinaryExpr): NodeId | undefined {
  const spine = [expr];
  for (let left = expr.left; left.kind === 'binary'; left = left.left) spine.push(left);
  let node = lowerSide(context, spine.at(-1)?.left ?? expr.left, spine.at(-1));
  for (const each of spine.reverse()) {
    node = combine(context, each, node);
    if (node !== undefined) markOrigin(context, node, each);
  }
  return node;
}

/** The left side of a comparison with a level is the name of a column of text and has no number. */
function lowerSide(context: Context, left: Expr, parent: BinaryExpr | undefined): NodeId | undefined {
  return parent && isLevelComparison(context, parent) ? undefined : lowerScalar(context, left);
}

function combine(context: Context, expr: BinaryExpr, left: NodeId | undefined): NodeId | undefined {
  if (isLevelComparison(context, expr)) return levelComparison(context, expr);
  const right = lowerScalar(context, expr.right);
  if (expr.operator === ':')
    return context.report('type', '`:` joins terms of a formula inside linear(b, …); it has no meaning here.', expr);
  return left === undefined || right === undefined ? undefined : operators[expr.operator](context.o, left, right);
}

const isTrue = (o: Ops, a: NodeId): NodeId => o.sub(o.num(1), o.equal(a, o.num(0)));

const operators: Readonly<Record<Exclude<BinaryOperator, ':'>, (o: Ops, a: NodeId, b: NodeId) => NodeId>> = {
  '+': (o, a, b) => o.add(a, b),
  '-': (o, a, b) => o.sub(a, b),
  '*': (o, a, b) => o.mul(a, b),
  '/': (o, a, b) => o.div(a, b),
  '^': (o, a, b) => power(o, a, b),
  '<': (o, a, b) => o.less(a, b),
  '<=': (o, a, b) => o.lessEqual(a, b),
  '>': (o, a, b) => o.less(b, a),
  '>=': (o, a, b) => o.lessEqual(b, a),
  '==': (o, a, b) => o.equal(a, b),
  '!=': (o, a, b) => o.sub(o.num(1), o.equal(a, b)),
  and: (o, a, b) => o.mul(isTrue(o, a), isTrue(o, b)),
  or: (o, a, b) => o.max(isTrue(o, a), isTrue(o, b)),
};
