import type { Fix, Span } from '../../report/problem.js';
import type { FeatureInput } from '../features/input.js';
import type { Scope } from '../resolve/scope.js';

/** A change of the file that keeps it an estimation file, undone in one step. */
export interface Action {
  readonly title: string;
  readonly kind: 'refactor.extract' | 'refactor.inline' | 'refactor.rewrite';
  readonly edits: Fix['edits'];
  /** A file that is written beside the estimation file. */
  readonly file?: { readonly name: string; readonly text: string };
}

/** What an action looks at: the file, its names, and what is selected. */
export interface ActionInput extends FeatureInput {
  readonly scope: Scope;
  readonly selection: Span;
  /** Name of the estimation file without its folder. */
  readonly fileName: string;
}

/** A kind of change: offers it where it applies. */
export type Offer = (input: ActionInput) => readonly Action[];

export const touches = ({ from, to }: Span, selection: Span): boolean => from <= selection.to && selection.from <= to;

export const contains = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** A name that nothing in the file or its data has: the given one, or that with a number. */
export function freshName({ scope, spec, data }: ActionInput, wanted: string): string {
  const taken = new Set([
    ...scope.occurrences.map(({ name }) => name),
    ...spec.parameters.map(({ name }) => name),
    ...(data?.columns ?? []).map(({ name }) => name),
  ]);
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}${String(i)}`;
  return name;
}

/** The line of an offset without its end, and its indentation. */
export function lineAt(text: string, offset: number): Span & { readonly indent: string } {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const to = end < 0 ? text.length : end;
  return { from, to, indent: /^[ \t]*/.exec(text.slice(from, to))?.[0] ?? '' };
}

/** A line with its end. */
export const wholeLine = (text: string, { from, to }: Span): Span => ({ from, to: Math.min(to + 1, text.length) });
