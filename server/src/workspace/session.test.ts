import assert from 'node:assert/strict';
import { neverCancelled } from '../engine/kernel/kernel.js';
import type { FitReport } from '../report/fitReport.js';
import { asAnswer, type FitAnswer, isPreliminary, withoutEstimates } from '../report/answer.js';
import { fault } from '../fit/question/job.js';
import type { DataReader } from './data/dataReader.js';
import { runFit } from '../fit/run.js';
import { Loader } from './loader.js';
import { Session } from './session.js';
import type { Snapshot } from './snapshot.js';
import { HeldPool, settled } from './testing.js';
import { toView } from './view.js';

const coin = `# a coin
data: { flip: [H, T, H, H, H, T, H, H, T, H] }
model: flip ~ Bernoulli(theta)
parameters:
  theta: Beta(16, 16)
`;

/** A session over inline data, with everything that it has reported. */
function start(): {
  session: Session;
  pool: HeldPool;
  fitted: { version: number; result: FitReport }[];
  shown: Snapshot[];
  work: boolean[];
} {
  const pool = new HeldPool();
  const fitted: { version: number; result: FitReport }[] = [];
  const shown: Snapshot[] = [];
  const work: boolean[] = [];
  const noReader = { read: () => assert.fail('no file is to be read') } as unknown as DataReader;
  const events = {
    changed: (snapshot: Snapshot): void => void shown.push(snapshot),
    fitted: ({ version }: Snapshot, result: FitReport): void => void fitted.push({ version, result }),
    working: (_: Snapshot, isWorking: boolean): void => void work.push(isWorking),
  };
  const session = new Session('file:///coin.fit.yaml', new Loader(noReader), pool, events, () => 0);
  return { session, pool, fitted, shown, work };
}

/** A session whose coin has been fitted. */
async function fittedCoin(): Promise<ReturnType<typeof start>> {
  const all = start();
  all.session.update(coin, 1);
  await settled();
  all.pool.fits[0]?.finish();
  await settled();
  return all;
}

const estimateOf = (snapshot: Snapshot): number | null | undefined => snapshot.answer?.map?.parameters['theta']?.estimate;

/** An estimate to the last digits: rounding of the search does not matter here. */
function near(estimate: number | null | undefined, expected: number): void {
  assert.ok(Math.abs((estimate ?? NaN) - expected) < 1e-12, `${String(estimate)} should be ${String(expected)}`);
}

