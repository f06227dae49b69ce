import type { Expr } from '../../engine/expr/ast.js';
import { parseExpression } from '../../engine/expr/parse.js';
import {
  type ColumnTypeSpec,
  type DataSpec,
  type ImagesData,
  type InlineColumn,
  type InlineData,
  type InlineValue,
  kindOfPath,
  type Located,
  type PathData,
  type PatternData,
  type QueryData,
  readingOf,
  type TableData,
} from '../../engine/model/dataSpec.js';
import type { Problem } from '../../report/problem.js';
import type { ConfigEntry, ConfigMap, ConfigNode, ConfigScalar } from '../syntax/config.js';
import { formatKeys, readFormat } from './format.js';
import { describe, isEmpty, locate, type ShapeReporter } from './shape.js';
import { readImages } from './images.js';
import { readText } from './values.js';

const fileKeys = ['source', 'where', 'weights', 'types', ...formatKeys, 'query', 'images', 'size', 'channels'];
const columnTypes = ['category', 'number', 'boolean'] as const;

/** Reads `data`: a path, a mapping with `source` or `query`, or inline columns. */
export function readData({ key, value }: ConfigEntry, reporter: ShapeReporter): DataSpec | undefined {
  if (value.kind === 'map')
    return hasAny(value, ['source', 'query', 'images']) ? readFileData(value, reporter) : readInline(value, reporter);
  if (value.kind === 'scalar' && typeof value.value === 'string' && value.text.trim() !== '') return fromPath(value);
  const example = 'a path such as `houses.csv`, columns such as `{ heads: 7, n: 10 }`, or a mapping with `source`';
  reporter.type(isEmpty(value) ? key : value, `\`data\` takes ${example}, not ${describe(value)}.`);
  return undefined;
}

function hasAny(map: ConfigMap, keys: readonly string[]): boolean {
  return map.entries.some((entry) => keys.includes(entry.key.text));
}

function fromPath(value: ConfigScalar): PathData | PatternData {
  const source = locate(value.text.trim(), value);
  return { kind: kindOfPath(source.value), source, types: [], from: value.from, to: value.to };
}

function readFileData(map: ConfigMap, reporter: ShapeReporter): TableData | undefined {
  const entries = reporter.entries(map, fileKeys, '`data`');
  const weights = readOptional(entries.get('weights'), reporter);
  const types = readTypes(entries.get('types'), reporter);
  const where = readWhere(entries.get('where'), reporter);
  const rows = readRows(entries, reporter);
  const format = readFormat(entries, reporter);
  return rows && { ...rows, types, from: map.from, to: map.to, ...readingOf({ weights, where, format }) };
}

/** Where the rows come from, and what goes with that. */
type Rows =
  | Pick<PathData | PatternData, 'kind' | 'source'>
  | Pick<QueryData, 'kind' | 'source' | 'text'>
  | Pick<ImagesData, 'kind' | 'source' | 'form'>;

/** Where the rows come from: `source`, `query` or `images`. */
function readRows(entries: ReadonlyMap<string, ConfigEntry>, reporter: ShapeReporter): Rows | undefined {
  if (entries.has('images')) return readImages(entries, reporter);
  for (const key of ['size', 'channels']) {
    const alone = entries.get(key);
    if (alone) reporter.type(alone.key, `\`${key}\` applies to a folder of images: name one, such as \`images: pets/\`.`);
  }
  const [source, query] = [entries.get('source'), entries.get('query')];
  if (source && query) reporter.type(query.key, '`source` and `query` both say where the rows come from: keep one of them.');
  if (!query) return withSource(readOptional(source, reporter));
  const text = readOptional(query, reporter);
  if (!text || query.value.kind !== 'scalar') return undefined;
  const { locate, text: sql } = query.value;
  return { kind: 'query', source: text, text: { from: locate(0), to: locate(sql.length) } };
}

function withSource(source: Located<string> | undefined): Rows | undefined {
  const value = source?.value.trim();
  return source && value !== undefined ? { kind: kindOfPath(value), source: { ...source, value } } : undefined;
}

/** A condition in the language of `model`. */
function readWhere(entry: ConfigEntry | undefined, reporter: ShapeReporter): Expr | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  if (value.kind !== 'scalar' || isEmpty(value)) {
    reporter.type(isEmpty(value) ? key : value, `\`where\` takes a condition on columns, such as \`fare > 0\`, not ${describe(value)}.`);
    return undefined;
  }
  const { expr, problems } = parseExpression(value.text, value.locate);
  const [first] = problems;
  if (!first) return expr;
  reporter.problems.push(asInSql(value, first) ?? first);
  return undefined;
}

