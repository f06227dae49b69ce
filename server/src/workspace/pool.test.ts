import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import type { Column, Dataset } from '../engine/model/dataset.js';
import { inlineDataset } from '../language/data/inline.js';
import { readSpec } from '../language/spec/read.js';
import type { FitJob } from '../fit/question/job.js';
import { asAnswer, type FitAnswer, type FitEvent } from '../report/answer.js';
import { runFit } from '../fit/run.js';
import { WorkerPool } from './pool.js';

function job(text: string, data?: Dataset): FitJob {
  const { spec } = readSpec(text);
  const inline = spec.data?.kind === 'inline' ? inlineDataset(spec.data).dataset : undefined;
  const found = data ?? inline;
  assert.ok(found);
  return { spec, data: found };
}

const coin = 'data: { y: [1, 0, 1, 1] }\nmodel: y ~ Bernoulli(p)\nparameters: { p: "Beta(2, 2)" }\n';

function lastAnswer(events: readonly FitEvent[]): FitAnswer | undefined {
  const last = events.at(-1);
  return last && asAnswer(last);
}

function assertCoin(answers: readonly FitEvent[]): void {
  const estimate = lastAnswer(answers)?.map?.parameters['p']?.estimate;
  assert.ok(Math.abs((estimate ?? NaN) - 4 / 6) < 1e-9, String(estimate));
}

/** A logistic regression over many rows: far longer than any test waits. */
function largeJob(rows = 1_000_000, predictors = 4): FitJob {
  const names = Array.from({ length: predictors }, (_, k) => `x${String(k + 1)}`);
  const column = (name: string, value: (row: number) => number): Column => {
    const values = new Float64Array(new SharedArrayBuffer(8 * rows));
    for (let row = 0; row < rows; row++) values[row] = value(row);
    return { name, kind: 'numeric', values, missing: 0 };
  };
  const columns = [
    column('y', (row) => (row % 3 === 0 ? 1 : 0)),
    ...names.map((name, k) => column(name, (row) => Math.sin(row * (k + 1)))),
  ];
  return job(`data: d.csv\nmodel: y ~ Bernoulli(logit = linear(b, ${names.join(' + ')}))\nparameters: { b: }\n`, { rows, columns });
}

/** Milliseconds that no test lasts. */
const NEVER = 2 ** 31 - 1;

const threadsOf = (pool: WorkerPool): readonly { worker: { terminate(): Promise<number> } }[] =>
  Reflect.get(pool, 'threads') as { worker: { terminate(): Promise<number> } }[];