describe('a session', () => {
  it('fits a file and says which version the answer belongs to', async () => {
    const { session, fitted } = await fittedCoin();
    const final = fitted.filter(({ result }) => result.preliminary !== true);
    assert.equal(final.length, 1);
    assert.equal(final[0]?.version, 1);
    assert.equal(final[0].result.status, 'ok');
    assert.equal(session.snapshot.state, 'fitted');
    near(estimateOf(session.snapshot), 0.55);
  });

  it('shows how a long search gets on, before its first answer and beside an old one, until the next answer', async () => {
    const { session, pool } = start();
    const curves = [{ label: 'MAP' as const, steps: [1, 2], training: [0.7, 0.5] }];
    session.update(coin, 1);
    await settled();
    assert.equal(toView(session.snapshot), null);
    pool.fits[0]?.learn(curves);
    const first = toView(session.snapshot);
    assert.deepEqual([first?.learning, first?.report.preliminary, first?.report.mle, first?.stale], [curves, true, null, false]);
    pool.fits[0]?.finish();
    await settled();
    assert.deepEqual(toView(session.snapshot)?.learning, []);
    session.update(coin.replace('16, 16', '2, 2'), 2);
    await settled();
    pool.fits[1]?.learn(curves);
    const second = toView(session.snapshot);
    assert.deepEqual([second?.learning, second?.stale, second?.report.stale], [curves, true, undefined]);
    session.update(coin.replace('16, 16', '3, 3'), 3);
    assert.deepEqual(toView(session.snapshot)?.learning, []);
  });

  it('says when it begins to work and when it ends, whether by an answer, an edit or a person', async () => {
    const { session, pool, work } = await fittedCoin();
    assert.deepEqual(work, [true, false]);
    session.update(coin.replace('16, 16', '2, 2'), 2);
    await settled();
    session.update(coin.replace('16, 16', '3, 3'), 3);
    await settled();
    assert.deepEqual(work, [true, false, true, false, true]);
    session.cancel();
    assert.deepEqual(work, [true, false, true, false, true, false]);
    assert.equal(pool.open.length, 1, 'the first fit alone was not cancelled');
    assert.deepEqual([session.snapshot.state, session.snapshot.stale], ['stale', true]);
    near(estimateOf(session.snapshot), 0.55);
  });

  it('reads the files of its data and of its rows for validation', () => {
    const { session } = start();
    session.update(`validate: { source: ../test.csv }\n${coin.replace(/data: .*/, 'data: d.csv')}`, 1);
    assert.deepEqual(
      ['/test.csv', '/d.csv', '/e.csv'].map((path) => session.readsFile(path)),
      [true, true, false],
    );
    session.update(coin, 2);
    assert.deepEqual(
      ['/test.csv', '/d.csv'].map((path) => session.readsFile(path)),
      [false, false],
    );
    session.dispose();
  });

  it('does not fit again after edits of comments, spaces or the title', async () => {
    const { session, pool, fitted } = await fittedCoin();
    const edits = [
      `# hello\n\n${coin}`,
      coin.replace('Beta(16, 16)', 'Beta(16,   16)  # why not'),
      `title: My coin\n${coin}`,
      coin.replaceAll('\n', '\r\n'),
    ];
    for (const [i, text] of edits.entries()) {
      session.update(text, i + 2);
      await settled();
      assert.equal(session.snapshot.stale, false);
      assert.equal(session.snapshot.state, 'fitted');
      assert.equal(session.snapshot.version, i + 2);
    }
    assert.equal(pool.fits.length, 1);
    assert.equal(fitted.length, 1);
  });

  it('lets a running fit go on through edits of comments, and gives its answer for the newest text', async () => {
    const { session, pool, fitted } = start();
    session.update(coin.replace('theta:', 'theta:').replace('Beta(16, 16)', ''), 1);
    await settled();
    session.update(`# one\n# two\n${coin.replace('Beta(16, 16)', '')}`, 2);
    await settled();
    assert.equal(pool.fits.length, 1);
    assert.equal(pool.open.length, 1);
    const span = pool.fits[0]?.job.spec.modelSpan ?? { from: 0, to: 0 };
    pool.fits[0]?.send({ ...withoutEstimates(10, [{ severity: 'warning', code: 'separation', message: 'm', span }]), mle: null });
    await settled();
    assert.equal(fitted[0]?.version, 2);
    assert.equal(fitted[0].result.diagnostics[0]?.range.start.line, 4);
  });

  it('moves what is found to the places of the newest text', async () => {
    const { session, pool } = start();
    const bad = coin.replace('theta: Beta(16, 16)', 'theta: Beta(16, 16)\n  unused:');
    session.update(bad, 1);
    await settled();
    pool.fits[0]?.finish();
    await settled();
    session.update(`# hello\n${bad}`, 2);
    await settled();
    const { problems, text } = session.snapshot;
    assert.deepEqual(
      problems.map(({ code, span }) => [code, text.slice(span.from, span.to)]),
      [['unused-parameter', 'unused']],
    );
  });

  it('lets those wait who need the data, until they are there or none are to come', async () => {
    const { session } = start();
    session.update(coin, 1);
    await session.hasLooked();
    assert.equal(session.snapshot.data?.data?.rows, 10);
    const { session: empty } = start();
    empty.update('model: flip ~ Bernoulli(theta)\n', 1);
    await empty.hasLooked();
    const { session: closed } = start();
    closed.update(coin, 1);
    const waiting = closed.hasLooked();
    closed.dispose();
    await waiting;
  });

  it('reports predictions, which come after the estimates', async () => {
    const { session, pool, fitted } = start();
    session.update(
      'data: { x: [1, 2, 3, 4], y: [1.1, 2.3, 2.8, 4.1] }\nmodel: y ~ Normal(b * x, s)\nparameters: { b: , s: }\npredict: { rows: { x: [2] } }\n',
      1,
    );
    await settled();
    pool.fits[0]?.finish();
    await settled();
    assert.equal(fitted.at(-1)?.result.predictions?.rows, 1);
  });

  const unused = coin.replace('theta: Beta(16, 16)', 'theta: Beta(16, 16)\n  unused:');

  it('keeps findings, marked stale, at their words until the next answer is complete', async () => {
    const { session, pool, fitted, shown } = start();
    session.update(unused, 1);
    await settled();
    pool.fits[0]?.finish();
    await settled();
    const edited = unused.replace('# a coin', '# a longer comment').replace('16, 16', '2, 2');
    const codes = ({ problems, text }: Snapshot): string[] =>
      problems.map(
        ({ code, span, message }) => `${code} ${text.slice(span.from, span.to)}${message.includes('\nStale: ') ? ' stale' : ''}`,
      );
    const before = shown.length;
    session.update(edited, 2);
    await settled();
    session.update(edited.replace('2, 2', '2, 3'), 3);
    await settled();
    assert.deepEqual([...new Set(shown.slice(before).flatMap(codes))], ['unused-parameter unused stale']);
    assert.ok(shown.slice(before).every(({ problems }) => problems.length === 1 && !problems[0]?.fixes));
    pool.fits.at(-1)?.finish();
    await settled();
    assert.ok(codes(session.snapshot).includes('unused-parameter unused'));
    assert.ok(!codes(session.snapshot).some((code) => code.endsWith('stale')));
    assert.ok(fitted.every(({ result }) => result.diagnostics.every(({ message }) => !message.includes('Stale'))));
  });

  it('drops a stale finding with the words that it is about, and where it is not found again', async () => {
    const { session, pool, shown } = start();
    session.update(unused, 1);
    await settled();
    pool.fits[0]?.finish();
    await settled();
    const before = shown.length;
    session.update(unused.replace('unused:', 'theta2:').replace('~ Bernoulli(theta)', '~ Bernoulli(theta * theta2)'), 2);
    await settled();
    assert.deepEqual(
      shown.slice(before).flatMap(({ problems }) => problems),
      [],
    );
  });

  it('cancels the running fit at once on an edit, and fits only the newest text', async () => {
    const { session, pool, fitted } = start();
    session.update(coin, 1);
    await settled();
    for (let version = 2; version < 6; version++) session.update(coin.replace('16, 16', `${String(version)}, 3`), version);
    assert.equal(pool.open.length, 0, 'the running fit is cancelled before the wait for the next');
    await settled();
    assert.equal(pool.open.length, 1);
    assert.equal(pool.fits.length, 2);
    for (const fit of pool.fits) fit.finish();
    await settled();
    assert.deepEqual(
      fitted.map(({ version }) => version),
      [5],
    );
    assert.ok(Math.abs((estimateOf(session.snapshot) ?? NaN) - (7 + 4) / (10 + 4 + 2)) < 1e-9);
  });

  it('finishes an answer that an edit has cut short when the text is back, and shows it meanwhile', async () => {
    const { session, pool } = start();
    session.update(coin, 1);
    await settled();
    const answers: FitAnswer[] = [];
    const first = pool.fits[0] ?? assert.fail();
    runFit(first.job, neverCancelled, (event) => answers.push(asAnswer(event)));
    const undrawn = answers.find((answer) => !isPreliminary(answer) && answer.stage !== 'final');
    first.send(undrawn ?? assert.fail());
    session.update(coin.replace('16, 16', '2, 2'), 2);
    await settled();
    session.update(coin, 3);
    await settled();
    near(estimateOf(session.snapshot), 0.55);
    assert.deepEqual([session.snapshot.stale, session.snapshot.isFitting, session.snapshot.answer?.stage], [false, true, 'intervals']);
    assert.equal(pool.open.length, 1, 'the fit goes on');
    pool.open[0]?.finish();
    await settled();
    assert.deepEqual([session.snapshot.isFitting, session.snapshot.answer?.stage], [false, 'final']);
  });

  it('tells a text that is good again, though a broken one in between said the same', async () => {
    const { session, fitted } = await fittedCoin();
    session.update(`${coin}nokey: 1\n`, 2);
    await settled();
    session.update(coin, 3);
    await settled();
    assert.deepEqual(
      fitted.map(({ version, result }) => [version, result.status, result.diagnostics.length]),
      [
        [1, 'ok', 0],
        [2, 'error', 1],
        [3, 'ok', 0],
      ],
    );
  });

  it('keeps the last answer of a broken file, marked stale, and takes it back when the break is undone', async () => {
    const { session, pool, fitted } = await fittedCoin();
    session.update(coin.replace('Beta(16, 16)', 'Beta(16,'), 2);
    assert.equal(session.snapshot.stale, true);
    await settled();
    const { state, answer, report } = session.snapshot;
    assert.equal(state, 'stale');
    near(answer?.map?.parameters['theta']?.estimate, 0.55);
    assert.deepEqual([report?.status, report?.stale], ['error', true]);
    near(report?.map?.parameters['theta']?.estimate, 0.55);
    assert.equal(fitted.at(-1)?.result.stale, true);
    session.update(coin, 3);
    await settled();
    assert.equal(pool.fits.length, 1, 'the answer is known');
    assert.deepEqual(
      [fitted.length, fitted.at(-1)?.version, fitted.at(-1)?.result.status, fitted.at(-1)?.result.stale],
      [3, 3, 'ok', undefined],
    );
    assert.equal(session.snapshot.state, 'fitted');
  });

  it('says once that a file is broken, not after each comment', async () => {
    const { session, fitted, pool } = start();
    for (const [i, text] of ['model: y ~\n', '# one\nmodel: y ~\n', '# one two\nmodel: y ~\n'].entries()) {
      session.update(text, i + 1);
      await settled();
    }
    assert.equal(fitted.length, 1);
    assert.equal(session.snapshot.state, 'failed');
    assert.equal(session.snapshot.lines.position(session.snapshot.problems.at(-1)?.span.from ?? 0).line, 1);
    assert.equal(pool.fits.length, 0);
  });

  it('does not fit a model again that the engine refused, for the sake of a comment', async () => {
    const { session, pool, fitted } = await fittedCoin();
    const broken = coin.replace('Bernoulli(theta)', 'Bernoulli(thet)');
    session.update(broken, 2);
    await settled();
    pool.fits[1]?.finish();
    await settled();
    session.update(`# hm\n${broken}`, 3);
    await settled();
    assert.equal(pool.fits.length, 2);
    assert.equal(fitted.length, 2);
    const [problem] = session.snapshot.problems;
    assert.equal(session.snapshot.text.slice(problem?.span.from, problem?.span.to), 'thet');
    near(session.snapshot.answer?.map?.parameters['theta']?.estimate, 0.55);
  });

  it('shows a preliminary answer and then the final one, each for the same version', async () => {
    const { session, pool, fitted } = start();
    session.update(coin, 1);
    await settled();
    const given: FitAnswer = withoutEstimates(10, []);
    pool.fits[0]?.send({ ...given, stage: 'estimates' });
    await settled();
    session.update(`# a comment in between\n${coin}`, 2);
    await settled();
    pool.fits[0]?.finish();
    await settled();
    assert.equal(pool.fits.length, 1);
    assert.deepEqual(
      fitted.map(({ version, result }) => [version, result.preliminary ?? false]),
      [
        [1, true],
        [2, false],
      ],
    );
  });

  it('fits again on request, though nothing has changed', async () => {
    const { session, pool, fitted } = await fittedCoin();
    session.refresh();
    await settled();
    assert.equal(pool.fits.length, 1);
    session.refresh(true);
    await settled();
    pool.fits[1]?.finish();
    await settled();
    assert.deepEqual([pool.fits.length, fitted.length, session.snapshot.state], [2, 2, 'fitted']);
  });

  it('says that a fit ended through a fault, at which statement, keeps the last answer, and tries again when asked to, not after each comment', async () => {
    const { session, pool, fitted } = await fittedCoin();
    session.update(coin.replace('16, 16', '2, 2'), 2);
    await settled();
    const [, fit] = pool.fits;
    assert.ok(fit);
    fit.send(fault(fit.job, 'The thread stopped.'));
    await settled();
    assert.equal(session.snapshot.state, 'stale');
    assert.match(fitted.at(-1)?.result.diagnostics[0]?.message ?? '', /The thread stopped/);
    near(session.snapshot.answer?.map?.parameters['theta']?.estimate, 0.55);
    assert.match(fitted.at(-1)?.result.diagnostics[0]?.message ?? '', /most likely about `flip ~ Bernoulli\(theta\)`/);
    session.update(`# again\n${coin.replace('16, 16', '2, 2')}`, 3);
    await settled();
    assert.equal(pool.fits.length, 2);
    assert.equal(
      session.snapshot.problems.find(({ code }) => code === 'internal-error')?.span.from,
      session.snapshot.text.indexOf('flip ~'),
    );
    session.refresh(true);
    await settled();
    pool.fits[2]?.finish();
    await settled();
    assert.equal(session.snapshot.state, 'fitted');
    assert.ok(Math.abs((estimateOf(session.snapshot) ?? NaN) - 8 / 12) < 1e-9);
  });

  it('ends its fit when it is closed', async () => {
    const { session, pool, fitted } = start();
    session.update(coin, 1);
    await settled();
    session.dispose();
    pool.fits[0]?.finish();
    await settled();
    assert.deepEqual([pool.open.length, fitted.length], [0, 0]);
  });
});
