import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { CsvReader } from './csv.js';
import { checkFile, fileFailure } from './files.js';
import { readDialect } from './head.js';
import { failure, type ReadRequest, type ReadResult } from './messages.js';

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
export async function readTable(connection: DuckDBConnection, request: ReadRequest): Promise<ReadResult> {
  return request.content === undefined
    ? await readPath(connection, request.path)
    : await readContent(connection, request.path, request.content);
}

/** A file of its own for the text: one way of reading, so the same answers. */
async function readContent(connection: DuckDBConnection, path: string, content: string): Promise<ReadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'livelihood-'));
  try {
    const copy = join(folder, basename(path).replace(/\.gz$/i, ''));
    await writeFile(copy, content);
    return await readPath(connection, copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPath(connection: DuckDBConnection, path: string): Promise<ReadResult> {
  const refused = await checkFile(path);
  if (refused) return refused;
  if (/\.parquet$/i.test(path)) return failure('not-supported', 'Parquet files are not supported yet: save the table as CSV.');
  try {
    const dialect = await readDialect(path);
    return 'ok' in dialect ? dialect : await new CsvReader(connection, path, dialect).read();
  } catch (error) {
    return await fileFailure(path, error);
  }
}
