import { failure, type ReadFailure } from '../wire/messages.js';
import { resolveIn } from '../files/patterns.js';
import { characterAt, explainQuery } from './queryErrors.js';
import type { Run } from '../wire/source.js';
import { sqlText } from '../wire/sql.js';

/** A file, or a pattern, that a query reads, by its absolute path, and where the query names it. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
  readonly offset?: number;
}

/** The files that a query reads. Only a single query that changes nothing is accepted: DuckDB's parser decides. */
export async function filesInQuery(run: Run, query: string, folder: string): Promise<readonly NamedFile[] | ReadFailure> {
  const [[serialised] = []] = await (await run(`SELECT json_serialize_sql(${sqlText(query)}::VARCHAR)`)).rows();
  const parsed = JSON.parse(String(serialised)) as Parsed;
  if (parsed.error) return refusal(query, parsed);
  const { statements = [] } = parsed;
  if (statements.length === 0) return failure('data-malformed', `The query is empty: write, for example, \`${EXAMPLE}\`.`);
  if (statements.length > 1) return failure('data-malformed', 'The query has several statements; it must be a single SELECT.');
  const found = new Found();
  found.collect(statements[0]);
  if (found.refused) return notAvailable(query, found.refused);
  return found.files.map(({ name, location }) => ({
    name,
    path: resolveIn(folder, name),
    ...(location === undefined ? {} : { offset: characterAt(query, location) }),
  }));
}

const EXAMPLE = "select * from 'trips.parquet' where fare > 0";

interface Parsed {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly unknown[];
}

function refusal(query: string, { error_type, error_message = '', position }: Parsed): ReadFailure {
  if (error_type !== 'not implemented') return explainQuery(query, JSON.stringify({ exception_message: error_message, position }));
  const word = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(\w+)/.exec(query)?.[1]?.toUpperCase();
  const what = word === undefined || /^(?:SELECT|WITH|FROM|VALUES)$/.test(word) ? 'This' : `\`${word}\``;
  return failure(
    'data-malformed',
    `${what} is not run: a query must be a single SELECT, such as \`${EXAMPLE}\`, which reads files and changes nothing.`,
  );
}

function notAvailable(query: string, { name, location }: Mention): ReadFailure {
  const some = '`read_csv`, `read_parquet`, `read_json`, `range` and `unnest`';
  const message = `The function \`${name}\` is not available after \`from\` in a query; ${some} are.`;
  return failure('data-malformed', message, location === undefined ? {} : { offset: characterAt(query, location) });
}

interface Mention {
  readonly name: string;
  readonly location?: number;
}

/** Functions that read the files that their first argument names. */
const readers: ReadonlySet<string> = new Set([
  ...['read_csv', 'read_csv_auto', 'sniff_csv', 'read_parquet', 'parquet_scan', 'parquet_metadata', 'parquet_schema', 'read_text'],
  ...['read_json', 'read_json_auto', 'read_ndjson', 'read_ndjson_auto', 'read_json_objects', 'read_ndjson_objects', 'glob'],
]);

/** Others change settings, write logs or profiles, or run text as SQL. */
const harmless: ReadonlySet<string> = new Set(['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree']);

/** Walks DuckDB's syntax tree: tables whose name is that of a file, and functions used as a table. */
class Found {
  readonly files: Mention[] = [];
  refused: Mention | undefined;

  collect(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    if (isTable(node)) this.table(node);
    else if (isTableFunction(node)) this.tableFunction(node);
    for (const child of Object.values(node)) this.collect(child);
  }

  /** `trips.csv` without quotes is a table of a schema to the parser; DuckDB reads the file. */
  private table(node: Table): void {
    const name = [node.catalog_name, node.schema_name, node.table_name].filter((part) => part !== '').join('.');
    if (/[./\\*?]/.test(name)) this.files.push({ name, ...locationOf(node.query_location) });
  }

  private tableFunction({ function: { function_name: name, children }, query_location }: TableFunction): void {
    const location = locationOf(query_location);
    if (readers.has(name)) this.files.push(...textsIn(children[0]).map((path) => ({ name: path, ...location })));
    else if (!harmless.has(name)) this.refused ??= { name, ...location };
  }
}

interface Table {
  readonly type: 'BASE_TABLE';
  readonly catalog_name: string;
  readonly schema_name: string;
  readonly table_name: string;
  readonly query_location: number;
}

interface TableFunction {
  readonly type: 'TABLE_FUNCTION';
  readonly function: { readonly function_name: string; readonly children: readonly unknown[] };
  readonly query_location: number;
}

const isTable = (node: object): node is Table => 'type' in node && node.type === 'BASE_TABLE';

const isTableFunction = (node: object): node is TableFunction => 'type' in node && node.type === 'TABLE_FUNCTION';

/** All bits set where there is none. */
const locationOf = (location: number): { location?: number } => (location < Number.MAX_SAFE_INTEGER ? { location } : {});

/** The texts that the first argument is: a path, or a list of them. A computed path is not text, and cannot be read. */
function textsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { class: kind, value, function_name: name, children } = node as Argument;
  if (kind === 'CONSTANT') return typeof value?.value === 'string' ? [value.value] : [];
  return name === 'list_value' || name === 'array_value' ? (children ?? []).flatMap(textsIn) : [];
}

interface Argument {
  readonly class?: unknown;
  readonly value?: { readonly value?: unknown };
  readonly function_name?: unknown;
  readonly children?: readonly unknown[];
}
