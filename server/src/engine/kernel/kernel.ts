import type { Graph, NodeId } from '../ir/graph.js';
import type { Network } from '../network/network.js';
import type { Numbers, Precision } from '../wasm/precision.js';
import type { Team } from './task.js';

/** How a row-level variable of a graph follows from the parameters. */
export type BoundVariable = RowVariable | NetworkVariable | DerivedVariable | LatentVariable;

/** A variable of the row alone: its row of the Jacobian is sparse or a row of a design matrix. */
export type RowVariable =
  | { readonly kind: 'scalar'; readonly parameter: number }
  /** value = parameter[map[code]], or 0 where the map says −1. */
  | { readonly kind: 'gather'; readonly map: Int32Array; readonly codes: Float64Array }
  /** value = Σ design[j][row] · parameter[parameters[j]]; column-major design. */
  | { readonly kind: 'linear'; readonly parameters: Int32Array; readonly design: readonly Float64Array[] };

/** One output of a network. */
export interface NetworkVariable {
  readonly kind: 'network';
  readonly application: NetworkApplication;
  readonly output: number;
}

/** A network over the rows: one object for all of its outputs. */
export interface NetworkApplication {
  readonly network: Network;
  /** Index of its first parameter: the others follow. */
  readonly first: number;
  /** double where left out. */
  readonly precision?: Precision;
  /** What goes in, side by side: `width` numbers a row each. */
  readonly inputs: readonly { readonly values: Numbers; readonly width: number }[];
}

/** A variable that follows from a node of the same graph in other rows; its derivatives are dense in the parameters. */
export type DerivedVariable =
  /** The value of `node` so many rows above; that of `initial` in the first rows, which have none. */
  | { readonly kind: 'previous'; readonly node: NodeId; readonly steps: number; readonly initial: NodeId }
  /** The sum of `node` over all rows, divided by their number less `lost`. */
  | { readonly kind: 'mean'; readonly node: NodeId; readonly lost: 0 | 1 };

/** A value that each level has and that is integrated out: number map[code] of all latent values. */
export interface LatentVariable {
  readonly kind: 'latent';
  readonly map: Int32Array;
  readonly codes: Float64Array;
}

/** A sum over rows of one node of a graph: a likelihood statement, or the prior of a parameter. */
export interface Term {
  readonly graph: Graph;
  readonly root: NodeId;
  readonly rows: number;
  readonly columns: readonly Float64Array[];
  readonly inputs: Float64Array;
  /** The arguments of the density, where a Gauss-Newton curvature is taken through them. */
  readonly through?: readonly NodeId[];
  /** The variables whose derivatives are asked for; all where left out. */
  readonly wanted?: ReadonlySet<number>;
  /** Indexed by the `index` of variable nodes; those that the root does not use may be anything. */
  readonly variables: readonly BoundVariable[];
}

/** Value, gradient and Hessian (row-major, symmetric, P × P) of a sum of terms. What the order does not ask for is left zero. */
export interface Evaluation {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

export type Order = 0 | 1 | 2;

/** exact: second derivatives. gauss-newton: the same without the curvature of the density's arguments. */
export type Curvature = 'exact' | 'gauss-newton';

/** What an evaluation runs under. A cancelled one returns NaN as its value and the caller reads the flag. */
export interface Cancellation {
  readonly cancelled: boolean;
  /** Whether it is cancelled because its time is over, and for no other reason. */
  readonly late?: boolean;
  /** Other threads that take a share of long sums. */
  readonly team?: Team | undefined;
  /** The clock that deadlines are read from; left out: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export const neverCancelled: Cancellation = { cancelled: false };

/** A compiled sum of terms over a parameter vector of fixed length. */
export interface Kernel {
  readonly parameters: number;
  /** Adds nothing silently: a value outside the domain gives NaN or ±Infinity. */
  evaluate(point: Float64Array, order: Order, cancellation?: Cancellation, curvature?: Curvature): Evaluation;
}
