import type { CallExpr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import type { Context } from '../scope/context.js';

/** `mean(x)` or `sd(x)` over the used rows; undefined after a problem was reported. */
export function lowerReduction(context: Context, call: CallExpr, statistic: 'mean' | 'sd'): NodeId | undefined {
  const [argument] = call.arguments;
  if (!argument || call.arguments.length !== 1)
    return context.report('type', `${statistic} takes 1 argument, found ${String(call.arguments.length)}.`, call);
  const node = context.lower(argument.value);
  if (node === undefined) return undefined;
  if (context.isData(node)) return context.column({ kind: 'reduction', statistic, node });
  return statistic === 'mean' ? meanOf(context, node, 0, call) : spreadOf(context, node, call);
}

/** The sum of a node with parameters over the used rows, divided by their number less `lost`. */
function meanOf(context: Context, node: NodeId, lost: 0 | 1, { from, to }: CallExpr): NodeId {
  return context.variable({ kind: 'mean', node, lost, span: { from, to } }, `mean ${String(node)} ${String(lost)}`);
}

/** √(Σ (x − mean(x))² / (n − 1)). */
function spreadOf(context: Context, node: NodeId, call: CallExpr): NodeId {
  const { o } = context;
  const deviation = o.sub(node, meanOf(context, node, 0, call));
  return o.sqrt(meanOf(context, o.mul(deviation, deviation), 1, call));
}
