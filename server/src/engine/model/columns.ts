import type { NodeId } from '../ir/graph.js';
import type { Shape } from '../network/layers/shape.js';

/** A slot of the graph's columns: a column of the data, or numbers computed from the data. */
export type ColumnSlot =
  | { readonly kind: 'data'; readonly name: string }
  /** Images, which only networks read: many numbers a row. */
  | { readonly kind: 'image'; readonly name: string; readonly shape: Shape }
  /** A number computed from the used rows. */
  | { readonly kind: 'reduction'; readonly statistic: 'mean' | 'sd'; readonly node: NodeId }
  /** A column of the data so many rows above. */
  | { readonly kind: 'lag'; readonly name: string; readonly steps: number }
  /**
   * 1 in the rows from which a look `steps` rows up finds no value of `node`, because its first one comes later; seen `shift` rows above where it
   * stands in a lag itself.
   */
  | { readonly kind: 'start'; readonly node: NodeId; readonly steps: number; readonly shift: number };
