import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { firstOutside, outsideFailure } from '../files/access.js';
import { collect } from '../text/collect.js';
import { checkFile, fileFailure, isAddress, networkFailure, patternFailure } from '../files/files.js';
import { failure, type QueryRequest, type ReadFailure, type SentResult } from '../wire/messages.js';
import type { NumberSink } from '../wire/numberSink.js';
import { filesOf, fixedFolder, stampOf } from '../files/patterns.js';
import { isPattern } from '../../../engine/model/dataSpec.js';
import { at } from '../../../engine/numeric/at.js';
import { explainQuery } from './queryErrors.js';
import { filesInQuery, type NamedFile } from './queryFiles.js';
import { cell, messageOf, type Run, selection, type SourceColumn, type TableSource, type Wanted } from '../wire/source.js';
import { type Connection, openInstance, runner } from '../duckdb/database.js';
import { sqlText } from '../wire/sql.js';
import { columnOf } from '../wire/types.js';
import { wantedOf } from '../text/wanted.js';

/**
 * The rows of a query. It runs in a database of its own that may read the files that the query names and nothing else, and write nothing; `inputs`
 * are these files.
 */
export async function readQuery(parser: Connection, request: QueryRequest, numbers: NumberSink, signal: AbortSignal): Promise<SentResult> {
  const { query, folder, within } = request;
  const files = await filesInQuery(runner(parser, signal), query, folder);
  if ('ok' in files) return files;
  const outside = await outsideOf(files, within, runner(parser, signal));
  if (outside) return outside;
  const sources = files.map(({ path }) => path);
  const inputs = { sources, stamp: await stampOf(sources) };
  const missing = await missingFile(files);
  return {
    ...(missing ?? (await inFolder(folder, (real) => runQuery(request, readable(files, [folder, real]), numbers, signal)))),
    inputs,
  };
}

/** DuckDB takes paths from the folder of the process, which has no links in its path. */
async function inFolder(folder: string, work: (real: string) => Promise<SentResult>): Promise<SentResult> {
  const back = process.cwd();
  let real: string;
  try {
    real = await realpath(folder);
    process.chdir(real);
  } catch (error) {
    return await fileFailure(folder, error);
  }
  try {
    return await work(real);
  } finally {
    process.chdir(back);
  }
}

/** A file outside the folders that may be read, or one that a pattern matches by DuckDB's own rules. */
async function outsideOf(files: readonly NamedFile[], within: readonly string[] | undefined, run: Run): Promise<ReadFailure | undefined> {
  if (!within) return undefined;
  for (const { name, path, offset } of files) {
    if (isAddress(name)) continue;
    const at = offset === undefined ? {} : { offset };
    const refused = await outsideFailure(isPattern(name) ? fixedFolder(path) : path, within);
    if (refused) return { ...refused, ...at };
    if (!isPattern(name)) continue;
    const rows = await (await run(`SELECT file FROM glob(${sqlText(path)})`)).rows();
    const found = await firstOutside([...rows.map(([file]) => String(file)), ...(await filesOf(path))], within);
    if (found) return { ...found, ...at };
  }
  return undefined;
}

async function missingFile(files: readonly NamedFile[]): Promise<ReadFailure | undefined> {
  for (const { name, path, offset } of files) {
    const found = isAddress(name) ? networkFailure(name) : isPattern(name) ? await emptyPattern(path) : await checkFile(path);
    if (found) return offset === undefined ? found : { ...found, offset };
  }
  return undefined;
}

const emptyPattern = async (pattern: string): Promise<ReadFailure | undefined> =>
  (await filesOf(pattern)).length > 0 ? undefined : await patternFailure(pattern);

/** What a query may read: files, and for patterns the folders that they lie in. */
interface Readable {
  readonly paths: readonly string[];
  readonly folders: readonly string[];
}

