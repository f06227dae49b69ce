/** What tests of reading share: a folder, a reader, and tables as a user sees them. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RawColumn } from '../../language/data/raw.js';
import { DataReader } from './dataReader.js';
import type { ReadFailure, ReadResult } from './wire/messages.js';
import { openDatabase } from './duckdb/database.js';

const entry = join(import.meta.dirname, 'reader.ts');

/** A folder of files and a reader, until the tests of a suite are over. */
export class TestFolder {
  folder = '';
  readonly reader = new DataReader(entry, ['--import', 'tsx']);

  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    this.reader.start();
    await this.read('warm.csv', 'a\n1\n');
  }

  async close(): Promise<void> {
    this.reader.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  async read(name: string, content?: string | Uint8Array): Promise<ReadResult> {
    if (content !== undefined) await this.write(name, content);
    return await this.reader.read({ path: join(this.folder, name) });
  }

  async readAll(...names: string[]): Promise<ReadResult> {
    return await this.reader.read({ files: names.map((name) => ({ path: join(this.folder, name) })) });
  }

  async query(query: string, signal?: AbortSignal): Promise<ReadResult> {
    return await this.reader.read({ query, folder: this.folder }, signal);
  }

  /** Writes the rows of a query as a Parquet file. */
  async parquet(name: string, query: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    const connection = await openDatabase();
    await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    return path;
  }
}

/** The cells of each column as texts, missing ones as null. */
export function cells(result: ReadResult): Record<string, (string | null)[]> {
  assert.ok(result.ok, JSON.stringify(result));
  return Object.fromEntries(result.table.columns.map((column) => [column.name, valuesOf(column)]));
}

function valuesOf(column: RawColumn): (string | null)[] {
  if (column.kind === 'unreadable') return [column.reason];
  if (column.kind === 'unread') return [];
  if (column.kind === 'numbers') return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  if (column.kind === 'images') return Array.from(column.values, String);
  return Array.from(column.codes, (code) => column.texts[code] ?? null);
}

/** A failure with this code and message, at this place, that tells nothing of the machinery. */
export function refused(
  result: ReadResult,
  code: ReadFailure['code'],
  message: RegExp,
  at: Pick<ReadFailure, 'line' | 'column' | 'offset'> = {},
): void {
  assert.ok(!result.ok);
  assert.equal(result.code, code, result.message);
  assert.match(result.message, message);
  assert.doesNotMatch(result.message, /livelihood-(?!test)|Possible|strict_mode|Error:|autoload|"exception/);
  assert.deepEqual([result.line, result.column, result.offset], [at.line, at.column, at.offset]);
}
