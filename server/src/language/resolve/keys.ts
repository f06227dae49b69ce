import type { Keys, KeySpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';

/** The keys whose entries an offset lies in, the outermost first. */
export function keysAt(keys: Keys | undefined, offset: number): readonly (readonly [string, KeySpec])[] {
  const found = [...(keys ?? [])].find(([, { from, to }]) => from <= offset && offset <= to);
  return found ? [found, ...keysAt(found[1].keys, offset)] : [];
}

/** A place without the blanks at its ends: YAML counts line ends and indentation among values. */
export function trimmed({ from, to }: Span, text: string): Span {
  const inside = text.slice(from, to);
  const end = from + inside.trimEnd().length;
  return { from: Math.min(from + inside.length - inside.trimStart().length, end), to: end };
}
