import type { InlineData, InlineValue } from '../../engine/model/dataSpec.js';
import { type Offer, touches } from './action.js';

/** Rows of a file that are few enough to be read in the estimation file. */
const MOST_ROWS = 60;

/** Moves columns out of the estimation file into a CSV file beside it. */
export const toFile: Offer = ({ spec, selection, fileName, text }) => {
  const { data } = spec;
  const key = spec.keys?.get('data');
  if (data?.kind !== 'inline' || data.columns.length === 0 || !key || !touches({ from: key.key.from, to: data.to }, selection)) return [];
  const name = `${fileName.replace(/\.fit\.(ya?ml|json)$/i, '')}.csv`;
  const weights = data.weights ? `{ source: ${name}, weights: ${data.weights.value} }` : name;
  const isBlock = text.slice(key.key.to, data.from).includes('\n');
  const from = isBlock ? text.indexOf(':', key.key.to) + 1 : data.from;
  return [
    {
      title: `Move the data to \`${name}\``,
      kind: 'refactor.rewrite',
      edits: [{ span: { from, to: trimmedEnd(text, data.to) }, text: isBlock ? ` ${weights}` : weights }],
      file: { name, text: csvOf(data) },
    },
  ];
};

const trimmedEnd = (text: string, to: number): number => text.slice(0, to).trimEnd().length;

/** RFC 4180: quotes where a field holds a comma, a quote or a line end. A single value is repeated. */
function csvOf({ columns }: InlineData): string {
  const rows = Math.max(...columns.map(({ values }) => values.length));
  const cell = (value: InlineValue | undefined): string => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const line = (i: number): string => columns.map(({ values }) => cell((values.length === 1 ? values[0] : values[i])?.value)).join(',');
  return [columns.map(({ name }) => cell(name.value)).join(','), ...Array.from({ length: rows }, (_, i) => line(i))].join('\n') + '\n';
}

/** Brings a few rows of a file into the estimation file. */
export const toInline: Offer = ({ spec, data, selection }) => {
  const { data: source } = spec;
  if (source?.kind !== 'path' || !data || data.rows > MOST_ROWS || !touches(source, selection)) return [];
  if (source.weights || source.where || source.types.length > 0 || data.columns.some(({ kind }) => kind === 'image')) return [];
  const columns = data.columns.map(({ name, kind, values, levels }) => {
    const cells = Array.from(values, (value) => {
      if (Number.isNaN(value)) return 'null';
      if (kind === 'categorical') return value < 0 ? 'null' : JSON.stringify(levels?.[value] ?? '');
      return kind === 'boolean' ? String(value === 1) : String(value);
    });
    return `  ${/^[\w.]+$/.test(name) ? name : JSON.stringify(name)}: [${cells.join(', ')}]`;
  });
  return [
    {
      title: `Write the ${String(data.rows)} rows into this file`,
      kind: 'refactor.rewrite',
      edits: [{ span: { from: source.from, to: source.to }, text: `\n${columns.join('\n')}` }],
    },
  ];
};

/** Holds rows out to see how well they are predicted. */
export const splitRows: Offer = ({ spec, text, selection }) => {
  const { data, validate, keys } = spec;
  const key = keys?.get('data');
  if (!data || validate || !key || !touches({ from: key.key.from, to: data.to }, selection)) return [];
  const end = text.length;
  const before = text.endsWith('\n') || text === '' ? '' : '\n';
  return [
    {
      title: 'Hold out 30 % of the rows for validation',
      kind: 'refactor.rewrite',
      edits: [{ span: { from: end, to: end }, text: `${before}validate: { fraction: 0.3, seed: 1 }\n` }],
    },
  ];
};
