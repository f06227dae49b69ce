import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { collect } from './collect.js';
import { CsvSource } from './csv.js';
import { checkFile, fileFailure } from './files.js';
import { checkGzip } from './gzip.js';
import { formatOf } from './head.js';
import { JsonSource } from './json.js';
import { readImages } from './images/readImages.js';
import type { FileRequest, ReadFailure, ReadRequest, SentResult } from './messages.js';
import type { NumberSink } from './numberSink.js';
import { ParquetSource } from './parquet.js';
import { readQuery } from './query.js';
import type { Run, TableSource } from './source.js';
import { runner } from './sql.js';

/** Reads a table: from a file, from several one after the other, from the unsaved text of one, or by a query. */
export async function readTable(
  connection: DuckDBConnection,
  request: ReadRequest,
  numbers: NumberSink,
  signal: AbortSignal,
): Promise<SentResult> {
  if ('query' in request) return await readQuery(connection, request, numbers, signal);
  if ('images' in request) return await readImages(request, numbers, signal);
  const files = 'files' in request ? request.files : [request];
  const copies = new Copies();
  try {
    return await readPaths(await Promise.all(files.map((file) => copies.pathOf(file))), runner(connection, signal), numbers);
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

  async remove(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }
}

/** Several files are many rows, though each may be small. */
const FEW_FILES = 8;

async function readPaths(paths: readonly string[], run: Run, numbers: NumberSink): Promise<SentResult> {
  const sources: TableSource[] = [];
  const unsound: Promise<ReadFailure | undefined>[] = [];
  for (const path of paths) {
    const opened = await openFile(run, path, paths.length > FEW_FILES);
    if ('ok' in opened) return opened;
    sources.push(opened.source);
    if (opened.compressed) unsound.push(checkGzip(path));
  }
  const result = await collect(run, sources, numbers);
  return (await Promise.all(unsound)).find((found) => found !== undefined) ?? result;
}

async function openFile(
  run: Run,
  path: string,
  isMany: boolean,
): Promise<{ readonly source: TableSource; readonly compressed: boolean } | ReadFailure> {
  const refused = await checkFile(path);
  if (refused) return refused;
  try {
    const format = await formatOf(path);
    if ('ok' in format) return format;
    const source = await openSource(run, path, format, isMany);
    return 'ok' in source ? source : { source, compressed: format.kind !== 'parquet' && format.compressed };
  } catch (error) {
    return await fileFailure(path, error);
  }
}

async function openSource(
  run: Run,
  path: string,
  format: Exclude<Awaited<ReturnType<typeof formatOf>>, ReadFailure>,
  isMany: boolean,
): Promise<TableSource | ReadFailure> {
  if (format.kind === 'parquet') return await ParquetSource.open(run, path);
  if (format.kind === 'json') return await JsonSource.open(run, path, format);
  return new CsvSource(path, format, format.large || isMany);
}
