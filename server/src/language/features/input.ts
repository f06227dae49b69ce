import type { Dataset } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { FitAnswer } from '../../report/answer.js';

/** What features look at: one file, its data and its last answer. */
export interface FeatureInput {
  readonly text: string;
  readonly spec: ModelSpec;
  readonly data?: Dataset;
  readonly answer?: FitAnswer;
  /** The answer belongs to an older text or older data. */
  readonly stale: boolean;
}

/** What keeps the estimates from being those of the file as it is: undefined where nothing does. */
export function caveat({
  answer,
  stale,
}: Pick<FeatureInput, 'answer' | 'stale'>): { readonly mark: string; readonly text: string } | undefined {
  if (stale) return { mark: 'stale · ', text: 'stale: the file or its data have changed since this fit' };
  if (answer?.stage === 'warm')
    return { mark: '≈ ', text: 'preliminary: the last MAP, moved on under these priors; the search from its start is under way' };
  if (answer?.stage !== 'sample') return undefined;
  const [some, all] = [answer.sampled ?? 0, answer.used].map((rows) => rows.toLocaleString('en'));
  return { mark: '≈ ', text: `preliminary: from ${String(some)} of ${String(all)} rows, the fit of all rows is under way` };
}
