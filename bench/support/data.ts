import { createWriteStream, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Case, CaseColumn } from '../cases/case.js';
import { datasetOf, type Question } from './ourFit.js';

/**
 * Writes a case where every peer reads it: NAME.f64 holds the columns one after the other as little-endian doubles, NAME.columns the number of rows and then
 * one line per column with its name and levels; NAME.fit.yaml is our estimation file.
 */
export async function writeCase(folder: string, { name, model, columns }: Case, share: number): Promise<void> {
  const all = columns(share);
  const heads = all.map((column) => [column.name, ...(column.levels ?? [])].join(' '));
  await writeFile(join(folder, `${name}.columns`), [String(all[0]?.values.length ?? 0), ...heads, ''].join('\n'));
  await writeFile(join(folder, `${name}.f64`), littleEndian(all));
  await writeFile(join(folder, `${name}.fit.yaml`), `data: ${name}.csv\n${model}`);
}

function littleEndian(columns: readonly CaseColumn[]): Uint8Array {
  const rows = columns[0]?.values.length ?? 0;
  const view = new DataView(new ArrayBuffer(8 * rows * columns.length));
  columns.forEach(({ values }, j) => values.forEach((value, i) => view.setFloat64(8 * (j * rows + i), value, true)));
  return new Uint8Array(view.buffer);
}

/** Reads what `writeCase` has written into shared memory, where the loader of the server puts columns. */
export function readCase(folder: string, name: string): Question {
  const read = (end: string): Buffer => readFileSync(join(folder, `${name}.${end}`));
  const [rows = '0', ...heads] = read('columns').toString().trimEnd().split('\n');
  const bytes = read('f64');
  const shared = new Float64Array(new SharedArrayBuffer(bytes.byteLength));
  for (let i = 0; i < shared.length; i++) shared[i] = bytes.readDoubleLE(8 * i);
  const columns = heads.map((head, j): CaseColumn => {
    const [label = '', ...levels] = head.split(' ');
    const values = shared.subarray(j * Number(rows), (j + 1) * Number(rows));
    return { name: label, values, ...(levels.length > 0 ? { levels } : {}) };
  });
  return { text: read('fit.yaml').toString(), data: datasetOf(columns) };
}

/** Writes columns as a CSV file with six digits after the point. */
export async function writeCsv(file: string, columns: readonly CaseColumn[]): Promise<void> {
  await pipeline(Readable.from(csvBlocks(columns)), createWriteStream(file));
}

function* csvBlocks(columns: readonly CaseColumn[]): Generator<string> {
  const rows = columns[0]?.values.length ?? 0;
  yield `${columns.map(({ name }) => name).join()}\n`;
  for (let from = 0; from < rows; from += 10_000) {
    const block = Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => csvLine(columns, from + i));
    yield block.join('');
  }
}

const csvLine = (columns: readonly CaseColumn[], row: number): string =>
  `${columns.map(({ values }) => Number((values[row] ?? NaN).toFixed(6))).join()}\n`;