/** Habits from SQL, which `where` is named after: one sign of equality, `<>`, `AND`. */
function asInSql({ text, locate }: ConfigScalar, problem: Problem): Problem | undefined {
  const match = /(?<![<>!=])=(?!=)|<>|\b(?:AND|OR|NOT)\b/.exec(text);
  if (!match) return undefined;
  const [found] = match;
  const wanted = found === '=' ? '==' : found === '<>' ? '!=' : found.toLowerCase();
  const span = { from: locate(match.index), to: locate(match.index + found.length) };
  const message = `\`where\` is written in the language of \`model\`: write \`${wanted}\` instead of \`${found}\`.`;
  return { ...problem, span, message, fixes: [{ title: `Change to \`${wanted}\``, edits: [{ span, text: wanted }], preferred: true }] };
}

function readOptional(entry: ConfigEntry | undefined, reporter: ShapeReporter): Located<string> | undefined {
  return entry && readText(entry, reporter);
}

function readTypes(entry: ConfigEntry | undefined, reporter: ShapeReporter): ColumnTypeSpec[] {
  if (!entry) return [];
  if (entry.value.kind === 'map') return entry.value.entries.map((column) => readType(column, reporter));
  reporter.type(entry.value, `\`types\` takes a mapping such as \`{ year: category }\`, not ${describe(entry.value)}.`);
  return [];
}

function readType(entry: ConfigEntry, reporter: ShapeReporter): ColumnTypeSpec {
  const { key, value } = entry;
  const base = { column: locate(key.text, key), from: entry.from, to: entry.to };
  if (value.kind === 'map') {
    const levels = reporter.entries(value, ['levels'], `the type of \`${key.text}\``).get('levels');
    return { ...base, type: 'category', ...(levels ? { levels: readLevels(levels, reporter) } : {}) };
  }
  const type = value.kind === 'scalar' ? columnTypes.find((name) => name === value.text) : undefined;
  if (type) return { ...base, type };
  reporter.type(
    isEmpty(value) ? key : value,
    `The type of a column is \`category\`, \`number\`, \`boolean\` or \`{ levels: [first, second] }\`.`,
  );
  return base;
}

function readLevels({ key, value }: ConfigEntry, reporter: ShapeReporter): Located<string>[] {
  if (value.kind !== 'list') {
    reporter.type(
      isEmpty(value) ? key : value,
      '`levels` takes a list such as `[low, high]`; the last of two levels counts as 1 in an outcome.',
    );
    return [];
  }
  const levels = value.items.flatMap((item) => (item.kind === 'scalar' ? [locate(item.text, item)] : []));
  const seen = new Set<string>();
  const repeated = levels.find(({ value: level }) => seen.size === seen.add(level).size);
  if (repeated) reporter.type(repeated, `\`${repeated.value}\` appears twice among the levels.`);
  return levels;
}

/** Columns in the file itself. `weights` naming one of them gives the weights. */
function readInline(map: ConfigMap, reporter: ShapeReporter): InlineData | undefined {
  if (map.entries.length === 0) reporter.type(map, '`data` has no columns: write, for example, `{ heads: 7, n: 10 }`.');
  const weights = inlineWeights(map);
  const columns = map.entries
    .filter((entry) => !weights || entry.key.text !== 'weights')
    .flatMap((entry) => readColumn(entry, reporter) ?? []);
  return { kind: 'inline', columns, from: map.from, to: map.to, ...(weights ? { weights } : {}) };
}

/** Text under `weights` that names another column; numbers there are a column that happens to have this name. */
function inlineWeights(map: ConfigMap): Located<string> | undefined {
  const value = map.entries.find((entry) => entry.key.text === 'weights')?.value;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return undefined;
  return map.entries.some((entry) => entry.key.text === value.text) ? locate(value.text, value) : undefined;
}

function readColumn(entry: ConfigEntry, reporter: ShapeReporter): InlineColumn | undefined {
  const { key, value } = entry;
  const cells: readonly ConfigNode[] = value.kind === 'list' ? value.items : [value];
  const bad = cells.find((cell) => cell.kind !== 'scalar');
  if (bad) {
    reporter.type(bad, `A column holds single values; \`${key.text}\` holds ${describe(bad)} here.`);
    return undefined;
  }
  const values = cells.flatMap((cell) => (cell.kind === 'scalar' ? [locate(cellValue(cell), cell)] : []));
  return { name: locate(key.text, key), values, from: entry.from, to: entry.to };
}

/** NaN and infinities are not observations: the first is a missing value, the others are left to the data checks. */
function cellValue(cell: ConfigScalar): InlineValue {
  return typeof cell.value === 'number' && Number.isNaN(cell.value) ? null : cell.value;
}
