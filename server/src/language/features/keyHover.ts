import type { ModelSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { keysAt } from '../resolve/keys.js';
import { keyTextOf } from '../wording/keyText.js';

/** What the key of the format at an offset means. */
export function keyHover({ keys, data }: ModelSpec, offset: number): (Span & { path: string[]; markdown: string }) | undefined {
  const around = keysAt(keys, offset);
  const key = around.at(-1)?.[1].key;
  if (!key || offset < key.from || key.to < offset) return undefined;
  const path = around.map(([name]) => name);
  // Where the data stand in the file, the keys there are columns.
  if (path[0] === 'data' && path.length > 1 && data?.kind === 'inline' && path[1] !== 'weights') return undefined;
  const found = keyTextOf(path);
  if (!found) return undefined;
  const { text, values, example } = found;
  const markdown = `**${path.at(-1) ?? ''}** — ${text}\n\nValue: ${values}.\n\n\`\`\`yaml\n${example}\n\`\`\``;
  return { from: key.from, to: key.to, path, markdown };
}
