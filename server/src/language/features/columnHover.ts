import { type ColumnSummary, summaryOf } from '../data/summary.js';
import { buildModel } from '../../engine/elaborate/build.js';
import { type Column, schemaOf } from '../../engine/model/dataset.js';
import type { FeatureInput } from './input.js';
import { plain } from '../wording/markdown.js';
import { shortNumber } from '../../report/numbers.js';

/** Type, range or levels, and missing values of a column; as an outcome, what counts as 1. */
export function columnHover(input: FeatureInput, column: Column): string {
  const { rows, levels } = summaryOf(column);
  const parts = [`**${plain(column.name)}** — ${KINDS[column.kind]} of the data, ${String(rows)} rows`];
  if (column.kind === 'categorical') parts.push(levelsText(levels ?? []));
  else parts.push(contentText(column));
  parts.push(missingText(column.missing, rows));
  const success = successOf(input, column.name);
  if (success !== undefined) parts.push(`As the outcome, **${plain(success)}** counts as 1.`);
  return parts.join('\n\n');
}

/** What the values of a column are, in one line. */
export function contentText(column: Column): string {
  const { range, levels } = summaryOf(column);
  if (column.kind === 'categorical') return levelCount(levels ?? []);
  if (column.kind === 'boolean') return `${String(column.values.filter((value) => value === 1).length)} true`;
  if (column.shape) return `${column.shape.join(' × ')} (height × width × channels), from 0 (black) to 1 (white)`;
  return rangeText(range);
}

const missingText = (missing: number, rows: number): string =>
  missing === 0 ? 'no values missing' : `${String(missing)} of ${String(rows)} values missing`;

const levelCount = ({ length }: readonly unknown[]): string => `${String(length)} ${length === 1 ? 'level' : 'levels'}`;

/** Levels that a hover lists. */
const MOST = 12;

const KINDS = {
  numeric: 'a numeric column',
  boolean: 'a true/false column',
  categorical: 'a categorical column',
  image: 'a column of images',
};

function levelsText(levels: NonNullable<ColumnSummary['levels']>): string {
  const shown = levels.slice(0, MOST).map(({ level, count }) => `${plain(shorten(level))} (${String(count)})`);
  return `${levelCount(levels)}: ${shown.join(', ')}${levels.length > MOST ? ', …' : ''}`;
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function rangeText(range: ColumnSummary['range']): string {
  if (!range) return 'no values';
  return `from ${shortNumber(range.least)} to ${shortNumber(range.most)}, mean ${shortNumber(range.mean)}`;
}

function successOf({ spec, data }: FeatureInput, name: string): string | undefined {
  if (!data) return undefined;
  const { model } = buildModel(spec, schemaOf(data));
  return model?.likelihoods.find(({ outcome }) => outcome.column === name)?.outcome.success;
}
