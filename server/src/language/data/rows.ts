import type { RawTable } from './raw.js';

/** A row, from 0, in the words of the user: "row 3 (line 4)", with its file where there are several. */
export function rowText(raw: RawTable, row: number): string {
  let before = 0;
  for (const { title, rows } of raw.parts ?? []) {
    if (row < before + rows) return `row ${String(row - before + 1)} of ${title}`;
    before += rows;
  }
  const line = lineOf(raw, row);
  return line === undefined ? `row ${String(row + 1)}` : `row ${String(row + 1)} (line ${String(line)})`;
}

/** The line on which a row, from 0, starts. */
export function lineOf({ lines }: RawTable, row: number): number | undefined {
  return lines === 'none' ? undefined : (lines?.[row] ?? row + 2);
}
