import type { Column } from '../../engine/model/dataset.js';
import { shortNumber } from '../../report/numbers.js';
import { summaryOf } from '../data/summary.js';
import { columnsRead, type Reader } from './reader.js';

/** Columns that the lens of a dataset names. */
const MOST = 6;

/** "used by 2 models · 120 rows". */
export function useTitle(models: number, validated: number, rows: number | undefined): string {
  const parts = [
    ...(models > 0 ? [`used by ${counted(models, 'model')}`] : []),
    ...(validated > 0 ? [`validates ${counted(validated, 'model')}`] : []),
    ...(rows === undefined ? [] : [counted(rows, 'row')]),
  ];
  return parts.join(' · ');
}

/** What the models make of the columns that they read: "y: mean 3.2, 0 to 9 · group: 3 levels, 2 missing". Undefined where they read none. */
export function columnsTitle(readers: readonly Reader[]): string | undefined {
  // A condition leaves rows out: what all rows hold is shown where some model reads them all.
  const ordered = [...readers].sort((a, b) => (b.input.data?.rows ?? 0) - (a.input.data?.rows ?? 0));
  const columns = new Map<string, Column>();
  for (const { input } of ordered) for (const column of columnsRead(input)) if (!columns.has(column.name)) columns.set(column.name, column);
  if (columns.size === 0) return undefined;
  const shown = [...columns.values()].slice(0, MOST).map(columnText);
  return [...shown, ...(columns.size > MOST ? [`${String(columns.size - MOST)} more`] : [])].join(' · ');
}

function columnText(column: Column): string {
  const { missing, range, levels } = summaryOf(column);
  const parts: string[] = [];
  if (levels) parts.push(counted(levels.length, 'level'));
  else if (column.kind === 'boolean') parts.push(`${String(Math.round((range?.mean ?? 0) * (column.values.length - missing)))} true`);
  else if (range) parts.push(`mean ${shortNumber(range.mean)}, ${shortNumber(range.least)} to ${shortNumber(range.most)}`);
  if (missing > 0) parts.push(`${missing.toLocaleString('en')} missing`);
  return `${column.name.replace(/\s+/g, ' ')}: ${parts.join(', ')}`;
}

const counted = (count: number, noun: string): string => `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`;
