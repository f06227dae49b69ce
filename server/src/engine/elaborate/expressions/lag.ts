import type { CallExpr, Expr } from '../../expr/ast.js';
import { printExpr } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import type { Context } from '../scope/context.js';
import { leadsToCycle } from '../scope/definitions.js';
import { shift, varies } from './shift.js';

/** `lag(x)`, `lag(x, k)` or `lag(x, k, initial)`: x in the row k above; undefined after a problem was reported. */
export function lowerLag(context: Context, call: CallExpr): NodeId | undefined {
  const { arguments: given } = call;
  const [value, stepsGiven, initialGiven] = given.map((argument) => argument.value);
  const named = given.find(({ name }) => name);
  if (!value || given.length > 3 || named) return context.report('type', USAGE, named ?? call);
  const steps = stepsGiven ? stepsOf(context, stepsGiven) : 1;
  const initial = initialGiven && context.lower(initialGiven);
  if (steps === undefined || (initialGiven && initial === undefined)) return undefined;
  if (leadsToCycle(context, value)) return lookBack(context, call, value, steps, initial);
  const node = context.lower(value);
  if (node === undefined) return undefined;
  if (readsImages(context, node)) return context.report('not-supported', '`lag` of a network of images is not supported yet.', call);
  if (!varies(context, node)) return context.report('type', sameEverywhere(value), call);
  const before = context.graph.nodes.length;
  const above = shift(context, node, steps);
  context.shiftedNodes += context.graph.nodes.length - before;
  if (context.shiftedNodes > MOST_SHIFTED) return context.report('not-supported', TOO_MANY, call);
  return initial === undefined ? above : context.o.select(context.column({ kind: 'start', node, steps, shift: 0 }), initial, above);
}

function readsImages(context: Context, root: NodeId): boolean {
  return context.graph.reachable([root]).some((id) => {
    const node = context.graph.node(id);
    const source = node.kind === 'variable' ? context.variables[node.index] : undefined;
    return source?.kind === 'network' && context.usedNetworks[source.network]?.network.inputShape.length === 3;
  });
}

/** Each lag writes out, for the row above, the expression that it looks at: nested lags grow with the square of their number. */
const MOST_SHIFTED = 100_000;
const TOO_MANY =
  'This many nested lags are not supported yet. A recursion, a definition that looks back at itself, says the same in one line.';

const USAGE = 'lag takes what to look back at, how many rows, and a value before the first row: lag(x), lag(x, 2) or lag(x, 1, initial).';

const sameEverywhere = (value: Expr): string =>
  `\`${printExpr(value)}\` is the same in every row, so there is nothing to look back at. Leave out \`lag\`.`;

function stepsOf(context: Context, expr: Expr): number | undefined {
  const node = context.lower(expr);
  if (node === undefined) return undefined;
  const value = context.graph.constantValue(node);
  if (value === undefined || !Number.isInteger(value) || value < 1) {
    return context.report(
      'type',
      `The number of rows that lag looks back must be a whole number, 1 or more; found ${printExpr(expr)}.`,
      expr,
    );
  }
  const { rows } = context.schema;
  if (value < rows || rows === 0) return value;
  return context.report('type', `lag looks ${String(value)} rows back, but the data have only ${String(rows)} rows.`, expr);
}

/** A variable for the value of a recursion in an earlier row. Its parts are computed when all definitions are known. */
function lookBack(context: Context, call: CallExpr, value: Expr, steps: number, initial: NodeId | undefined): NodeId | undefined {
  const text = printExpr(value);
  const span = { from: call.from, to: call.to };
  if (initial === undefined) {
    const message =
      `\`${printExpr(call)}\` looks back at a recursion, which must begin somewhere: give the value before the first row, ` +
      `lag(${text}, ${String(steps)}, initial).`;
    const fix = { title: 'Begin with 0', edits: [{ span, text: `lag(${text}, ${String(steps)}, 0)` }] };
    return context.report('type', message, span, [fix]);
  }
  // `initial` holds the place of the node to come.
  const source = { kind: 'previous', node: initial, steps, initial, span } as const;
  const index = context.variables.length;
  const variable = context.variable(source, `lag ${String(steps)} ${String(initial)} ${text}`);
  if (context.variables.length > index) context.lookBacks.push({ index, value });
  return variable;
}
