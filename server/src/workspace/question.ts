import type { ModelSpec } from '../engine/model/specification.js';
import type { Dataset } from '../engine/model/dataset.js';
import type { FitJob } from '../fit/question/job.js';
import { isOfBuffer } from './data/tables.js';
import type { Loaded } from './loader.js';
import { withoutSpans } from '../language/resolve/spans.js';

/** The question put to a fit: `key` is equal where the text says the same about the same data. */
export interface Question {
  readonly key: string;
  readonly spec: ModelSpec;
}

const meanings = new WeakMap<ModelSpec, string>();

/** What a specification says about the model, without places and words for people. Undefined where there is none. */
export function meaning(spec: ModelSpec | undefined): string | undefined {
  if (!spec) return undefined;
  const says = meanings.get(spec) ?? withoutSpans({ ...spec, title: undefined, description: undefined });
  meanings.set(spec, says);
  return says;
}

/** Takes what a specification says from where it has been computed. */
export function know(spec: ModelSpec, says: string | undefined): void {
  if (says !== undefined) meanings.set(spec, says);
}

/** What a worker has to fit; `dataset` is that of the loaded data. */
export const jobOf = ({ spec }: Question, { key, validation, prediction, stamp }: Loaded, dataset: Dataset): FitJob => ({
  spec,
  data: dataset,
  dataKey: key,
  ...(validation ? { validation } : {}),
  ...(prediction ? { prediction } : {}),
  ...(isOfBuffer(stamp) ? { rows: true } : {}),
});
