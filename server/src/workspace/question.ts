import type { ModelSpec } from '../engine/model/specification.js';
import { withoutSpans } from './spans.js';

/** What was asked of a fit: `key` is equal where the text says the same about the same data. */
export interface Question {
  readonly key: string;
  readonly spec: ModelSpec;
}

/** What a specification says of the model: neither places nor words for people. Undefined where there is none. */
export const meaning = (spec: ModelSpec | undefined): string | undefined =>
  spec && withoutSpans({ ...spec, title: undefined, description: undefined });
