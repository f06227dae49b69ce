/** What an order of figures needs to know of each. */
export interface Orderable {
  readonly title: string;
  readonly parameter?: string;
  readonly interest?: number;
}

/** A vector's figures, or those that belong to none. */
export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
}

/** `b[area]` belongs to `b`. */
const vectorOf = ({ parameter }: Orderable): string => /^([^[]+)\[/.exec(parameter ?? '')?.[1] ?? '';

/** Those whose title has every word that is looked for. */
export function found<T extends Orderable>(all: readonly T[], words: string): readonly T[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return all.filter(({ title }) => wanted.every((word) => title.toLowerCase().includes(word)));
}

/** By vector, in the order of the file; within each the most interesting first, as many in all as are wanted. */
export function grouped<T extends Orderable>(all: readonly T[], most: number): readonly Group<T>[] {
  const best = [...all].sort((a, b) => (b.interest ?? 0) - (a.interest ?? 0)).slice(0, most);
  const names = [...new Set(all.map(vectorOf))];
  return names
    .map((name) => ({ name, members: best.filter((each) => vectorOf(each) === name) }))
    .filter(({ members }) => members.length > 0);
}
