/** Makes these the children of a parent, in this order; those that stay where they are are not touched. */
export function setChildren(parent: Element, wanted: readonly Element[]): void {
  let place = parent.firstChild;
  for (const each of wanted) {
    if (place === each) place = each.nextSibling;
    else parent.insertBefore(each, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

/** Things by their keys, made where they are new and forgotten where they are no longer wanted. */
export class Keyed<T> {
  private readonly known = new Map<string, T>();

  /** The things of these keys, in their order. */
  of(keys: readonly string[], make: (key: string) => T): T[] {
    const wanted = new Set(keys);
    for (const key of this.known.keys()) if (!wanted.has(key)) this.known.delete(key);
    return keys.map((key) => {
      const found = this.known.get(key) ?? make(key);
      this.known.set(key, found);
      return found;
    });
  }

  get all(): readonly T[] {
    return [...this.known.values()];
  }
}
