import type { Keys, KeySpec } from '../../engine/model/specification.js';

/** The keys whose entries an offset lies in, the outermost first. */
export function keysAt(keys: Keys | undefined, offset: number): readonly (readonly [string, KeySpec])[] {
  const found = [...(keys ?? [])].find(([, { from, to }]) => from <= offset && offset <= to);
  return found ? [found, ...keysAt(found[1].keys, offset)] : [];
}
