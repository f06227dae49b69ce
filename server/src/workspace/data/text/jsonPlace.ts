import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkGzip } from './gzip.js';
import { failure, type ReadFailure } from '../wire/messages.js';

/** Larger files are not read a second time to find the place of an error. */
const LARGEST = 16 * 2 ** 20;

const ADVICE = 'Names and texts stand in double quotes, values are separated by commas, every bracket is closed.';

/** What went wrong in a file of JSON, with its line and column where these can be found. */
export async function jsonFailure(path: string, compressed: boolean, message: string): Promise<ReadFailure> {
  const name = `\`${basename(path)}\``;
  const key = /has duplicate key \\*"(.*?)\\*"/.exec(message)?.[1];
  if (key !== undefined) return failure('data-malformed', `An object in ${name} has the key \`${key}\` twice.`);
  const unsound = compressed ? await checkGzip(path) : undefined;
  if (unsound) return unsound;
  if (/UTF-8/i.test(message)) return failure('data-unreadable', `${name} is not written in UTF-8, as JSON has to be: save it so.`);
  const text = (await stat(path)).size > LARGEST ? undefined : await textOf(path, compressed);
  const place = text === undefined ? undefined : placeOfError(text);
  if (place === undefined) {
    const where = /at byte (\d+) in record\/value (\d+)/.exec(message);
    const near = where ? ` in value ${where[2] ?? ''}, at its character ${where[1] ?? ''}` : '';
    return failure('data-malformed', `${name} is not sound JSON: something is wrong${near}. ${ADVICE}`);
  }
  const where = `line ${String(place.line)}, column ${String(place.column)}`;
  const what = place.isEnd ? `it ends at ${where} in the middle of a value` : `something is wrong at ${where}, \`${place.found}\``;
  return failure('data-malformed', `${name} is not sound JSON: ${what}. ${ADVICE}`, { line: place.line });
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly isEnd: boolean;
}

/** Where JSON, or JSON lines, goes wrong: both from 1. Undefined where it does not. */
export function placeOfError(given: string): Place | undefined {
  // What DuckDB takes and JSON.parse does not is made harmless, at equal length.
  const text = given.replace(/^\ufeff/, ' ').replace(/\bNaN\b|\bInfinity\b/g, (word) => '0'.padEnd(word.length));
  if (errorOffset(text) === undefined) return undefined;
  // One value a line: the first line that is none. A list over several lines is wrong as a whole.
  const lines = /^\s*\{.*\}\s*$/m.test(text) && !/^\s*\[/.test(text) ? text.split('\n') : [text];
  let start = 0;
  for (const line of lines) {
    const at = line.trim() === '' ? undefined : errorOffset(line);
    if (at !== undefined) return placeAt(text, start + at, start + line.length);
    start += line.length + 1;
  }
  return undefined;
}

/** Where a text stops being JSON; undefined where it is JSON. */
function errorOffset(text: string): number | undefined {
  const error = errorOf(text);
  if (error === undefined) return undefined;
  if (error.position !== undefined) return error.position;
  if (error.isEnd) return text.trimEnd().length;
  // V8 names the token but not its place: the place is where the shortest beginning with an error in its midst ends.
  let [sound, bad] = [0, text.length];
  while (bad - sound > 1) {
    const middle = (sound + bad) >> 1;
    const found = errorOf(text.slice(0, middle));
    if (found && !found.isEnd && (found.position ?? 0) < middle) bad = middle;
    else sound = middle;
  }
  return sound;
}

function errorOf(text: string): { readonly position?: number; readonly isEnd: boolean } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    const isEnd = /Unexpected end|Unterminated string/.test(message);
    return position === undefined || isEnd ? { isEnd } : { position: Number(position), isEnd };
  }
}

/** `end` is that of the value in which the error lies. */
function placeAt(text: string, offset: number, end: number): Place {
  const before = text.slice(0, offset).split('\n');
  const found = /^\S{0,20}/.exec(text.slice(offset))?.[0] ?? '';
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, found, isEnd: text.slice(offset, end).trim() === '' };
}

async function textOf(path: string, compressed: boolean): Promise<string | undefined> {
  const bytes = await readFile(path);
  try {
    return (compressed ? gunzipSync(bytes, { maxOutputLength: 8 * LARGEST }) : bytes).toString('utf8');
  } catch {
    return undefined;
  }
}
