import { at } from '../../../engine/numeric/at.js';

/** A line of a text table, or several where a quoted field holds line ends. */
export interface Record {
  readonly text: string;
  /** The line on which it starts and that on which it ends, from 1. */
  readonly line: number;
  readonly last: number;
}

/** A field in quotes spans no more lines than this: otherwise a quote was left open. */
const MOST_LINES = 50;

/** The first records of a text that are not blank. */
export function recordsOf(text: string, most: number): Record[] {
  const lines = text.split(/\r\n|\n|\r/, most * 4);
  const records: Record[] = [];
  for (let i = 0; i < lines.length && records.length < most; i++) {
    const end = endOfRecord(lines, i);
    const joined = lines.slice(i, end + 1).join('\n');
    if (joined.trim() !== '') records.push({ text: joined, line: i + 1, last: end + 1 });
    i = end;
  }
  return records;
}

function endOfRecord(lines: readonly string[], start: number): number {
  let isOpen = false;
  for (let end = start; end < lines.length && end < start + MOST_LINES; end++) {
    if (quotesIn(at(lines, end)) % 2 === 1) isOpen = !isOpen;
    if (!isOpen) return end;
  }
  return start;
}

const quotesIn = (line: string): number => line.split('"').length - 1;

/** A field of a record: its text, and where that stands without quotes and blanks around it. */
export interface Field {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Fields between separators; between runs of spaces where the separator is one. */
export const fieldsOf = (line: string, separator: string): string[] => placedFields(line, separator).map(({ text }) => text);

/** The same with their places. */
export function placedFields(line: string, separator: string): Field[] {
  if (separator === ' ') return placedWords(line);
  const fields: Field[] = [];
  const quoted = /\s*"((?:[^"]|"")*)"[^\S\t]*/y;
  let at = 0;
  for (;;) {
    quoted.lastIndex = at;
    const match = separator === '"' ? null : quoted.exec(line);
    const end = line.indexOf(separator, at + (match?.[0].length ?? 0));
    const raw = match ? (match[1] ?? '') : line.slice(at, end < 0 ? undefined : end);
    fields.push(field(raw, at + (match ? match[0].indexOf('"') + 1 : 0), match !== null));
    if (end < 0) return fields;
    at = end + separator.length;
  }
}

function field(raw: string, at: number, isQuoted: boolean): Field {
  const from = at + raw.length - raw.trimStart().length;
  const text = raw.trim();
  return { text: isQuoted ? text.replaceAll('""', '"') : text, from, to: from + text.length };
}

/** The fields between spaces, quotes respected. */
export const wordsOf = (line: string): string[] => placedWords(line).map(({ text }) => text);

const placedWords = (line: string): Field[] =>
  Array.from(line.matchAll(/"((?:[^"]|"")*)"|[^\s"]\S*/g), ({ 0: all, 1: inner, index }) =>
    inner === undefined ? { text: all, from: index, to: index + all.length } : field(inner, index + 1, true),
  );
