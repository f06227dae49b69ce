import { type Dataset, schemaOf } from '../../engine/model/dataset.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { FitAnswer } from '../../report/answer.js';
import { type Scope, scopeOf } from '../resolve/scope.js';

/** What features work on: one file, its data and its last answer. */
export interface FeatureInput {
  readonly text: string;
  readonly spec: ModelSpec;
  readonly data?: Dataset;
  readonly answer?: FitAnswer;
  /** The answer belongs to an older text or older data. */
  readonly stale: boolean;
}

/** Several features ask about one text after the other. */
const known = new WeakMap<ModelSpec, { readonly data: Dataset | undefined; readonly scope: Scope }>();

/** The names of the file with what they stand for. */
export function scopeOfInput({ spec, data }: Pick<FeatureInput, 'spec' | 'data'>): Scope {
  const last = known.get(spec);
  if (last && last.data === data) return last.scope;
  const scope = scopeOf(spec, data && schemaOf(data));
  known.set(spec, { data, scope });
  return scope;
}

/** Why the estimates are not those of the current file: undefined where they are. */
export function caveat({
  answer,
  stale,
}: Pick<FeatureInput, 'answer' | 'stale'>): { readonly mark: string; readonly text: string } | undefined {
  if (stale) return { mark: 'stale · ', text: 'stale: the file or its data have changed since this fit' };
  if (answer?.stage === 'warm')
    return { mark: '≈ ', text: 'preliminary: the last MAP, updated for these priors; the full search is under way' };
  if (answer?.stage !== 'sample') return undefined;
  const [some, all] = [answer.sampled ?? 0, answer.used].map((rows) => rows.toLocaleString('en'));
  return { mark: '≈ ', text: `preliminary: from ${String(some)} of ${String(all)} rows; the fit of all rows is under way` };
}
