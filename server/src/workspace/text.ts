import type { ModelSpec } from '../engine/model/specification.js';
import type { Problem } from '../report/problem.js';
import { readSpec } from '../language/spec/read.js';
import { know } from './question.js';

/** A text that has been read. */
export interface ReadText {
  readonly spec: ModelSpec;
  readonly problems: readonly Problem[];
}

/** Characters that are read while the server waits: some 20 ms. Longer texts are read in a thread of their own. */
export const SHORT_TEXT = 12_000;
/** Longer texts are not read by the server: with this many characters they contain data, which belong in a file of their own. */
export const LONGEST_TEXT = 256_000;

export const readText = (text: string): ReadText => readSpec(text);

const firstLine = (text: string): { from: number; to: number } => ({ from: 0, to: text.slice(0, 200).search(/[\r\n]|$/) });

/** The message for a text that is too long to be read at every edit. */
export function tooLong(text: string): ReadText {
  const { spec } = readSpec('');
  const [size, most] = [text.length, LONGEST_TEXT].map(
    (characters) => `${Math.ceil(characters / 1000).toLocaleString('en')},000 characters`,
  );
  const message = `This file has about ${String(size)}; files of more than ${String(most)} are not read while they are being edited. Put the data into a file of its own, such as \`data: measurements.csv\`.`;
  return { spec, problems: [{ severity: 'error', code: 'not-supported', message, span: firstLine(text) }] };
}

/** Where a thread has not come back with a text. */
export function unreadable(text: string, cause: string): ReadText {
  const { spec } = readSpec('');
  const message = `This text could not be read (${cause}). Undo the last edit, or make the file smaller: data can go in a file of their own.`;
  return { spec, problems: [{ severity: 'error', code: 'syntax', message, span: firstLine(text) }] };
}

/** Reads texts: short ones at once, longer ones in a thread, and for each file only the newest. */
export interface TextReading {
  read(uri: string, text: string, take: (read: ReadText) => void): void;
  /** The text that is being read for a file is no longer wanted. */
  forget(uri: string): void;
}

/** Server → thread, and back. */
export interface ToReader {
  readonly id: number;
  readonly text: string;
}
export interface FromReader extends ReadText {
  readonly id: number;
  /** What the specification says, computed there: it takes as long as reading. */
  readonly says: string | undefined;
}

/** Takes what a thread has read. */
export function receive({ spec, problems, says }: FromReader): ReadText {
  know(spec, says);
  return { spec, problems };
}
