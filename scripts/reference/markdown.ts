/** Text in a cell of a table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** A Markdown table; columns that are empty in every row are left out. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = head.map((_, i) => i).filter((i) => rows.some((row) => (row[i] ?? '') !== ''));
  const line = (cells: readonly string[]): string => `| ${kept.map((i) => cell(cells[i] ?? '')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** A block that the tests of the documentation run as an estimation file. A list over several lines is left as it is: prettier would give each item a line. */
export function example(text: string, shows = ''): string {
  const block = `\`\`\`${`yaml ${shows}`.trim()}\n${text.trim()}\n\`\`\``;
  return /,\n/.test(text) ? `<!-- prettier-ignore -->\n${block}` : block;
}

/** One sentence per line, as in all Markdown sources. */
export const prose = (text: string): string => text.replace(/([.!?]) (?=[A-Z`])/g, '$1\n');

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Sections of a page, without those that are empty. */
export const page = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

export const notice = '<!-- Written by `npm run docs` from the records of the code: change those, not this page. -->';
