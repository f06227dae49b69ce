/** Text of users in Markdown: names and levels may hold anything, and none of it is markup. */
export function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*{}[\]<>#|~&!$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll('://', '\\://')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

/** Text of users as code: the fence is longer than any run of backticks within. */
export function code(text: string): string {
  const inner = oneLine(text);
  const fence = '`'.repeat(Math.max(0, ...(inner.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  const pad = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Code in a cell of a table, where a bar would begin the next cell. */
export const codeCell = (text: string): string => code(text).replaceAll('|', '\\|');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
