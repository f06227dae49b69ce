import type { BoundVariable } from '../kernel/kernel.js';
import type { NodeId } from '../ir/graph.js';
import { isDerived, nodesBelow, variablesAmong } from '../kernel/below.js';
import type { EntryIndex } from './entryIndex.js';
import type { Model, VariableSource } from './model.js';

/** The levels of a statement about latent values that occur in the rows used. */
export interface BoundLatent {
  /** Codes of these levels. */
  readonly levels: Int32Array;
  /** The first row of each. */
  readonly rows: Int32Array;
  /** Number, by code, of the first value of each level among all latent values; −1 for a level without rows. Others of a level follow at `count`. */
  readonly first: Int32Array;
}

/** A model over the rows that it uses. */
export interface BoundModel {
  readonly model: Model;
  /** Rows of the data, and those that the model uses. */
  readonly rows: number;
  readonly used: number;
  /** Number (from 1) of each used row in the data, where not all rows are used. */
  readonly rowNumbers?: Float64Array;
  /** One array for each slot of the graph's columns. */
  readonly columns: readonly Float64Array[];
  readonly weights?: Float64Array;
  readonly variables: readonly BoundVariable[];
  /** One for each statement about latent values. */
  readonly latents: readonly BoundLatent[];
  /** Numbers that may change without a recompilation. */
  readonly inputs?: Float64Array;
  /** Sum of the weights, or the number of used rows. */
  readonly observations: number;
}

/** A used row by its number in the data: "row 3". */
export const rowName = (bound: BoundModel, row: number): string => `row ${String(bound.rowNumbers?.[row] ?? row + 1)}`;

/** The entries that a variable follows from by itself; −1 stands for a reference level. Those of a network are left out: it may have many. */
export function ownEntries(source: VariableSource | undefined): readonly EntryIndex[] {
  if (source === undefined || isDerived(source) || source.kind === 'latent' || source.kind === 'network') return [];
  return source.kind === 'scalar' ? [source.entry] : source.entries;
}

/** The entries that nodes depend on, including through other rows; those of networks are left out. */
export function entriesBelow({ graph, variables }: Pick<Model, 'graph' | 'variables'>, nodes: readonly NodeId[]): EntryIndex[] {
  const found = variablesAmong(graph, nodesBelow(graph, variables, nodes));
  return [...new Set(found.flatMap((index) => ownEntries(variables[index])))];
}

/** Whether a row of the model depends on others: on the value of a recursion in the row above, or on a mean over all rows. */
export const looksAround = ({ variables }: Pick<Model, 'variables'>): boolean => variables.some(isDerived);

/** Whether a node has no parameter below it. */
export const isData = (model: Pick<Model, 'graph'>, node: NodeId): boolean =>
  model.graph.reachable([node]).every((id) => model.graph.node(id).kind !== 'variable');

/** Indexes of the networks that nodes depend on. */
export function networksBelow({ graph, variables }: Pick<Model, 'graph' | 'variables'>, nodes: readonly NodeId[]): number[] {
  const found = variablesAmong(graph, nodesBelow(graph, variables, nodes)).flatMap((index) => {
    const source = variables[index];
    return source?.kind === 'network' ? [source.network] : [];
  });
  return [...new Set(found)];
}
