import type { Span } from '../../report/problem.js';
import { isOwn } from '../resolve/scope.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** The places that change together while a declared name is being written: empty where there is nothing to link. */
export function linkedAt(input: FeatureInput, offset: number): readonly Span[] {
  const scope = scopeOfInput(input);
  const name = scope.at(offset);
  if (!name?.isDeclaration || !isOwn(name)) return [];
  const places = scope.same(name);
  const isPlain = places.every(({ from, to }) => input.text.slice(from, to) === name.name);
  return isPlain && places.length > 1 ? places : [];
}
