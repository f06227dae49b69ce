import type { NodeId } from '../../ir/graph.js';
import { type BoundModel, isData } from '../../model/bound.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';

/** Operations with a bend or a step: their value changes form there. */
const BENDS = new Set(['max', 'min', 'abs', 'less', 'lessEqual']);
const MOST = 60;

/**
 * Places between the values of a column that a parameter is compared with, one after the other: a change point lies between two of them. Undefined where
 * it is compared with none.
 */
export function breakLevels({ model, columns }: BoundModel, root: NodeId, entry: EntryIndex): number[] | undefined {
  const { graph, variables } = model;
  const isEntry = (id: NodeId): boolean => {
    const node = graph.node(id);
    const source = node.kind === 'variable' ? variables[node.index] : undefined;
    return source?.kind === 'scalar' && source.entry === entry;
  };
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (node.kind !== 'apply' || !BENDS.has(node.primitive.name)) continue;
    const compared = [node.args, ...node.args.map((arg) => graph.argumentsOf(arg, 'sub') ?? [])];
    const pair = compared.find((args) => args.some(isEntry));
    const other = pair?.find((arg) => !isEntry(arg));
    const inner = other === undefined ? undefined : graph.node(other);
    if (inner?.kind === 'column' && isData(model, other ?? id)) return between(columns[inner.slot] ?? new Float64Array(0));
  }
  return undefined;
}

function between(column: Float64Array): number[] {
  const values = [...new Set(column)].sort((a, b) => a - b);
  const middles = values.slice(1).map((value, i) => (value + at(values, i)) / 2);
  const every = Math.ceil(middles.length / MOST);
  return middles.filter((_, i) => i % every === 0);
}
