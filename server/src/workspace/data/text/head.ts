import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import type { Mark } from '../../../engine/model/dataSpec.js';
import { decode, type Encoding, encodingOf } from './encoding.js';
import type { JsonForm } from './json.js';
import { layoutOf } from './layout.js';
import { failure, type ReadFailure } from '../wire/messages.js';
import { hasOddEnds, isReversed, type Oddities } from './plainCopy.js';

/** What a file is, from its beginning. */
export type Format = { readonly kind: 'parquet' } | ({ readonly kind: 'json' } & JsonForm) | ({ readonly kind: 'csv' } & Dialect);

/** How a text table is written. */
export interface Dialect {
  /** One for each field, without a name where each row ends in a separator. */
  readonly names: readonly string[];
  readonly delimiter: string;
  /** Lines up to the names, theirs included, and the line of the names. */
  readonly skip: number;
  readonly header: number;
  readonly marks: readonly Mark[];
  /** DuckDB cannot read the file as it is. */
  readonly isOdd: boolean;
  readonly oddities: Oddities;
  readonly compressed: boolean;
  /** The file is so large that columns of numbers are worth recognising beforehand. */
  readonly large: boolean;
}

const headBytes = 256 * 1024;
/** For tables whose names alone take more. */
const longHeadBytes = 4 * 1024 * 1024;

/** Reads the beginning of a file: what it is, and for a text table its separator, encoding and column names. */
export async function formatOf(path: string): Promise<Format | ReadFailure> {
  const bytes = await firstBytes(path);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return { kind: 'parquet' };
  if (/\.(?:parquet|pq)$/i.test(path)) return notParquet(path);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const head = compressed ? unzip(bytes) : bytes;
  if (!head) return failure('data-unreadable', `\`${basename(path)}\` is not a valid gzip file.`);
  const encoding = encodingOf(head);
  if (!encoding.startsWith('utf-16')) {
    const binary = binaryFailure(path, head);
    if (binary) return binary;
  }
  const text = decode(head, encoding);
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(path)) return jsonForm(path, text, encoding, compressed);
  const large = bytes.length >= headBytes;
  return dialectOf(path, large ? text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) || text : text, {
    encoding,
    compressed,
    large,
  });
}

/** The beginning of a text table; undefined for other and for compressed files. Rejects where the file cannot be read. */
export async function headText(path: string): Promise<string | undefined> {
  const bytes = await firstBytes(path);
  const isOther = /\.(?:parquet|pq|gz|json|jsonl|ndjson)$/i.test(path) || bytes.subarray(0, 4).toString('latin1') === 'PAR1';
  return isOther || (bytes[0] === 0x1f && bytes[1] === 0x8b) ? undefined : decode(bytes, encodingOf(bytes));
}

function jsonForm(path: string, text: string, encoding: Encoding, compressed: boolean): Format | ReadFailure {
  if (encoding !== 'utf-8')
    return failure('data-unreadable', `\`${basename(path)}\` is not written in UTF-8, as JSON must be: save it in UTF-8.`);
  return { kind: 'json', compressed, isList: /^\ufeff?\s*\[/.test(text) };
}

function notParquet(path: string): ReadFailure {
  return failure('data-unreadable', `\`${basename(path)}\` is not a Parquet file, though its name says so: write it again, or rename it.`);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  const read = async (size: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  };
  try {
    const head = await read(headBytes);
    return head.length < headBytes || head.includes('\n') || head.includes('\r') ? head : await read(longHeadBytes);
  } finally {
    await file.close();
  }
}

/** A cut end is expected: only the beginning was read. */
function unzip(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

function binaryFailure(path: string, head: Buffer): ReadFailure | undefined {
  const name = basename(path);
  const magic = head.subarray(0, 4).toString('latin1');
  if (magic === 'PK\x03\x04') return failure('data-unreadable', `\`${name}\` is a spreadsheet or a zip archive: save the table as CSV.`);
  if (magic === '\xd0\xcf\x11\xe0') return failure('data-unreadable', `\`${name}\` is an old-format spreadsheet: save the table as CSV.`);
  if (!head.includes(0)) return undefined;
  return failure('data-unreadable', `\`${name}\` is a binary file, not a text table: save the table as CSV.`);
}

interface HeadFacts {
  readonly encoding: Encoding;
  readonly compressed: boolean;
  readonly large: boolean;
}

function dialectOf(path: string, text: string, { encoding, compressed, large }: HeadFacts): Format | ReadFailure {
  const layout = layoutOf(text, /\.tsv(?:\.gz)?$/i.test(path));
  if (!layout) return failure('data-malformed', `\`${basename(path)}\` holds only blank lines.`, { line: 1 });
  const { names, separator, ...rest } = layout;
  const hasBlanks = separator === ' ';
  const oddities: Oddities = { encoding, compressed, hasBlanks, isReversed: isReversed(text) };
  const isOdd = hasBlanks || encoding !== 'utf-8' || hasOddEnds(text);
  const dialect = { names, delimiter: hasBlanks ? '\t' : separator, ...rest, isOdd, oddities, compressed, large };
  return headerFailure(path, dialect) ?? { kind: 'csv', ...dialect };
}

function headerFailure(path: string, { names, header }: Pick<Dialect, 'names' | 'header'>): ReadFailure | undefined {
  if (!names.every((name) => name !== '' && Number.isFinite(Number(name)))) return undefined;
  const message = `\`${basename(path)}\` has no column names: line ${String(header)} holds only numbers. Write a line of names above it.`;
  return failure('data-malformed', message, { line: header });
}
