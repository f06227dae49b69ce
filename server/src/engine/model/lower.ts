import type { BinaryExpr, CallExpr, Expr, IndexExpr, NameExpr } from '../expr/ast.js';
import { distributions } from '../distributions/index.js';
import type { NodeId } from '../ir/graph.js';
import type { Context } from './context.js';
import { functions, specialForms } from './functions.js';
import { dotVariable, linearVariable } from './linear.js';
import { unknownFunction, unknownName } from './names.js';

/** The node of an expression that has one number a row; undefined after a problem was reported. */
export function lowerScalar(context: Context, expr: Expr): NodeId | undefined {
  const node = lowerKind(context, expr);
  if (node !== undefined && expr.kind !== 'name' && !context.graph.origins.has(node)) {
    context.graph.origins.set(node, { from: expr.from, to: expr.to });
  }
  return node;
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
      return context.report('type', 'A list stands here, where a single number is needed.', expr);
    case 'string':
      return context.report('type', 'A text stands here, where a number is needed.', expr);
    case 'missing':
      return undefined;
  }
}

function lowerName(context: Context, expr: NameExpr): NodeId | undefined {
  const { name } = expr;
  const column = context.dataColumn(name);
  if (column?.kind === 'categorical') {
    const hint = `Use it as an index, b[${name}], or in a formula, linear(b, ${name}).`;
    return context.report('type', `The column \`${name}\` holds text, where a number is needed. ${hint}`, expr);
  }
  if (column) return context.column({ kind: 'data', name });
  const definition = context.definitions.get(name);
  if (definition) return lowerDefinition(context, expr);
  const parameter = context.parameter(name);
  if (parameter) {
    const entry = context.entries.scalar(parameter, expr);
    return entry === undefined ? undefined : context.variable({ kind: 'scalar', entry });
  }
  if (name === 'pi') return context.o.num(Math.PI);
  if (functions.has(name) || specialForms.has(name) || distributions.has(name)) {
    return context.report('type', `\`${name}\` is a function: give it its arguments in brackets, ${name}(…).`, expr);
  }
  return unknownName(context, expr);
}

function lowerDefinition(context: Context, { name, from, to }: NameExpr): NodeId | undefined {
  const definition = context.definitions.get(name);
  if (!definition) return undefined;
  definition.used = true;
  if (definition.scalar) return definition.scalar.node;
  if (definition.busy) {
    return context.report('cycle', `\`${name}\` is defined by itself: its definition leads back to it. Break the cycle.`, { from, to });
  }
  definition.busy = true;
  const node = lowerScalar(context, definition.value);
  definition.busy = false;
  definition.scalar = { node };
  return node;
}

