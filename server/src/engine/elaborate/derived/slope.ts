import type { CallExpr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { gradientOf } from '../../autodiff/differentiate.js';
import type { NodeId } from '../../ir/graph.js';
import { variablesAmong } from '../../kernel/below.js';
import type { Context } from '../scope/context.js';
import { replacements } from '../scope/names.js';
import { columnsBelow } from './columnsBelow.js';

/** `slope(e, x)`: the derivative of e by a column in each row; undefined after a problem was reported. */
export function slope(context: Context, call: CallExpr): NodeId | undefined {
  const [first, second] = call.arguments;
  if (!first || second?.value.kind !== 'name' || call.arguments.length !== 2 || first.name || second.name)
    return context.report('type', '`slope` takes an expression and a numeric column: slope(expected(y), x).', call);
  const node = context.lower(first.value);
  if (node === undefined) return undefined;
  const { name } = second.value;
  const column = context.dataColumn(name);
  const { columns } = columnsBelow(context, [node]);
  if (!column || !columns.has(name)) {
    const close = nearest(name, [...columns]);
    const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
    const what = column
      ? `The expression does not read the column \`${name}\`: its slope is 0.`
      : `\`${name}\` is not a column that the expression reads.`;
    return context.report('unknown-name', what + guess, second.value, replacements(close, second.value));
  }
  if (column.kind !== 'numeric') return noSlope(context, name, second.value);
  const wrt = context.column({ kind: 'data', name });
  return derivative(context, node, wrt, call);
}

function noSlope(context: Context, name: string, span: CallExpr['arguments'][number]['value']): undefined {
  const [a = 'a', b = 'b'] = context.levels(name) ?? [];
  const value = (level: string): string => (context.dataColumn(name)?.kind === 'boolean' ? String(level === 'true' ? 1 : 0) : `"${level}"`);
  const message =
    `\`${name}\` is not a number, so there is no slope by it. Write the difference between two of its levels: ` +
    `at(e, ${name} = ${value(b)}) - at(e, ${name} = ${value(a)}).`;
  return context.report('type', message, span);
}

/** ∂root/∂column in a row: directly, and through the predictors that read the column. */
export function derivative(context: Context, root: NodeId, wrt: NodeId, span: CallExpr): NodeId | undefined {
  const { graph, o } = context;
  const own = [...new Set(variablesAmong(graph, graph.reachable([root])))];
  const [direct, ...through] = gradientOf(graph, root, [wrt, ...own.map((index) => graph.variable(index))]);
  const shares: NodeId[] = direct === undefined ? [] : [direct];
  for (const [k, index] of own.entries()) {
    const outer = through[k];
    if (outer === undefined) continue;
    const inner = slopeOfVariable(context, index, wrt);
    if (inner === 'unknown') return context.report('not-supported', '`slope` through a network or a recursion is not supported yet.', span);
    if (inner !== undefined) shares.push(o.mul(outer, inner));
  }
  return shares.length === 0 ? o.num(0) : shares.reduce((a, b) => o.add(a, b));
}

/** The slope of a variable by a column; undefined where it is 0. */
function slopeOfVariable(context: Context, index: number, wrt: NodeId): NodeId | 'unknown' | undefined {
  const source = context.variables[index];
  const isBelow = (nodes: readonly NodeId[]): boolean => context.graph.reachable(nodes).includes(wrt);
  if (source?.kind === 'network') return isBelow(source.inputs) ? 'unknown' : undefined;
  if (source?.kind === 'previous') return 'unknown';
  if (source?.kind !== 'linear' || !isBelow(source.design)) return undefined;
  const terms = source.design.flatMap((node, j) => {
    const [slope] = gradientOf(context.graph, node, [wrt]);
    const [entry, label] = [source.entries[j], source.labels[j]];
    return slope === undefined || entry === undefined || label === undefined ? [] : [{ slope, entry, label }];
  });
  if (terms.length === 0) return undefined;
  return context.variable({
    kind: 'linear',
    entries: terms.map(({ entry }) => entry),
    design: terms.map(({ slope }) => slope),
    labels: terms.map(({ label }) => label),
  });
}
