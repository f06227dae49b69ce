import { nodesOf } from '../../kernel/below.js';
import type { NodeId } from '../../ir/graph.js';
import type { Model } from '../../model/model.js';

/** A model, or what is built of one so far. */
type Read = Pick<Model, 'graph' | 'variables' | 'columns'>;

/** What nodes read of a row. */
export interface ReadColumns {
  /** The columns that they need a value of; that of a level whose latent value is wanted is not among them. */
  readonly columns: ReadonlySet<string>;
  /** The columns whose levels have latent values that they use. */
  readonly levels: ReadonlySet<string>;
  /** Whether a latent value of a known level is among them. */
  readonly hasModes: boolean;
}

/** The columns that nodes read, also through predictors, indexes, networks and rows above; means over rows are the same in all of them. */
export function columnsBelow(context: Read, nodes: readonly NodeId[]): ReadColumns {
  const [columns, levels] = [new Set<string>(), new Set<string>()];
  const seen = new Set<NodeId>();
  let hasModes = false;
  const open = [...nodes];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = context.graph.node(id);
    if (node.kind === 'apply') open.push(...node.args);
    else if (node.kind === 'column') columnNames(context, node.slot).forEach((name) => columns.add(name));
    else if (node.kind === 'variable') {
      const source = context.variables[node.index];
      if (source?.kind === 'linear') open.push(...source.design);
      else if (source?.kind === 'gather') open.push(source.codes);
      else if (source?.kind === 'network') open.push(...source.inputs);
      else if (source?.kind === 'previous') open.push(...nodesOf(source));
      else if (source?.kind === 'latent') {
        const own = columnsBelow(context, [source.codes]).columns;
        own.forEach((name) => levels.add(name));
        hasModes = true;
      }
    }
  }
  return { columns, levels, hasModes };
}

function columnNames({ columns }: Pick<Read, 'columns'>, index: number): readonly string[] {
  const slot = columns[index];
  return slot?.kind === 'data' || slot?.kind === 'lag' || slot?.kind === 'image' ? [slot.name] : [];
}
