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
/** Longer texts are not read by the server: what has so many characters is data, and stands in a file of its own. */
export const LONGEST_TEXT = 256_000;

export const readText = (text: string): ReadText => readSpec(text);

const firstLine = (text: string): { from: number; to: number } => ({ from: 0, to: text.slice(0, 200).search(/[\r\n]|$/) });

/** What is said of a text that is too long to be read at every edit. */
export function tooLong(text: string): ReadText {
  const { spec } = readSpec('');
  const [size, most] = [text.length, LONGEST_TEXT].map(
    (characters) => `${Math.ceil(characters / 1000).toLocaleString('en')},000 characters`,
  );
  const message = `This file has some ${String(size)}; those of more than ${String(most)} are not read while they are edited. Put the data into a file of its own, such as \`data: measurements.csv\`.`;
  return { spec, problems: [{ severity: 'error', code: 'not-supported', message, span: firstLine(text) }] };
}

/** Where a thread has not come back with a text. */
export function unread(text: string, cause: string): ReadText {
  const { spec } = readSpec('');
  const message = `This text could not be read (${cause}). Undo the last edit, or make the file smaller: data can stand in a file of their own.`;
  return { spec, problems: [{ severity: 'error', code: 'syntax', message, span: firstLine(text) }] };
}

/** Reads texts: short ones at once, longer ones in a thread, of each file the newest. */
export interface TextReading {
  read(uri: string, text: string, take: (read: ReadText) => void): void;
  /** What is being read of a file is not wanted any more. */
  forget(uri: string): void;
}

/** Server → thread, and back. */
export interface ToReader {
  readonly id: number;
  readonly text: string;
}
export interface FromReader extends ReadText {
  readonly id: number;
  /** What the specification says, worked out there: it takes as long as reading. */
  readonly says: string | undefined;
}

/** Takes what a thread has read. */
export function received({ spec, problems, says }: FromReader): ReadText {
  know(spec, says);
  return { spec, problems };
}
