import { type ArgumentRecord, type Domain, domains } from '../../distributions/distribution.js';
import type { BinaryExpr, Expr } from '../../expr/ast.js';
import { printExpr } from '../../expr/print.js';
import { evaluateAt } from '../../ir/evaluate.js';
import { Graph, type NodeId } from '../../ir/graph.js';
import { type Ops, opsOf } from '../../ir/ops.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { checkConstant, matchCall } from '../calls/arguments.js';
import type { MatchedCall } from '../calls/call.js';
import type { Context } from '../scope/context.js';
import { arithmetic, functions } from '../functions/functions.js';
import { dirichletCalls, isDirichlet } from './dirichlet.js';
import type { Entry, Prior } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import type { Support } from '../../transforms/support.js';
import { unknownFunction, unknownName } from '../scope/names.js';

/** The graph of one prior: variable 0 is the parameter itself, the others are parameters that the prior mentions. */
class PriorScope {
  readonly graph = new Graph();
  readonly o: Ops = opsOf(this.graph);
  readonly inputs: number[] = [];
  readonly others: EntryIndex[] = [];

  /** A number in the prior: an input, so that changing it does not change the graph. */
  number(value: number): NodeId {
    return this.graph.input(this.inputs.push(value) - 1);
  }

  other(entry: EntryIndex): NodeId {
    const known = this.others.indexOf(entry);
    return this.graph.variable(1 + (known < 0 ? this.others.push(entry) - 1 : known));
  }

  /** The number a node stands for, where no other parameter takes part. */
  value(node: NodeId): number | undefined {
    if (this.graph.reachable([node]).some((id) => this.graph.node(id).kind === 'variable')) return undefined;
    return evaluateAt(this.graph, node, (leaf) => (leaf.kind === 'input' ? at(this.inputs, leaf.slot) : NaN));
  }
}

/** A prior without the entries that it applies to. */
export type PriorShape = Omit<Prior, 'entries'>;

/** A prior as written, for entries that are given later; undefined after a problem was reported. */
export function buildPrior(context: Context, expr: Expr): PriorShape | undefined {
  const call = matchCall(expr, (code, message, span) => context.report(code, message, span));
  return call && priorOf(context, expr, call);
}

/** The same for each entry of a parameter: one for all of them, or one each where the prior is joint. */
export function buildPriors(context: Context, expr: Expr, entries: readonly Entry[]): Prior[] {
  if (!isDirichlet(expr)) {
    const built = buildPrior(context, expr);
    return built ? [{ ...built, entries: entries.map(({ index }) => index) }] : [];
  }
  const calls = dirichletCalls(context, expr, entries) ?? [];
  return calls.flatMap((call, k) => {
    const built = priorOf(context, expr, call);
    return built ? [{ ...built, entries: entries.slice(k, k + 1).map(({ index }) => index) }] : [];
  });
}

function priorOf(context: Context, expr: Expr, call: MatchedCall): PriorShape | undefined {
  const { distribution, parameterisation } = call;
  if (distribution.kind !== 'continuous') {
    return context.report('type', `${distribution.name} is a distribution of counts or classes; a prior needs one of real numbers.`, expr);
  }
  const scope = new PriorScope();
  const args = lowerArguments(context, scope, call);
  if (!args) return undefined;
  const root = parameterisation.logDensity(scope.o, scope.graph.variable(0), args);
  const values = args.flat().map((node) => scope.value(node));
  const problem = parameterisation.problem?.(
    values.map((value) => value ?? NaN),
    NaN,
  );
  if (problem !== undefined) return context.report('type', problem, expr);
  const constants = values.every((value) => value !== undefined) ? { constants: parameterisation.canonical(values) } : {};
  const text = printExpr(expr);
  const { graph, inputs, others } = scope;
  return {
    text,
    span: { from: expr.from, to: expr.to },
    distribution,
    parameterisation,
    graph,
    root,
    inputs,
    others,
    ...constants,
    proper: distribution.isImproper !== true && distribution.circular !== true,
  };
}

/** Where the prior's density is positive. */
export function priorSupport({ distribution, constants }: PriorShape): Support {
  const { lower, upper } = (constants && distribution.support?.(constants)) ?? distribution.outcome;
  return { lower, upper };
}

