import { buildModel } from '../engine/elaborate/build.js';
import { schemaOf } from '../engine/model/dataset.js';
import type { ModelSpec } from '../engine/model/specification.js';
import type { Problem } from '../report/problem.js';
import type { Loaded } from './loader.js';

/** In a file that does not parse, names are checked all the same: as many independent errors as there are. */
export function nameProblems(spec: ModelSpec, { data }: Loaded, found: readonly Problem[]): Problem[] {
  if (!data || found.length === 0) return [];
  const isNew = (problem: Problem): boolean => !found.some(({ span }) => span.from < problem.span.to && problem.span.from < span.to);
  return buildModel(spec, schemaOf(data)).problems.filter(
    (problem) => problem.severity === 'error' && problem.span !== spec.modelSpan && isNew(problem),
  );
}
