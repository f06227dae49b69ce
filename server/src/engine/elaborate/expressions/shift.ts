import type { NodeId } from '../../ir/graph.js';
import { rewrite } from '../../ir/substitute.js';
import type { ColumnSlot } from '../../model/columns.js';
import type { Context } from '../scope/context.js';

/** The same expression `steps` rows above: of its columns, of the levels of its indexes and of the designs of its predictors. */
export function shift(context: Context, root: NodeId, steps: number): NodeId {
  return rewrite(context.graph, root, (id) => {
    const node = context.graph.node(id);
    if (node.kind === 'column') return shiftedColumn(context, id, context.columns[node.slot], steps);
    return node.kind === 'variable' ? shiftedVariable(context, id, node.index, steps) : undefined;
  });
}

function shiftedColumn(context: Context, id: NodeId, slot: ColumnSlot | undefined, steps: number): NodeId {
  switch (slot?.kind) {
    case 'data':
      return context.column({ kind: 'lag', name: slot.name, steps });
    case 'lag':
      return context.column({ ...slot, steps: slot.steps + steps });
    case 'start':
      return context.column({ ...slot, shift: slot.shift + steps });
    default:
      return id; // the same in all rows
  }
}

function shiftedVariable(context: Context, id: NodeId, index: number, steps: number): NodeId {
  const source = context.variables[index];
  if (source?.kind === 'gather') return context.variable({ ...source, codes: shift(context, source.codes, steps) });
  if (source?.kind === 'linear') return context.variable({ ...source, design: source.design.map((node) => shift(context, node, steps)) });
  if (source?.kind === 'network') return context.variable({ ...source, inputs: source.inputs.map((node) => shift(context, node, steps)) });
  return id; // a scalar or a mean; a node that looks back itself is never shifted
}

/** Whether an expression differs between rows. */
export function varies(context: Context, root: NodeId): boolean {
  return context.graph.reachable([root]).some((id) => {
    const node = context.graph.node(id);
    if (node.kind === 'column') return context.columns[node.slot]?.kind !== 'reduction';
    const source = node.kind === 'variable' ? context.variables[node.index] : undefined;
    return source !== undefined && source.kind !== 'scalar' && source.kind !== 'mean';
  });
}
