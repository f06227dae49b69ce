import { readFile, stat } from 'node:fs/promises';

const largest = 16 * 1024 * 1024;
const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;

/** What tells rows from lines: the lines up to the header, and whether a blank line is a row of its own. */
interface RowRules {
  readonly skip: number;
  readonly blankIsRow: boolean;
}

/**
 * The line on which each row starts, where rows and lines part company: blank lines, line ends in quoted fields, lines above the header.
 * Undefined where every row has its own line below line 1. Where the file is too large to look, or packed, rows are taken to be lines.
 */
export async function rowLines(path: string | undefined, rows: number, { skip, blankIsRow }: RowRules): Promise<Int32Array | undefined> {
  const isReadable = path !== undefined && (await stat(path)).size <= largest;
  const starts = isReadable ? lineStarts(await readFile(path), blankIsRow).filter((line) => line > skip) : [];
  const lines = starts.length === rows ? Int32Array.from(starts) : new Int32Array(rows).map((_, row) => row + skip + 1);
  return lines.every((line, row) => line === row + 2) ? undefined : lines;
}

function lineStarts(bytes: Uint8Array, blankIsRow: boolean): number[] {
  const starts: number[] = [];
  let line = 1;
  let rowLine = 0;
  let quoted = false;
  for (const byte of bytes) {
    if (byte === quote) quoted = !quoted;
    if (rowLine === 0 && byte !== carriageReturn && (byte !== lineFeed || blankIsRow)) rowLine = line;
    if (byte !== lineFeed) continue;
    line++;
    if (quoted || rowLine === 0) continue;
    starts.push(rowLine);
    rowLine = 0;
  }
  if (rowLine > 0) starts.push(rowLine);
  return starts;
}

/** The line of each row in a file with one JSON value a line; `none` where rows and lines do not match. */
export async function rowLinesOfJson(path: string, rows: number): Promise<Int32Array | 'none'> {
  if ((await stat(path)).size > largest) return 'none';
  const text = await readFile(path, 'utf8');
  if (/^\s*\[/.test(text)) return 'none';
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]));
  return lines.length === rows ? Int32Array.from(lines) : 'none';
}
