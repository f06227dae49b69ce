import type { NodeId } from '../ir/graph.js';

/** A slot of the graph's columns: a column of the data, or a number computed from the used rows. */
export type ColumnSlot =
  | { readonly kind: 'data'; readonly name: string }
  | { readonly kind: 'reduction'; readonly statistic: 'mean' | 'sd'; readonly node: NodeId };
