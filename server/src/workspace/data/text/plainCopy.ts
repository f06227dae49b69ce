import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Encoding } from './encoding.js';
import { wordsOf } from './records.js';

/** What is odd about a text table, so that DuckDB reads a copy of it. */
export interface Oddities {
  readonly encoding: Encoding;
  readonly compressed: boolean;
  /** Line ends are a line feed and then a carriage return. */
  readonly isReversed: boolean;
  /** Fields are separated by any number of spaces. */
  readonly hasBlanks: boolean;
}

/** Rewrites a text table line by line: in UTF-8, with only line feeds at the ends of lines, and tabs instead of spaces. */
export async function writePlain(path: string, copy: string, oddities: Oddities): Promise<void> {
  const file = createReadStream(path);
  const bytes: AsyncIterable<Buffer> = oddities.compressed ? file.pipe(createGunzip()) : file;
  await pipeline(Readable.from(plainText(bytes, oddities)), createWriteStream(copy));
}

async function* plainText(bytes: AsyncIterable<Buffer>, { encoding, isReversed, hasBlanks }: Oddities): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const ends = isReversed ? /\n\r|\r/g : /\r\n?/g;
  let rest = '';
  const take = (text: string): string => {
    // A line end may continue in the next part.
    const cut = Math.max(text.lastIndexOf('\n', text.length - 2), text.lastIndexOf('\r', text.length - 2)) + 1;
    rest = text.slice(cut);
    return text.slice(0, cut);
  };
  for await (const chunk of bytes) yield write(take(rest + decoder.decode(chunk, { stream: true })));
  yield write(rest + decoder.decode());

  function write(text: string): string {
    const lines = text.replace(ends, '\n');
    return hasBlanks ? lines.replace(/[^\n]+/g, withTabs) : lines;
  }
}

const withTabs = (line: string): string =>
  wordsOf(line)
    .map((word) => (/[\t"]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word))
    .join('\t');

/** Whether line ends are other than line feeds throughout, or CR LF throughout. */
export function hasOddEnds(text: string): boolean {
  const ends = new Set(text.slice(0, -1).match(/\r\n|\n|\r/g));
  return ends.has('\r') || ends.size > 1;
}

/** Line feed, then carriage return: the first line end of the text shows it. */
export const isReversed = (text: string): boolean => /^[^\r\n]*\n\r(?!\n)/.test(text);
