import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { collect, type IsWanted, MANY_COLUMNS } from './text/collect.js';
import { CsvSource } from './text/csv.js';
import { checkFile, fileFailure } from './files/files.js';
import { checkGzip } from './text/gzip.js';
import { type Dialect, formatOf } from './text/head.js';
import { JsonSource } from './text/json.js';
import { readImages } from './images/readImages.js';
import type { FileRequest, ReadFailure, ReadRequest, SentResult } from './wire/messages.js';
import type { NumberSink } from './wire/numberSink.js';
import { ParquetSource } from './text/parquet.js';
import { writePlain } from './text/plainCopy.js';
import { readQuery } from './query/query.js';
import type { Run, TableSource } from './wire/source.js';
import { type Connection, runner } from './duckdb/database.js';
import { wantedOf } from './text/wanted.js';

/** Reads a table: from a file, from several one after the other, from the unsaved text of one, or by a query. */
export async function readTable(
  connection: Connection,
  request: ReadRequest,
  numbers: NumberSink,
  signal: AbortSignal,
): Promise<SentResult> {
  if ('query' in request) return await readQuery(connection, request, numbers, signal);
  if ('images' in request) return await readImages(request, numbers, signal);
  const files = 'files' in request ? request.files : [request];
  const copies = new Copies();
  try {
    const paths = await Promise.all(files.map((file) => copies.pathOf(file)));
    return await readPaths(paths, {
      run: runner(connection, signal),
      copies,
      numbers,
      isWanted: wantedOf(request),
      asTexts: request.columns?.asTexts ?? false,
    });
  } finally {
    await copies.remove();
  }
}

/** A file of its own for each unsaved text: one way of reading, so the same answers. */
class Copies {
  private readonly folders: string[] = [];

  async pathOf({ path, content }: FileRequest): Promise<string> {
    if (content === undefined) return path;
    const folder = await mkdtemp(join(tmpdir(), 'livelihood-'));
    this.folders.push(folder);
    const copy = join(folder, basename(path).replace(/\.gz$/i, ''));
    await writeFile(copy, content);
    return copy;
  }

  /** A text table as DuckDB can read it. */
  async plain(path: string, { oddities }: Dialect): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'livelihood-'));
    this.folders.push(folder);
    const copy = join(folder, 'plain.csv');
    await writePlain(path, copy, oddities);
    return copy;
  }

  async remove(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }
}

/** Several files are many rows, though each may be small. */
const FEW_FILES = 8;

/** What the reading of files takes. */
interface Means {
  readonly run: Run;
  readonly copies: Copies;
  readonly numbers: NumberSink;
  readonly isWanted: IsWanted;
  readonly asTexts: boolean;
}

async function readPaths(paths: readonly string[], means: Means): Promise<SentResult> {
  const sources: TableSource[] = [];
  const unsound: Promise<ReadFailure | undefined>[] = [];
  for (const path of paths) {
    const opened = await openFile(path, paths.length > FEW_FILES, means);
    if ('ok' in opened) return opened;
    sources.push(opened.source);
    if (opened.compressed) unsound.push(checkGzip(path));
  }
  const result = await collect(means.run, sources, means.numbers, means.isWanted);
  return (await Promise.all(unsound)).find((found) => found !== undefined) ?? result;
}

async function openFile(
  path: string,
  isMany: boolean,
  means: Means,
): Promise<{ readonly source: TableSource; readonly compressed: boolean } | ReadFailure> {
  const refused = await checkFile(path);
  if (refused) return refused;
  try {
    const format = await formatOf(path);
    if ('ok' in format) return format;
    const source = await openSource(path, format, isMany, means);
    return 'ok' in source ? source : { source, compressed: format.kind !== 'parquet' && format.compressed };
  } catch (error) {
    return await fileFailure(path, error);
  }
}

async function openSource(
  path: string,
  format: Exclude<Awaited<ReturnType<typeof formatOf>>, ReadFailure>,
  isMany: boolean,
  { run, copies, isWanted, asTexts }: Means,
): Promise<TableSource | ReadFailure> {
  if (format.kind === 'parquet') return await ParquetSource.open(run, path);
  if (format.kind === 'json') return await JsonSource.open(run, path, format);
  const plainCopy = (dialect: Dialect): Promise<string> => copies.plain(path, dialect);
  const wanted = format.names.length > MANY_COLUMNS ? isWanted : () => true;
  return new CsvSource(path, format, { isLarge: (format.large || isMany) && !asTexts, isWanted: wanted, plainCopy });
}