function lowerArguments(
  context: Context,
  scope: PriorScope,
  { distribution, parameterisation, values }: MatchedCall,
): NodeId[][] | undefined {
  const nodes = values.map((expr, i) => {
    const record = parameterisation.arguments[i];
    return record && lowerArgument(context, scope, record, distribution.name, expr);
  });
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

function lowerArgument(
  context: Context,
  scope: PriorScope,
  record: ArgumentRecord,
  distribution: string,
  expr: Expr,
): NodeId[] | undefined {
  const items = record.vector && expr.kind === 'list' ? expr.items : [expr];
  const wanted = record.vector?.entries(NaN) ?? 1;
  if (items.length !== wanted) {
    return context.report('type', `\`${record.name}\` of ${distribution} takes a list of ${String(wanted)} numbers here.`, expr);
  }
  const nodes = items.map((item) => {
    const node = lower(context, scope, item);
    if (node === undefined) return undefined;
    checkConstant(record, distribution, scope.value(node), item, context.report.bind(context));
    if (item.kind === 'name' && context.parameter(item.name)) context.entries.narrow(item.name, openDomain(record.domain));
    return node;
  });
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

const openDomain = (domain: Domain): Domain => (domain.whole ? domains.real : domain);

function lower(context: Context, scope: PriorScope, expr: Expr): NodeId | undefined {
  switch (expr.kind) {
    case 'number':
      return scope.number(expr.value);
    case 'name':
      return lowerName(context, scope, expr);
    case 'unary':
      return lowerUnary(context, scope, expr.operator, expr.operand);
    case 'binary':
      return lowerBinary(context, scope, expr);
    case 'call':
      return lowerCall(context, scope, expr);
    case 'missing':
      return undefined;
    default:
      return context.report('type', 'A prior can use only numbers and other parameters.', expr);
  }
}

function lowerName(context: Context, scope: PriorScope, expr: Extract<Expr, { kind: 'name' }>): NodeId | undefined {
  const parameter = context.parameter(expr.name);
  if (parameter) {
    const entry = context.entries.scalar(parameter, expr);
    return entry === undefined ? undefined : scope.other(entry);
  }
  if (expr.name === 'pi') return scope.o.num(Math.PI);
  if (context.dataColumn(expr.name) || context.definitions.has(expr.name)) {
    return context.report('type', `A prior cannot depend on the data: \`${expr.name}\` is a column or a definition.`, expr);
  }
  return unknownName(context, expr);
}

function lowerUnary(context: Context, scope: PriorScope, operator: string, operand: Expr): NodeId | undefined {
  if (operator === 'not') return context.report('type', '`not` has no meaning in a prior.', operand);
  if (operator === '-' && operand.kind === 'number') return scope.number(-operand.value);
  const node = lower(context, scope, operand);
  return node === undefined || operator === '+' ? node : scope.o.neg(node);
}

/** The left side is followed in a loop: a long sum costs no stack. */
function lowerBinary(context: Context, scope: PriorScope, expr: BinaryExpr): NodeId | undefined {
  const spine = [expr];
  for (let left = expr.left; left.kind === 'binary'; left = left.left) spine.push(left);
  let node = lower(context, scope, spine.at(-1)?.left ?? expr.left);
  for (const each of spine.reverse()) node = combine(context, scope, each, node);
  return node;
}

function combine(context: Context, scope: PriorScope, expr: BinaryExpr, left: NodeId | undefined): NodeId | undefined {
  const operation = arithmetic.get(expr.operator);
  const right = lower(context, scope, expr.right);
  if (operation === undefined) return context.report('type', `\`${expr.operator}\` has no meaning in a prior.`, expr);
  return left === undefined || right === undefined ? undefined : scope.o[operation](left, right);
}

function lowerCall(context: Context, scope: PriorScope, expr: Extract<Expr, { kind: 'call' }>): NodeId | undefined {
  const record = functions.get(expr.callee.name);
  if (!record) return unknownFunction(context, expr.callee);
  const nodes = expr.arguments.map(({ value }) => lower(context, scope, value));
  if (nodes.length < record.arity[0] || nodes.length > record.arity[1]) {
    return context.report('type', `${expr.callee.name} takes ${String(record.arity[0])} arguments, found ${String(nodes.length)}.`, expr);
  }
  return nodes.every((node) => node !== undefined) ? record.build(scope.o, nodes) : undefined;
}