function readable(files: readonly NamedFile[], roots: readonly string[]): Readable {
  const names = files.map(({ name }) => name);
  const inRoots = (name: string): string[] => roots.map((root) => resolve(root, name));
  const patterns = names.filter(isPattern);
  return { paths: names.filter((name) => !isPattern(name)).flatMap(inRoots), folders: patterns.map(fixedFolder).flatMap(inRoots) };
}

async function runQuery(request: QueryRequest, allowed: Readable, numbers: NumberSink, signal: AbortSignal): Promise<SentResult> {
  // Without a folder for spilling: DuckDB would create one beside the user's files.
  const instance = await openInstance({ errors_as_json: 'true', temp_directory: '' });
  const connection = await instance.connect();
  const run = runner(connection, signal);
  try {
    await lock(run, allowed);
    const source = await QuerySource.open(connection, request.query);
    return 'ok' in source ? source : await collect(run, [source], numbers, wantedOf(request));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Reading is limited to the files that the query names; nothing can lift the limit. */
async function lock(run: Run, { paths, folders }: Readable): Promise<void> {
  await run(`SET allowed_paths = [${paths.map(sqlText).join(', ')}]`);
  await run(`SET allowed_directories = [${folders.map(sqlText).join(', ')}]`);
  await run('SET enable_external_access = false');
  await run('SET lock_configuration = true');
}

/** The rows of a query, whose columns have the types that DuckDB gives them. */
class QuerySource implements TableSource {
  readonly title = 'The query';
  /** Where the query begins in the statement that was asked for last, in bytes. */
  private start = 0;

  private constructor(
    private readonly query: string,
    readonly columns: readonly SourceColumn[],
  ) {}

  static async open(connection: Connection, query: string): Promise<QuerySource | ReadFailure> {
    try {
      const statement = await connection.prepare(query);
      if (statement.parameterCount > 0)
        return failure('data-malformed', 'The query has a parameter, `?` or `$1`: write its value instead.');
      const columns = Array.from({ length: statement.columnCount }, (_, i) =>
        untype(columnOf(statement.columnName(i), statement.columnType(i).toString())),
      );
      statement.destroySync();
      return new QuerySource(query, withoutRepeats(columns));
    } catch (error) {
      return explainQuery(query, messageOf(error));
    }
  }

  select(wanted: readonly Wanted[]): string {
    const names = this.columns.map((_, index) => `c${String(index)}`);
    const cells = wanted.map(({ index, asNumber }) => cell(at(names, index), asNumber));
    this.start = Buffer.byteLength(selection(cells, '(\n'));
    // On lines of its own: the query may end in a comment.
    return selection(cells, `(\n${withoutEnd(this.query)}\n) AS query(${names.join(', ')})`);
  }

  explain(message: string): ReadFailure {
    return explainQuery(this.query, message, this.start);
  }

  noRows(): ReadFailure {
    return failure('data-malformed', 'The query returns no rows: nothing in its files matches it.');
  }

  lines(): Promise<'none'> {
    return Promise.resolve('none');
  }
}

/** Text in a CSV file that a query reads may be numbers with `NA` among them. */
const untype = (column: SourceColumn): SourceColumn => (column.form === 'words' ? { ...column, form: 'text' } : column);

/** Without a semicolon at its end, which is not allowed inside a statement. */
const withoutEnd = (query: string): string => query.replace(/(?:;|\s|--[^\n]*(?:\n|$))*$/, (end) => end.replaceAll(';', ' '));

/** A name that the query returns twice is an error only where it is used. */
function withoutRepeats(columns: readonly SourceColumn[]): SourceColumn[] {
  const counts = new Map<string, number>();
  for (const { name } of columns) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Set<string>();
  return columns.map((column, i) => {
    const { name } = column;
    if (counts.get(name) === 1) return column;
    const own = seen.has(name) ? `${name} (column ${String(i + 1)})` : name;
    seen.add(name);
    return {
      ...column,
      name: own,
      unreadable: `is returned ${String(counts.get(name))} times by the query`,
      advice: 'Rename one, as in `… AS other`',
    };
  });
}
