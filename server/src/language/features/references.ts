import type { Occurrence } from '../resolve/scope.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** Every place of the name at an offset, in the order of the text. */
export function referencesAt(input: FeatureInput, offset: number): readonly Occurrence[] {
  const scope = scopeOfInput(input);
  const name = scope.at(offset);
  return name ? scope.same(name) : [];
}
