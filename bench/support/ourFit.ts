import { estimate, type Estimate } from '../../server/src/engine/inference/estimate.js';
import { buildModel } from '../../server/src/engine/elaborate/build.js';
import { type Column, type Dataset, schemaOf } from '../../server/src/engine/model/dataset.js';
import { readSpec } from '../../server/src/language/spec/read.js';
import { ModelKeeper } from '../../server/src/fit/question/keeper.js';
import { HelperTeam } from '../../server/src/workspace/helpingThreads.js';
import type { CaseColumn } from '../cases/case.js';
import { helper } from './files.js';

/** An estimation file and the data that it names. */
export interface Question {
  readonly text: string;
  readonly data: Dataset;
}

/** What a worker thread fits with: helpers that share the sums over rows, and a memory of models, which keeps none without a key of the data. */
const team = new HelperTeam(helper);
export const cancellation = { cancelled: false, team };
export const keeper = new ModelKeeper(() => team.forget());

/** From the text to estimates with standard errors, as a worker thread comes to them; throws where it does not. */
export function fit({ text, data }: Question): Estimate {
  const { spec, problems: read } = readSpec(text);
  const { model, problems: built } = buildModel(spec, schemaOf(data));
  const { bound, problems: found } = model ? keeper.bind(model, { spec, data }, cancellation) : { bound: null, problems: [] };
  const error = [...read, ...built, ...found].find(({ severity }) => severity === 'error');
  if (!bound || error) throw new Error(error?.message ?? 'the model could not be bound to its data');
  const { starts, seed, maxSeconds } = spec.settings;
  const fitted = estimate(bound, 'mle', { starts, seed, deadline: Date.now() + 1000 * maxSeconds }, cancellation);
  if (fitted.status !== 'converged') throw new Error(`the fit ended as ${fitted.status}`);
  return fitted;
}

/** Columns as the data reader delivers them. */
export function datasetOf(columns: readonly CaseColumn[]): Dataset {
  const typed = columns.map(({ name, values, levels }): Column => ({
    name,
    values,
    missing: 0,
    ...(levels ? { kind: 'categorical', levels } : { kind: 'numeric' }),
  }));
  return { rows: columns[0]?.values.length ?? 0, columns: typed };
}
