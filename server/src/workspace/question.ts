import type { ModelSpec } from '../engine/model/specification.js';
import { withoutSpans } from '../language/resolve/spans.js';

/** What was asked of a fit: `key` is equal where the text says the same about the same data. */
export interface Question {
  readonly key: string;
  readonly spec: ModelSpec;
}

const meanings = new WeakMap<ModelSpec, string>();

/** What a specification says of the model: neither places nor words for people. Undefined where there is none. */
export function meaning(spec: ModelSpec | undefined): string | undefined {
  if (!spec) return undefined;
  const says = meanings.get(spec) ?? withoutSpans({ ...spec, title: undefined, description: undefined });
  meanings.set(spec, says);
  return says;
}

/** Takes what a specification says from where it has been worked out. */
export function know(spec: ModelSpec, says: string | undefined): void {
  if (says !== undefined) meanings.set(spec, says);
}
