import type { BoundModel } from '../../engine/bind/bind.js';
import { buildModel } from '../../engine/elaborate/build.js';
import { schemaOf } from '../../engine/model/dataset.js';
import type { Problem } from '../../report/problem.js';
import type { FitContext } from '../question/context.js';
import { notDivisible } from '../question/heldOut.js';
import type { FitJob } from '../question/job.js';

/** The model over its rows, ready to be fitted, or no model; and what was found before there is an estimate. */
export interface Posed {
  readonly bound: BoundModel | null;
  readonly problems: readonly Problem[];
}

/** Makes the model and binds it to the rows that it uses. Throws `OutOfTime` where that takes longer than the file allows. */
export function pose({ job, keeper, clock }: FitContext): Posed {
  const { model, problems } = buildModel(job.spec, schemaOf(job.data), clock.check);
  if (!model) return { bound: null, problems };
  const indivisible = notDivisible(job, model);
  if (indivisible.length > 0) return { bound: null, problems: [...problems, ...indivisible] };
  const { bound, problems: ofData } = keeper.bind(model, job, clock);
  const isFree = model.entries.some(({ fixed }) => fixed === undefined);
  return { bound, problems: [...problems, ...ofData, ...(bound && !isFree ? [nothingFree(job)] : [])] };
}

function nothingFree({ spec }: FitJob): Problem {
  const message = 'No parameter is free: the model is evaluated at the fixed values, and nothing is estimated.';
  return { severity: 'information', code: 'unused-parameter', message, span: spec.modelSpan };
}
