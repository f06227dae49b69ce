import { basename } from 'node:path';
import { jsonFailure } from './jsonPlace.js';
import { rowLinesOfJson } from './lines.js';
import { failure, type ReadFailure } from '../wire/messages.js';
import { describe, numbersOf } from './relation.js';
import { cell, messageOf, type Run, selection, type SourceColumn, type TableSource, type Wanted } from '../wire/source.js';
import { sqlName, sqlPath } from '../wire/sql.js';
import { columnOf } from '../wire/types.js';

/** What is known about a JSON file from its beginning. */
export interface JsonForm {
  readonly compressed: boolean;
  /** It starts with `[`. */
  readonly isList: boolean;
}

const LARGEST_VALUE = 2 ** 32 - 1;

/** JSON in a file: an array of objects, an object of arrays, or one object per line. */
export class JsonSource implements TableSource {
  readonly title: string;

  private constructor(
    private readonly path: string,
    private readonly compressed: boolean,
    private readonly relation: string,
    readonly columns: readonly SourceColumn[],
  ) {
    this.title = `\`${basename(path)}\``;
  }

  static async open(run: Run, path: string, form: JsonForm): Promise<JsonSource | ReadFailure> {
    const { compressed } = form;
    const file = `read_json(${sqlPath(path)}, ${formatOf(form)}, ${inference})`;
    try {
      const columns = await describe(run, file);
      const refused = await noObjects(run, path, formatOf(form), columns);
      if (refused) return refused;
      if (await isTurned(run, file, columns)) return turnedFailure(path);
      const lists = await listsOf(run, path, file, columns);
      if (lists && 'ok' in lists) return lists;
      const relation = lists?.relation ?? file;
      return new JsonSource(path, compressed, relation, await checkColumns(run, relation, lists?.columns ?? columns));
    } catch (error) {
      return await jsonFailure(path, compressed, messageOf(error));
    }
  }

  select(wanted: readonly Wanted[]): string {
    const cells = wanted.map(({ index, asNumber }) => {
      const { name = '', form } = this.columns[index] ?? {};
      return cell(form === 'mixed' ? asText(name) : sqlName(name), asNumber);
    });
    return selection(cells, this.relation);
  }

  explain(message: string): Promise<ReadFailure> {
    return jsonFailure(this.path, this.compressed, message);
  }

  noRows(): ReadFailure {
    return empty(this.path);
  }

  async lines(rows: number): Promise<Int32Array | 'none'> {
    return this.compressed ? 'none' : await rowLinesOfJson(this.path, rows);
  }
}

/** How the file is written: DuckDB recognises a list only where it does not follow a byte order mark. */
const formatOf = ({ compressed, isList }: JsonForm): string =>
  `maximum_object_size = ${String(LARGEST_VALUE)}, compression = '${compressed ? 'gzip' : 'uncompressed'}', format = '${isList ? 'array' : 'auto'}'`;

/** Types come from all rows. Dates are not recognised: text stays as it is written. */
const inference = `sample_size = -1, map_inference_threshold = -1, dateformat = '\u0001', timestampformat = '\u0001'`;

/** Text in JSON without its quotes, a number as it is written. */
const asText = (name: string): string => `(${sqlName(name)} ->> '$')`;

/** DuckDB returns values that are not objects in a column that it names `json`. */
async function noObjects(run: Run, path: string, options: string, columns: readonly SourceColumn[]): Promise<ReadFailure | undefined> {
  if (columns.length !== 1 || columns[0]?.name !== 'json') return undefined;
  const counts = `count(*), count(*) FILTER (json_exists(json, '$.json'))`;
  const [all, named] = await numbersOf(run, `SELECT ${counts} FROM read_json_objects(${sqlPath(path)}, ${options})`);
  if (all === 0) return empty(path);
  return named === 0 ? noTable(path) : undefined;
}

/** One object of objects: by column and then by row. */
async function isTurned(run: Run, relation: string, columns: readonly SourceColumn[]): Promise<boolean> {
  if (!columns.every(({ unreadable }) => unreadable === 'holds objects')) return false;
  const [rows] = await numbersOf(run, `SELECT count(*) FROM ${relation}`);
  return rows === 1;
}

interface Lists {
  readonly relation: string;
  readonly columns: readonly SourceColumn[];
}

/** An object of arrays is one row of lists to DuckDB. */
async function listsOf(
  run: Run,
  path: string,
  relation: string,
  columns: readonly SourceColumn[],
): Promise<Lists | ReadFailure | undefined> {
  if (!columns.every(({ unreadable }) => unreadable === 'holds lists')) return undefined;
  const lengths = columns.map(({ name }) => `any_value(len(${sqlName(name)}))`);
  const [rows, ...counts] = await numbersOf(run, `SELECT count(*), ${lengths.join(', ')} FROM ${relation}`);
  if (rows !== 1) return undefined;
  const odd = counts.findIndex((count) => count !== counts[0]);
  if (odd > 0) {
    const [a, b] = [columns[odd], columns[0]].map((column) => column?.name ?? '');
    const message = `In \`${basename(path)}\`, \`${a ?? ''}\` has ${String(counts[odd])} values, but \`${b ?? ''}\` has ${String(counts[0])}: all columns need one value per row.`;
    return failure('data-malformed', message);
  }
  const unnested = `(SELECT ${columns.map(({ name }) => `unnest(${sqlName(name)}) AS ${sqlName(name)}`).join(', ')} FROM ${relation})`;
  return { relation: unnested, columns: await describe(run, unnested) };
}

/** Columns of several types may hold lists and objects among other values. */
async function checkColumns(run: Run, relation: string, columns: readonly SourceColumn[]): Promise<SourceColumn[]> {
  const mixed = columns.filter(({ form }) => form === 'mixed');
  if (mixed.length === 0) return [...columns];
  const nested = mixed.map(({ name }) => `count(*) FILTER (json_type(${sqlName(name)}) IN ('OBJECT', 'ARRAY'))`);
  const counts = await numbersOf(run, `SELECT ${nested.join(', ')} FROM ${relation}`);
  const bad = new Set(mixed.filter((_, i) => counts[i] !== 0));
  return columns.map((column) => (bad.has(column) ? columnOf(column.name, 'STRUCT()') : column));
}

function noTable(path: string): ReadFailure {
  return failure(
    'data-malformed',
    `\`${basename(path)}\` is JSON, but not a table: write a list of objects (\`[{ "x": 1 }, { "x": 2 }]\`), an object of lists (\`{ "x": [1, 2] }\`) or one object per line.`,
  );
}

function turnedFailure(path: string): ReadFailure {
  return failure(
    'data-malformed',
    `\`${basename(path)}\` is an object of objects, as pandas writes by default: \`to_json(path, orient="records")\` writes a list of rows.`,
  );
}

function empty(path: string): ReadFailure {
  return failure('data-malformed', `\`${basename(path)}\` holds no rows: its list is empty.`);
}
