import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compileKernel } from '../engine/terms/compile.js';
import { likelihoodTerms } from '../engine/bind/likelihoodTerms.js';
import { bound } from '../engine/testing/models.js';
import { HelperTeam } from './helpingThreads.js';

describe('a team of threads', () => {
  let folder = '';
  let helper = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    helper = join(folder, 'helper.cjs');
    const entry = join(import.meta.dirname, '../helper.ts');
    await build({ entryPoints: [entry], outfile: helper, bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const rows = 300_000;
  const column = (f: (i: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, i) => f(i));
  const model = bound({
    model: 'y ~ StudentT(5, a + b * atan(x), s)',
    data: { y: column((i) => Math.sin(i) + 0.01 * (i % 100)), x: column((i) => (i % 100) / 10) },
    parameters: { a: null, b: null, s: null },
  });
  const point = Float64Array.of(0.1, 0.2, 0.8);

  for (const size of [1, 3]) {
    it(`gives the same bits as one thread, call after call, with ${String(size)} more`, () => {
      const team = new HelperTeam(helper, size);
      const kernel = compileKernel(likelihoodTerms(model), 3);
      const alone = kernel.evaluate(point, 2);
      try {
        for (let i = 0; i < 20; i++) assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
        team.forget();
        assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
      } finally {
        team.dispose();
      }
    });
  }

  it('has a new thread for one that was killed', async () => {
    const started = join(folder, 'started');
    const mortal = join(folder, 'mortal.cjs');
    // The first thread ends at its first message; the next one says that it was asked.
    const source = `
      const fs = require('node:fs');
      const { parentPort } = require('node:worker_threads');
      const isFirst = !fs.existsSync(${JSON.stringify(started)});
      fs.writeFileSync(${JSON.stringify(started)}, '');
      if (!isFirst) require(${JSON.stringify(helper)});
      parentPort.on('message', () => (isFirst ? process.exit(1) : fs.writeFileSync(${JSON.stringify(`${started}-again`)}, '')));`;
    await writeFile(mortal, source);
    const team = new HelperTeam(mortal, 1);
    const kernel = compileKernel(likelihoodTerms(model), 3);
    const alone = kernel.evaluate(point, 2);
    while (!existsSync(`${started}-again`)) {
      assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), alone);
      await new Promise((resolve) => setImmediate(resolve));
    }
    team.dispose();
  });

  it('is not missed where its threads cannot start', () => {
    const team = new HelperTeam(join(folder, 'nowhere.cjs'), 1);
    const kernel = compileKernel(likelihoodTerms(model), 3);
    assert.deepEqual(kernel.evaluate(point, 2, { cancelled: false, team }), kernel.evaluate(point, 2));
    team.dispose();
  });
});
