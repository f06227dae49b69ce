import { columnHover } from '../features/columnHover.js';
import { plain } from '../wording/markdown.js';
import type { Reader } from './reader.js';

/** What the models make of a column, as their own hovers say it; what they agree on is said once. */
export function headerHover(readers: readonly Reader[], name: string): string | undefined {
  const titles = new Map<string, string[]>();
  for (const { title, input, isCurrent } of readers) {
    const column = isCurrent ? input.data?.columns.find((each) => each.name === name) : undefined;
    const text = column && columnHover(input, column);
    if (text !== undefined) titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  if (titles.size === 0) return undefined;
  const isOne = titles.size === 1;
  return [...titles].map(([text, of]) => (isOne ? text : `*${of.map(plain).join(', ')}*\n\n${text}`)).join('\n\n---\n\n');
}
