import { buildModel } from '../../engine/elaborate/build.js';
import { type Column, schemaOf } from '../../engine/model/dataset.js';
import { sizeOf } from '../../engine/network/layers/shape.js';
import { at } from '../../engine/numeric/at.js';
import type { FeatureInput } from './input.js';
import { plain } from '../wording/markdown.js';
import { shortNumber } from '../../report/numbers.js';

/** Type, range or levels, and missing values of a column; as an outcome, what counts as 1. */
export function columnHover(input: FeatureInput, column: Column): string {
  const rows = column.values.length / sizeOf(column.shape ?? []);
  const parts = [`**${plain(column.name)}** — ${KINDS[column.kind]} of the data, ${String(rows)} rows`];
  if (column.kind === 'categorical') parts.push(levelsText(column));
  else if (column.kind === 'boolean') parts.push(`${String(column.values.filter((value) => value === 1).length)} true`);
  else if (column.shape) parts.push(`${column.shape.join(' × ')} (height × width × channels), from 0 (black) to 1 (white)`);
  else parts.push(rangeText(column.values));
  parts.push(column.missing === 0 ? 'no values missing' : `${String(column.missing)} of ${String(rows)} values missing`);
  const success = successOf(input, column.name);
  if (success !== undefined) parts.push(`As the outcome, **${plain(success)}** counts as 1.`);
  return parts.join('\n\n');
}

/** Levels that a hover lists. */
const MOST = 12;

const KINDS = {
  numeric: 'a numeric column',
  boolean: 'a true/false column',
  categorical: 'a categorical column',
  image: 'a column of images',
};

function levelsText({ levels = [], values }: Column): string {
  const counts = new Float64Array(levels.length);
  for (const code of values) if (code >= 0) counts[code] = at(counts, code) + 1;
  const shown = levels.slice(0, MOST).map((level, code) => `${plain(shorten(level))} (${String(counts[code])})`);
  return `${String(levels.length)} ${levels.length === 1 ? 'level' : 'levels'}: ${shown.join(', ')}${levels.length > MOST ? ', …' : ''}`;
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function rangeText(values: Float64Array): string {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return 'no values';
  const least = present.reduce((a, b) => Math.min(a, b), Infinity);
  const most = present.reduce((a, b) => Math.max(a, b), -Infinity);
  const mean = present.reduce((a, b) => a + b, 0) / present.length;
  return `from ${shortNumber(least)} to ${shortNumber(most)}, mean ${shortNumber(mean)}`;
}

function successOf({ spec, data }: FeatureInput, name: string): string | undefined {
  if (!data) return undefined;
  const { model } = buildModel(spec, schemaOf(data));
  return model?.likelihoods.find(({ outcome }) => outcome.column === name)?.outcome.success;
}