function lowerCall(context: Context, expr: CallExpr): NodeId | undefined {
  const { name } = expr.callee;
  if (name === 'linear') return linearVariable(context, expr);
  if (name === 'dot') return dotVariable(context, expr);
  if (name === 'mean' || name === 'sd') return lowerReduction(context, expr, name);
  if (name === 'softmax') return context.report('type', 'softmax gives a number for each class: use it as Categorical(softmax([…])).', expr);
  if (distributions.has(name)) {
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

function wrongCount(context: Context, expr: CallExpr, least: number, most: number): undefined {
  const wanted = least === most ? String(least) : `${String(least)} or more`;
  const plural = wanted === '1' ? 'argument' : 'arguments';
  return context.report('type', `${expr.callee.name} takes ${wanted} ${plural}, found ${String(expr.arguments.length)}.`, expr);
}

/** `mean(x)` and `sd(x)` over the used rows. */
function lowerReduction(context: Context, expr: CallExpr, statistic: 'mean' | 'sd'): NodeId | undefined {
  const [argument] = expr.arguments;
  if (!argument || expr.arguments.length !== 1) return wrongCount(context, expr, 1, 1);
  const node = lowerScalar(context, argument.value);
  if (node === undefined) return undefined;
  if (!context.isData(node)) return context.report('not-supported', `${statistic} of an expression with parameters is not supported yet.`, expr);
  return context.column({ kind: 'reduction', statistic, node });
}

/** `b[region]`: one parameter a level. */
function lowerIndex(context: Context, expr: IndexExpr): NodeId | undefined {
  const { base, indices } = expr;
  const parameter = context.parameter(base.name);
  if (!parameter) return unknownName(context, base);
  const [index] = indices;
  if (index === undefined || indices.length > 1) return context.report('not-supported', 'An index with several columns is not supported yet.', expr);
  const levels = index.kind === 'name' ? context.levels(index.name) : undefined;
  if (index.kind !== 'name' || !levels) return notALevel(context, index);
  const reference = parameter.reference?.value;
  const free = levels.filter((level) => level !== reference);
  if (reference !== undefined && free.length === levels.length) return unknownReference(context, base.name, index.name, levels);
  const entries = context.entries.vector(parameter, free, base);
  if (!entries) return undefined;
  const map = levels.map((level) => entries[free.indexOf(level)] ?? -1);
  return context.variable({ kind: 'gather', entries: map, codes: context.column({ kind: 'data', name: index.name }) });
}

function notALevel(context: Context, index: Expr): undefined {
  if (index.kind === 'name' && !context.dataColumn(index.name)) return unknownName(context, index);
  const name = index.kind === 'name' ? index.name : 'column';
  return context.report(
    'type',
    `An index must be a column of categories. A number column becomes one with \`types: { ${name}: category }\` under \`data\`.`,
    index,
  );
}

function unknownReference(context: Context, parameter: string, column: string, levels: readonly string[]): undefined {
  const reference = context.parameter(parameter)?.reference;
  if (!reference) return undefined;
  return context.report('unknown-name', `\`${reference.value}\` is not a level of \`${column}\`: ${levels.join(', ')}.`, reference);
}

function lowerUnary(context: Context, operator: '-' | '+' | 'not', operand: Expr): NodeId | undefined {
  const node = lowerScalar(context, operand);
  if (node === undefined || operator === '+') return node;
  return operator === '-' ? context.o.neg(node) : context.o.equal(node, context.o.num(0));
}

function lowerBinary(context: Context, expr: BinaryExpr): NodeId | undefined {
  const { o } = context;
  const level = levelComparison(context, expr);
  if (level !== undefined) return level;
  const [a, b] = [lowerScalar(context, expr.left), lowerScalar(context, expr.right)];
  if (a === undefined || b === undefined) return undefined;
  const isTrue = (node: NodeId) => o.sub(o.num(1), o.equal(node, o.num(0)));
  switch (expr.operator) {
    case '+':
      return o.add(a, b);
    case '-':
      return o.sub(a, b);
    case '*':
      return o.mul(a, b);
    case '/':
      return o.div(a, b);
    case '^':
      return o.pow(a, b);
    case '<':
      return o.less(a, b);
    case '<=':
      return o.lessEqual(a, b);
    case '>':
      return o.less(b, a);
    case '>=':
      return o.lessEqual(b, a);
    case '==':
      return o.equal(a, b);
    case '!=':
      return o.sub(o.num(1), o.equal(a, b));
    case 'and':
      return o.mul(isTrue(a), isTrue(b));
    case 'or':
      return o.max(isTrue(a), isTrue(b));
    case ':':
      return context.report('type', '`:` joins terms of a formula inside linear(b, …); it has no meaning here.', expr);
  }
}

/** `region == "north"` compares a column of categories with one of its levels. */
function levelComparison(context: Context, { operator, left, right }: BinaryExpr): NodeId | undefined {
  if ((operator !== '==' && operator !== '!=') || left.kind !== 'name' || right.kind !== 'string') return undefined;
  const levels = context.levels(left.name);
  if (!levels) return undefined;
  const code = levels.indexOf(right.value);
  if (code < 0) return context.report('unknown-name', `\`${right.value}\` is not a level of \`${left.name}\`: ${levels.join(', ')}.`, right);
  const equal = context.o.equal(context.column({ kind: 'data', name: left.name }), context.o.num(code));
  return operator === '==' ? equal : context.o.sub(context.o.num(1), equal);
}
