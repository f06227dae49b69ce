import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { CsvReader } from './csv.js';
import { checkFile, fileFailure } from './files.js';
import { readDialect } from './head.js';
import { failure, type ReadRequest, type SentResult } from './messages.js';
import type { NumberSink } from './numberSink.js';

/** A connection to a database in memory that loads no extension, from the network or elsewhere. */
export async function openDatabase(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return await instance.connect();
}

/** Reads a table from a file, or from the unsaved text of one. */
export async function readTable(connection: DuckDBConnection, request: ReadRequest, numbers: NumberSink): Promise<SentResult> {
  return request.content === undefined
    ? await readPath(connection, request.path, numbers)
    : await readContent(connection, request.path, request.content, numbers);
}

/** A file of its own for the text: one way of reading, so the same answers. */
async function readContent(connection: DuckDBConnection, path: string, content: string, numbers: NumberSink): Promise<SentResult> {
  const folder = await mkdtemp(join(tmpdir(), 'livelihood-'));
  try {
    const copy = join(folder, basename(path).replace(/\.gz$/i, ''));
    await writeFile(copy, content);
    return await readPath(connection, copy, numbers);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPath(connection: DuckDBConnection, path: string, numbers: NumberSink): Promise<SentResult> {
  const refused = await checkFile(path);
  if (refused) return refused;
  if (/\.parquet$/i.test(path)) return failure('not-supported', 'Parquet files are not supported yet: save the table as CSV.');
  try {
    const dialect = await readDialect(path);
    return 'ok' in dialect ? dialect : await new CsvReader(connection, path, dialect, numbers).read();
  } catch (error) {
    return await fileFailure(path, error);
  }
}