describe('the pool of workers', () => {
  let folder = '';
  let worker = '';
  let pool: WorkerPool;

  /** Bundles a worker as the build does. */
  async function bundle(name: string, source?: string): Promise<string> {
    const outfile = join(folder, `${name}.cjs`);
    const input = source === undefined ? { entryPoints: [join(import.meta.dirname, '../worker.ts')] } : { stdin: { contents: source } };
    const asBuilt: BuildOptions = { bundle: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], logLevel: 'error' };
    await build({ ...asBuilt, ...input, outfile, define: { 'import.meta.dirname': '__dirname' } });
    return outfile;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    worker = await bundle('worker');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  afterEach(() => pool.dispose());

  const signal = (): AbortSignal => new AbortController().signal;

  async function fit(given: FitJob, abort = signal()): Promise<FitEvent[]> {
    const answers: FitEvent[] = [];
    await pool.run(given, abort, (answer) => answers.push(answer));
    return answers;
  }

  it('fits in a thread, many jobs one after the other', async () => {
    pool = new WorkerPool(worker, 2);
    const all = await Promise.all(Array.from({ length: 5 }, () => fit(job(coin))));
    for (const answers of all) assertCoin(answers);
  });

  for (const [rows, predictors] of [
    [1e6, 4],
    [1e7, 1],
  ] as const) {
    it(`gives back a cancelled thread, which need not be ended, in the middle of a fit of ${rows.toLocaleString('en')} rows`, async () => {
      pool = new WorkerPool(worker, 1, NEVER);
      await fit(job(coin));
      const [thread] = threadsOf(pool);
      const control = new AbortController();
      let answers = 0;
      // The first answer, from a sample, is there; all rows take many more passes.
      await pool.run(largeJob(rows, predictors), control.signal, () => {
        answers++;
        control.abort();
      });
      assert.equal(answers, 1);
      assertCoin(await fit(job(coin)));
      assert.equal(threadsOf(pool)[0], thread);
    });
  }

  it('begins no further pass through the rows once it is cancelled', () => {
    let [cancelled, looks, before] = [false, 0, 0];
    const flag = {
      get cancelled() {
        looks++;
        return cancelled;
      },
    };
    let answers = 0;
    runFit(largeJob(), flag, () => {
      if (answers++ > 0) return;
      [cancelled, before] = [true, looks];
    });
    assert.equal(answers, 2);
    // The flag is looked at every 8,192 rows.
    assert.ok(looks - before < 1_000_000 / 8192, `${String(looks - before)} looks`);
  });

  it('drops a waiting job that is cancelled', async () => {
    pool = new WorkerPool(worker, 1);
    const [first, second] = [new AbortController(), new AbortController()];
    const running = fit(largeJob(), first.signal);
    const waiting = fit(job(coin), second.signal);
    second.abort();
    first.abort();
    assert.deepEqual(await Promise.all([running, waiting]), [[], []]);
    assert.deepEqual(await fit(job(coin), AbortSignal.abort()), []);
  });

  /** A worker whose threads crash at their first message, so many of them; later ones are sound. */
  async function fragile(crashes: number): Promise<string> {
    const flag = join(folder, `crashed-${String(crashes)}-`);
    const source = `
      const fs = require('node:fs');
      const next = Array.from({ length: ${String(crashes)} }, (_, i) => ${JSON.stringify(flag)} + i).find((file) => !fs.existsSync(file));
      if (next) require('node:worker_threads').parentPort.on('message', () => { fs.writeFileSync(next, ''); throw new Error('out of luck'); });
      else require(${JSON.stringify(worker)});`;
    const file = join(folder, `fragile-${String(crashes)}.cjs`);
    await writeFile(file, source);
    return file;
  }

  it('tries a fit again in a new thread when the first one crashes', async () => {
    pool = new WorkerPool(await fragile(1), 1);
    const answers = await fit(job(coin));
    assert.ok(answers.every((answer) => answer.kind === 'answer'));
    assertCoin(answers);
  });

  it('says so when a thread crashes in the same fit again, and fits the next job in a new one', async () => {
    pool = new WorkerPool(await fragile(2), 1);
    const answers = await fit(job(coin));
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ['fault'],
    );
    assert.match(asAnswer(answers[0] ?? assert.fail()).problems[0]?.message ?? '', /stopped twice \(out of luck\).*tries again/);
    assertCoin(await fit(job(coin)));
  });

  it('loses nothing when a thread is killed in the middle of a fit', async () => {
    pool = new WorkerPool(worker, 1);
    const threads = threadsOf(pool);
    let kills = 0;
    const answers: FitEvent[] = [];
    await pool.run(largeJob(200_000, 1), signal(), (answer) => {
      answers.push(answer);
      if (kills++ === 0) void threads[0]?.worker.terminate();
    });
    assert.ok(answers.every((answer) => answer.kind === 'answer'));
    assert.equal(lastAnswer(answers)?.stage, 'final');
    assert.equal(lastAnswer(answers)?.mle?.status, 'converged');
  });

  it('answers every job though no thread can be started', async () => {
    pool = new WorkerPool(join(folder, 'nowhere.cjs'), 2);
    const all = await Promise.all(Array.from({ length: 5 }, () => fit(job(coin))));
    for (const [answer] of all) assert.equal(answer?.kind, 'fault');
  });

  it('answers a job whose thread ends without an error', async () => {
    pool = new WorkerPool(await bundle('quitter', "require('node:worker_threads').parentPort.on('message', () => process.exit(3))"), 1);
    const [event] = await fit(job(coin));
    assert.match(asAnswer(event ?? assert.fail()).problems[0]?.message ?? '', /exit status 3/);
  });

  it('ends everything when it is disposed of', async () => {
    pool = new WorkerPool(worker, 1);
    const running = fit(largeJob());
    const waiting = fit(job(coin));
    pool.dispose();
    assert.deepEqual(await Promise.all([running, waiting, fit(job(coin))]), [[], [], []]);
  });
});
