import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FitReport } from '../report/fitReport.js';
import { reportsOf, run } from './testing.js';

const folder = join(import.meta.dirname, '../../../media/templates');
const list = join(import.meta.dirname, '../../../client/src/templates.ts');

/** What the data were made with, or what arithmetic says: value and distance, for MLE and MAP. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly [mle: number, map: number, within: number]>>>> = {
  // 7 of 10; (7 + 15) / (10 + 30).
  coin: { theta: [0.7, 0.55, 1e-6] },
  // Made with a slope of 1.5 and errors of 1.6.
  regression: { 'b[hours]': [1.5, 1.5, 0.2], sigma: [1.6, 1.6, 0.3] },
  classification: { a: [0.3, 0.3, 0.4], b: [1.1, 1.1, 0.4] },
  counts: { 'rate[north]': [0.35, 0.35, 0.1], 'rate[south]': [0.6, 0.6, 0.1] },
  curve: { rest: [1, 1, 0.3], height: [10, 10, 0.5], rate: [0.35, 0.35, 0.05], sigma: [0.3, 0.3, 0.1] },
  survival: { shape: [1.1, 1.1, 0.3] },
  'mixed-model': { b: [2.2, 2.2, 0.5], sigma: [2, 2, 0.5], tau: [4, 4, 1.5] },
  'time-series': { phi: [0.7, 0.7, 0.25], m: [10, 10, 1] },
  network: { sigma: [0.25, 0.25, 0.05] },
  comparison: { p: [0.7, 0.7, 1e-6], q: [0.7, 0.55, 1e-6] },
};

async function fit(name: string): Promise<FitReport> {
  const [report] = reportsOf(await run('fit', '--json', join(folder, `${name}.fit.yaml`)));
  return report ?? assert.fail(`${name} has no report`);
}

describe('the templates of new files', () => {
  it('are those of the list', async () => {
    const files = (await readdir(folder)).map((file) => file.replace('.fit.yaml', ''));
    const listed = [...(await readFile(list, 'utf8')).matchAll(/id: '([\w-]+)'/g)].map(([, id]) => id);
    assert.deepEqual([...files].sort(), [...listed].sort());
    assert.deepEqual([...files].sort(), Object.keys(expected).sort());
  });

  for (const [name, values] of Object.entries(expected)) {
    it(`${name}: converges without a warning, to sensible numbers`, async () => {
      const report = await fit(name);
      assert.equal(report.status, 'ok');
      const bad = report.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
      assert.deepEqual(bad, []);
      assert.ok(report.mle && report.map);
      for (const [parameter, [mle, map, within]] of Object.entries(values)) {
        for (const [target, value] of [
          ['mle', mle],
          ['map', map],
        ] as const) {
          const found = report[target]?.parameters[parameter]?.estimate ?? NaN;
          assert.ok(Math.abs(found - value) <= within, `${target} of ${parameter} is ${String(found)}`);
        }
      }
    });
  }

  it('say in a line each what MLE and MAP do, and need no other file', async () => {
    for (const name of Object.keys(expected)) {
      const text = await readFile(join(folder, `${name}.fit.yaml`), 'utf8');
      assert.match(text, /MLE/, name);
      assert.match(text, /MAP/, name);
      assert.match(text, /^data:( \{|$)/m, name);
    }
  });
});
