import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { neverCancelled } from '../../server/src/engine/kernel/kernel.js';
import { defaultSettings } from '../../server/src/engine/model/specification.js';
import { fit, specOf } from '../../server/src/engine/testing/models.js';
import { profileIntervals } from '../../server/src/fit/stages/intervals.js';
import { type Verdict, verdicts } from './contour.js';
import { Files, type Profiled } from './file.js';
import { randomModels } from './random.js';

const MODELS = 200;
const INTERVAL = defaultSettings.interval;

const told = ({ parameter, side, end, fall, why }: Verdict): string =>
  `${parameter}, ${side < 0 ? 'lower' : 'upper'} end ${JSON.stringify(end)}: ${why}, the log-likelihood falls by ${String(fall)}`;

/** Ends that are off the contour; the counts of all, and of those that could not be shown, go into `tally`. */
function off({ mle, profiles, interval }: Profiled, tally: { ends: number; missing: number }): string[] {
  const all = verdicts(mle, profiles, interval);
  tally.ends += all.length;
  tally.missing += all.filter(({ end }) => end.kind === 'failed').length;
  return all.filter(({ isRight }) => !isRight).map(told);
}

/** Every reported end is where a refit with the parameter held there has lost half the χ² quantile of its log-likelihood. */
describe('ends of profile intervals', () => {
  it(`of ${String(MODELS)} random models are on the contour`, function () {
    this.timeout(600_000);
    const tally = { ends: 0, missing: 0 };
    const wrong = randomModels(MODELS, 20261129).flatMap((test, i) => {
      const mle = fit(test);
      const spec = specOf(test);
      const found = profileIntervals({ spec, bound: mle.objective.bound, mle }, neverCancelled);
      return off({ mle: found.fitted.mle, profiles: found.profiles, interval: INTERVAL }, tally).map(
        (text) => `model ${String(i)}, ${test.model}: ${text}`,
      );
    });
    assert.deepEqual(wrong, []);
    assert.ok(tally.ends > 2 * MODELS);
    assert.ok(tally.missing <= 0.01 * tally.ends, `${String(tally.missing)} ends were not found`);
  });

  it('are the same whatever the start', () => {
    const x = [0, 1, 2, 3, 4, 5, 6, 7];
    const y = [4.9, 2.4, 1.0, 0.6, 0.2, 0.15, 0.02, 0.05];
    const endsFrom = (a: number, k: number): number[] => {
      const test = {
        model: 'y ~ Normal(a * exp(-k * x) + c, s)',
        parameters: { a: { start: a }, k: { start: k }, c: null, s: null },
        data: { x, y },
      };
      const mle = fit(test);
      const spec = specOf(test);
      const { profiles } = profileIntervals({ spec, bound: mle.objective.bound, mle }, neverCancelled);
      return [...profiles.values()].flatMap((ends) => ends.map((end) => (end.kind === 'found' ? end.value : assert.fail(end.kind))));
    };
    const [first, ...others] = [endsFrom(5, 0.7), endsFrom(1, 0.1), endsFrom(20, 3)];
    assert.equal(first.length, 8);
    for (const other of others)
      other.forEach((end, i) => {
        assert.ok(Math.abs(end - (first[i] ?? NaN)) < 1e-6 * Math.abs(end) + 1e-9, `${String(end)} and ${String(first[i])}`);
      });
  });

  it('of the reference cases are on the contour', async function () {
    this.timeout(900_000);
    const folder = join(import.meta.dirname, '../reference/cases');
    const files = new Files();
    const tally = { ends: 0, missing: 0 };
    const wrong: string[] = [];
    for (const name of readdirSync(folder)) {
      const found = await files.fit(join(folder, name, 'model.fit.yaml'));
      if (found) wrong.push(...off(found, tally).map((text) => `${name}: ${text}`));
    }
    files.dispose();
    assert.deepEqual(wrong, []);
    assert.ok(tally.ends > 500);
  });
});
