import type { ParameterSpec } from '../../engine/model/specification.js';
import { type Action, type ActionInput, lineAt, wholeLine } from './action.js';

type Edit = Action['edits'][number];

/** A declaration that is all of its lines, so that lines can take its place. */
export interface OwnLine {
  readonly parameter: ParameterSpec;
  readonly from: number;
  /** After the line's end. */
  readonly to: number;
  readonly indent: string;
  /** What follows the colon: the prior, and a comment. */
  readonly rest: string;
}

/** The line of a declaration; undefined where other things stand on it, or where it goes over several. */
export function ownLine(text: string, parameter: ParameterSpec): OwnLine | undefined {
  const line = lineAt(text, parameter.key.from);
  const isFirst = text.slice(line.from, parameter.key.from).trim() === '';
  const match = /^\s*:(.*)$/.exec(text.slice(parameter.key.to, line.to).replace(/\r$/, ''));
  if (!isFirst || !match || parameter.to > line.to) return undefined;
  return { parameter, ...wholeLine(text, line), indent: line.indent, rest: (match[1] ?? '').trimEnd() };
}

/** The lines of a vector and of its entries; undefined where one of them is not its own line. */
export function ownLines({ text, spec }: Pick<ActionInput, 'text' | 'spec'>, name: string): readonly OwnLine[] | undefined {
  const lines = spec.parameters.filter((each) => each.name === name).map((each) => ownLine(text, each));
  return lines.length > 0 && lines.every((line) => line !== undefined) ? lines : undefined;
}

/** Takes the declaration of a parameter away where it is a line; it stays, unused, where it is not. */
export const remove = (lines: readonly OwnLine[] | undefined): Edit[] =>
  (lines ?? []).map(({ from, to }) => ({ span: { from, to }, text: '' }));
