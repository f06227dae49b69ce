import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import type { JsonForm } from './json.js';
import { failure, type ReadFailure } from './messages.js';

/** What a file is, from its beginning. */
export type Format = { readonly kind: 'parquet' } | ({ readonly kind: 'json' } & JsonForm) | ({ readonly kind: 'csv' } & Dialect);

/** How a text table is written. */
export interface Dialect {
  readonly names: readonly string[];
  readonly delimiter: string;
  readonly encoding: 'utf-8' | 'latin-1' | 'utf-16';
  readonly compressed: boolean;
  /** The file is so large that columns of numbers are worth recognising beforehand. */
  readonly large: boolean;
}

const headBytes = 256 * 1024;

/** Reads the beginning of a file: what it is, and for a text table its delimiter, encoding and column names. */
export async function formatOf(path: string): Promise<Format | ReadFailure> {
  const bytes = await firstBytes(path);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return { kind: 'parquet' };
  if (/\.(?:parquet|pq)$/i.test(path)) return notParquet(path);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const head = compressed ? unzipped(bytes) : bytes;
  if (!head) return failure('data-unreadable', `\`${basename(path)}\` is not a sound gzip file.`);
  const encoding = encodingOf(head);
  if (encoding !== 'utf-16') {
    const binary = binaryFailure(path, head);
    if (binary) return binary;
  }
  const text = decode(head, encoding);
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(path)) return jsonForm(path, text, encoding, compressed);
  return dialectOf(path, text, { encoding, compressed, large: bytes.length === headBytes });
}

function jsonForm(path: string, text: string, encoding: Dialect['encoding'], compressed: boolean): Format | ReadFailure {
  if (encoding !== 'utf-8')
    return failure('data-unreadable', `\`${basename(path)}\` is not written in UTF-8, as JSON has to be: save it so.`);
  return { kind: 'json', compressed, isList: /^\ufeff?\s*\[/.test(text) };
}

function notParquet(path: string): ReadFailure {
  return failure('data-unreadable', `\`${basename(path)}\` is not a Parquet file, though its name says so: write it again, or rename it.`);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A cut end is expected: only the beginning was read. */
function unzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

function encodingOf(head: Buffer): Dialect['encoding'] {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  try {
    // As a stream: a character cut at the end of the head is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'latin-1';
  }
}

function decode(head: Buffer, encoding: Dialect['encoding']): string {
  if (encoding === 'latin-1') return head.toString('latin1');
  const label = encoding === 'utf-8' ? 'utf-8' : head[0] === 0xff ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(label).decode(head, { stream: true });
}

function binaryFailure(path: string, head: Buffer): ReadFailure | undefined {
  const name = basename(path);
  const magic = head.subarray(0, 4).toString('latin1');
  if (magic === 'PK\x03\x04') return failure('data-unreadable', `\`${name}\` is a spreadsheet or a zip archive: save the table as CSV.`);
  if (!head.includes(0)) return undefined;
  return failure('data-unreadable', `\`${name}\` is a binary file, not a text table: save the table as CSV.`);
}

function dialectOf(path: string, text: string, rest: Pick<Dialect, 'encoding' | 'compressed' | 'large'>): Format | ReadFailure {
  const line = firstLine(text);
  if (line.trim() === '')
    return failure('data-malformed', `\`${basename(path)}\` starts with an empty line: the first line holds the column names.`, {
      line: 1,
    });
  const delimiter = delimiterOf(path, line);
  const names = fieldsOf(line, delimiter).map((name, index) => (name === '' ? `column_${String(index + 1)}` : name));
  return headerFailure(path, names) ?? { kind: 'csv', names, delimiter, ...rest };
}

/** Up to the first line end outside quotes. */
function firstLine(text: string): string {
  return /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '';
}

/** The delimiter that occurs most often outside quotes; a comma where there is none. */
function delimiterOf(path: string, line: string): string {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  if (best.count > 0) return best.mark;
  return /\.tsv(?:\.gz)?$/i.test(path) ? '\t' : ',';
}

function fieldsOf(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest);
    const end = rest.indexOf(delimiter, quoted?.[0].length ?? 0);
    const raw = end < 0 ? rest : rest.slice(0, end);
    fields.push((quoted ? (quoted[1] ?? '').replaceAll('""', '"') : raw).trim());
    if (end < 0) return fields;
    rest = rest.slice(end + 1);
  }
}

function headerFailure(path: string, names: readonly string[]): ReadFailure | undefined {
  const repeated = names.findIndex((name, index) => names.indexOf(name) < index);
  if (repeated >= 0) {
    const message = `\`${basename(path)}\` has two columns named \`${names[repeated] ?? ''}\`: give each its own name in line 1.`;
    return failure('data-malformed', message, { line: 1, column: repeated + 1 });
  }
  if (!names.every((name) => name !== '' && Number.isFinite(Number(name)))) return undefined;
  return failure(
    'data-malformed',
    `\`${basename(path)}\` has no column names: line 1 holds numbers only. Write a line of names above it.`,
    { line: 1 },
  );
}
