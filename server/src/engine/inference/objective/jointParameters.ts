import { type EntryIndex, noEntry } from '../../model/entryIndex.js';
import type { Group, Model } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { OrderedTransform } from '../../transforms/ordered.js';
import { simplexTransform } from '../../transforms/simplex.js';
import { JointBlock } from './jointBlocks.js';

/** The entries that have working coordinates, in their order, and the blocks of those that bind each other. */
export interface Joint {
  readonly free: readonly EntryIndex[];
  /** Entries of the blocks. */
  readonly bound: ReadonlySet<EntryIndex>;
  readonly blocks: readonly JointBlock[];
}

/** `anchor` is the entry of a block that is to be a function of one coordinate: else it is the first of each. */
export function jointBlocksOf(model: Model, held: ReadonlyMap<EntryIndex, number>, anchor?: EntryIndex): Joint {
  const parts = model.groups.flatMap((group) => partOf(group, held, anchor) ?? []);
  const bound = new Set(parts.flatMap(({ entries }) => entries));
  const independent = new Set(parts.flatMap(({ entries, transform }) => transform.independent.map((i) => at(entries, i))));
  const free = model.entries.map(({ index }) => index).filter((index) => !held.has(index) && (!bound.has(index) || independent.has(index)));
  const blocks = parts.map(({ entries, transform, total }) => {
    const coordinates = transform.independent.map((i) => free.indexOf(at(entries, i)));
    return new JointBlock(transform, entries, coordinates, total);
  });
  return { free, bound, blocks };
}

function partOf({ kind, entries, rest, ties = [] }: Group, held: ReadonlyMap<EntryIndex, number>, anchor: EntryIndex | undefined) {
  const open = entries.filter((entry) => !held.has(entry));
  const total = 1 - entries.reduce((sum, entry) => sum + (held.get(entry) ?? 0), 0);
  const all = kind === 'simplex' && rest ? [...open, noEntry] : open;
  if (open.length === 0) return undefined;
  const at = Math.max(open.indexOf(anchor ?? noEntry), 0);
  const tied = new Set(ties.map((entry) => open.indexOf(entry)));
  const transform = kind === 'ordered' ? new OrderedTransform(open.length, at, tied) : simplexTransform(all.length, at, total);
  return { entries: all, transform, total: kind === 'ordered' ? NaN : total };
}

/** The model with these entries of ordered vectors tied to the ones before them. */
export function withTies(model: Model, ties: readonly EntryIndex[]): Model {
  const own = ({ entries }: Group): EntryIndex[] => ties.filter((entry) => entries.includes(entry));
  return { ...model, groups: model.groups.map((group) => ({ ...group, ties: [...(group.ties ?? []), ...own(group)] })) };
}
