import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { estimate, type Estimate } from '../../server/src/engine/inference/estimate.js';
import type { Profiles } from '../../server/src/engine/inference/intervals/profile.js';
import { neverCancelled } from '../../server/src/engine/kernel/kernel.js';
import { bindModel } from '../../server/src/engine/bind/bind.js';
import { buildModel } from '../../server/src/engine/elaborate/build.js';
import { schemaOf } from '../../server/src/engine/model/dataset.js';
import { readSpec } from '../../server/src/language/spec/read.js';
import { DataReader } from '../../server/src/workspace/data/dataReader.js';
import { searchOptions } from '../../server/src/fit/stages/estimates.js';
import { profileIntervals } from '../../server/src/fit/stages/intervals.js';
import { Loader } from '../../server/src/workspace/loader.js';

/** The MLE of an estimation file with its profile intervals. */
export interface Profiled {
  readonly mle: Estimate;
  readonly profiles: Profiles;
  readonly interval: number;
}

/** Fits estimation files one after the other. */
export class Files {
  private readonly reader = new DataReader(join(import.meta.dirname, '../../dist/reader.js'));
  private readonly loader = new Loader(this.reader);

  /** Undefined where the file has no model over its data. */
  async fit(path: string): Promise<Profiled | undefined> {
    const { spec } = readSpec(await readFile(path, 'utf8'));
    const { data } = await this.loader.load(path, spec, new AbortController().signal);
    const { model } = data ? buildModel(spec, schemaOf(data)) : { model: null };
    const bound = data && model ? bindModel(model, data, spec.settings.missing, { from: 0, to: 0 }).bound : null;
    if (!data || !bound || bound.model.networks.length > 0) return undefined;
    const mle = estimate(bound, 'mle', searchOptions(spec.settings), neverCancelled);
    const { fitted, profiles } = profileIntervals({ spec, bound, mle }, neverCancelled);
    return { mle: fitted.mle, profiles, interval: spec.settings.interval };
  }

  dispose(): void {
    this.reader.dispose();
  }
}
