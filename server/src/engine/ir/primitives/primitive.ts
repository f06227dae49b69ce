/** Index of a node in its graph; arguments always have smaller numbers than the node that uses them. */
export type NodeId = number & { readonly [node]: true };

declare const node: unique symbol;

/** What a primitive needs from the graph in which it creates nodes. */
export interface GraphBuilder {
  constant(value: number): NodeId;
  apply(primitive: Primitive, ...args: NodeId[]): NodeId;
  /** The number that a node stands for, if it is a constant. */
  constantValue(id: NodeId): number | undefined;
  /** The arguments of a node if it applies the primitive of that name. */
  argumentsOf(id: NodeId, name: string): readonly NodeId[] | undefined;
}

/**
 * One row-wise operation of the graph: how it is evaluated, differentiated and simplified. Everything that works on graphs
 * (derivatives, kernels, error messages) reads these records, so a new operation is one file and one line in the index.
 */
export interface Primitive {
  readonly name: string;
  readonly arity: 1 | 2 | 3;
  /** The value at one row; NaN outside the domain. Error bound: within 1 ulp of the JavaScript or stdlib function unless stated. */
  evaluate(a: number, b: number, c: number): number;
  /** The same for the first `rows` rows of a block, in a loop of its own that the compiler can inline; left out where that hardly matters. */
  evaluateBlock?(out: Float64Array, rows: number, a: Float64Array, b: Float64Array, c: Float64Array): void;
  /** The partial derivative with respect to argument `index`; undefined where it is 0 everywhere. */
  partial(graph: GraphBuilder, args: readonly NodeId[], index: number, self: NodeId): NodeId | undefined;
  /** An equal, simpler or numerically better node. */
  simplify?(graph: GraphBuilder, args: readonly NodeId[]): NodeId | undefined;
  /** Where the operation is defined, for messages such as "log of a negative number". */
  readonly outside?: string;
}

/** The value of a primitive at as many numbers as it has arguments; those that it does not have are passed as 0 and never read. */
export function evaluatePrimitive(primitive: Primitive, [a = 0, b = 0, c = 0]: readonly number[]): number {
  return primitive.evaluate(a, b, c);
}
