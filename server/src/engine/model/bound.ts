import type { BoundVariable } from '../kernel/kernel.js';
import type { NodeId } from '../ir/graph.js';
import type { Model } from './model.js';

/** A model over the rows that it uses. */
export interface BoundModel {
  readonly model: Model;
  /** Rows of the data, and those that the model uses. */
  readonly rows: number;
  readonly used: number;
  /** Number (from 1) of each used row in the data, where not all rows are used. */
  readonly rowNumbers?: Float64Array;
  /** One array a slot of the graph's columns. */
  readonly columns: readonly Float64Array[];
  readonly weights?: Float64Array;
  readonly variables: readonly BoundVariable[];
  /** Numbers that may change without a recompilation. */
  readonly inputs?: Float64Array;
  /** Sum of the weights, or the number of used rows. */
  readonly observations: number;
}

/** A used row by its number in the data: "row 3". */
export const rowName = (bound: BoundModel, row: number): string => `row ${String(bound.rowNumbers?.[row] ?? row + 1)}`;

/** Whether a node has no parameter below it. */
export const isData = (model: Model, node: NodeId): boolean =>
  model.graph.reachable([node]).every((id) => model.graph.node(id).kind !== 'variable');
