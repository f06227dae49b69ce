import { isPattern } from '../../engine/model/dataSpec.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { inner } from '../resolve/names.js';

/** A path as it is written. */
export interface Link extends Span {
  readonly path: string;
}

/** The paths of single files under `data` and `validate`. */
export function documentLinks({ data, validate }: ModelSpec): Link[] {
  const sources = [data?.kind === 'path' ? data.source : undefined, validate?.source];
  return sources.flatMap((source) => (source && !isPattern(source.value) ? [{ path: source.value, ...inner(source) }] : []));
}
