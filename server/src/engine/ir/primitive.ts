import type { Graph, NodeId } from './graph.js';

/**
 * One row-wise operation of the graph: how it is evaluated, differentiated and simplified. Everything that works on graphs
 * (derivatives, kernels, error messages) reads these records, so a new operation is one file and one line in the index.
 */
export interface Primitive {
  readonly name: string;
  readonly arity: 1 | 2 | 3;
  /** The value at one row; NaN outside the domain. Error bound: within 1 ulp of the JavaScript or stdlib function unless stated. */
  evaluate(a: number, b: number, c: number): number;
  /** Evaluates a block of rows; left out where the row-wise loop is fast enough. */
  evaluateBlock?(out: Float64Array, a: Float64Array, b: Float64Array, rows: number): void;
  /** The partial derivative with respect to argument `index`; undefined where it is 0 everywhere. */
  partial(graph: Graph, args: readonly NodeId[], index: number, self: NodeId): NodeId | undefined;
  /** An equal, simpler or numerically better node. */
  simplify?(graph: Graph, args: readonly NodeId[]): NodeId | undefined;
  /** Where the operation is defined, for messages such as "log of a negative number". */
  readonly outside?: string;
}

/** Argument `index` of a node's argument list; the arity is checked where nodes are made. */
export function argument(args: readonly NodeId[], index: number): NodeId {
  const node = args[index];
  if (node === undefined) throw new Error(`an operation has no argument ${String(index)}`);
  return node;
}
