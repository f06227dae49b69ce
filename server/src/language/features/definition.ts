import type { Span } from '../../report/problem.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** Where a name is introduced: in this file, in the header of its data, or as a file of its own. */
export type Definition =
  | { readonly kind: 'here'; readonly span: Span }
  | { readonly kind: 'column'; readonly name: string; readonly isKnown: boolean }
  | { readonly kind: 'file'; readonly path: string };

/** Where the name at an offset is introduced; undefined for the names of the language. */
export function definitionAt(input: FeatureInput, offset: number): Definition | undefined {
  const scope = scopeOfInput(input);
  const name = scope.at(offset);
  if (!name) return undefined;
  if (name.kind === 'file') return { kind: 'file', path: name.name };
  const { kind: of } = input.spec.data ?? {};
  // Before the data have been read, and where they cannot be, any name may be that of a column.
  if (name.kind === 'unknown' || (name.kind === 'column' && of !== 'inline'))
    return of === 'path' || of === 'pattern' ? { kind: 'column', name: name.name, isKnown: name.kind === 'column' } : undefined;
  // An entry is declared with its vector.
  const wanted = name.kind === 'entry' ? { ...name, name: name.owner ?? '', kind: 'parameter' as const, owner: undefined } : name;
  const span = scope.occurrences.find((each) => each.isDeclaration && each.kind === wanted.kind && each.name === wanted.name);
  return span && { kind: 'here', span: { from: span.from, to: span.to } };
}
