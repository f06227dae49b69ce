import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Comparison } from '../fit/compare.js';
import { Folder, reportsOf, run, runWith, type Run } from './testing.js';

const coin = 'data: { flip: [H, T, H, H, H, T, H, H, T, H] }\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta: Beta(16, 16)\n';
const line = 'data: d.csv\nmodel: y ~ Normal(linear(b, x), s)\nparameters:\n  b:\n  s:\n';
const broken = 'data: { y: [1] }\nmodel: y ~ Normal(mu, 1)\n';

describe('the command line', () => {
  let folder: Folder;
  let files: Record<'coin' | 'line' | 'broken', string>;

  before(async () => {
    folder = await Folder.make();
    const [a = '', b = '', c = ''] = await folder.write({
      'coin.fit.yaml': coin,
      'line.fit.yaml': line,
      'broken.fit.yaml': broken,
      'd.csv': 'y,x\n1,1\n2.1,2\n2.9,3\n4.2,4\n',
      'binary.fit.yaml': Uint8Array.of(0, 255, 1, 10, 0),
      'sub/one.fit.yaml': coin,
      'none/a.txt': '',
    });
    files = { coin: a, line: b, broken: c };
  });

  after(() => folder.remove());

  it('ends with 0 where all is well, 1 where one file is not, 2 where it was misused', async () => {
    assert.equal((await run('fit', files.coin, files.line)).status, 0);
    assert.equal((await run('fit', files.coin, files.broken, files.line)).status, 1);
    assert.equal((await run('check', files.coin)).status, 0);
    assert.equal((await run('check', files.broken)).status, 1);
    for (const args of [[], ['fit'], ['fit', '--json'], ['foo', files.coin], ['fit', '--jsno', files.coin], ['check', '-x', files.coin]]) {
      const { status, out, error } = await run(...args);
      assert.deepEqual([status, out], [2, ''], args.join(' '));
      assert.match(error, /^livelihood: .+\nusage: livelihood fit FILE… \[--json\]/);
    }
  });

  it('names what is wrong with its arguments', async () => {
    assert.match((await run('fit', '--jsno', files.coin)).error, /no option --jsno/);
    assert.match((await run('fti', files.coin)).error, /no command fti/);
    assert.match((await run('fit')).error, /which file/);
  });

  it('helps', async () => {
    for (const word of ['--help', '-h', 'help']) {
      const { status, out } = await run(word);
      assert.equal(status, 0);
      assert.match(out, /^usage:/);
    }
  });

  it('prints one JSON object a line, in the order of the files', async () => {
    const result = await run('fit', files.line, '--json', files.broken, files.coin, files.line);
    const reports = reportsOf(result);
    assert.deepEqual(
      reports.map(({ file, status }) => [file, status]),
      [
        [files.line, 'ok'],
        [files.broken, 'error'],
        [files.coin, 'ok'],
        [files.line, 'ok'],
      ],
    );
    assert.equal(result.error, '');
    const { mle, map, data } = reports[2] ?? assert.fail();
    assert.deepEqual(data, { rows: 10, used: 10 });
    assert.ok(Math.abs((mle?.parameters['theta']?.estimate ?? NaN) - 0.7) < 1e-9);
    assert.ok(Math.abs((map?.parameters['theta']?.estimate ?? NaN) - 0.55) < 1e-9);
  });

  it('says where a problem stands', async () => {
    const [report] = reportsOf(await run('fit', '--json', files.broken));
    const [diagnostic] = report?.diagnostics ?? [];
    assert.equal(diagnostic?.code, 'unknown-name');
    assert.deepEqual(diagnostic.range, { start: { line: 1, character: 18 }, end: { line: 1, character: 20 } });
    assert.match((await run('fit', files.broken)).out, /broken\.fit\.yaml:2:19 error unknown-name: `mu`/);
  });

  it('shows a table to people', async () => {
    const { out } = await run('fit', files.coin);
    const rows = out.split('\n');
    assert.match(
      rows[0] ?? '',
      /coin\.fit\.yaml: converged, 10 rows, log-likelihood −6\.109, AIC 14\.22, BIC 14\.52, log-evidence −[\d.]+$/,
    );
    assert.match(rows[1] ?? '', /^ +MLE ± se +95 % interval +MAP ± se +pull$/);
    assert.match(rows[2] ?? '', /^ {2}theta +0\.700 ± 0\.145 +0\.393 to 0\.915 +0\.550 ± 0\.079 +−1\.04$/);
  });

  it('shows what is derived from parameters below them', async () => {
    const [path = ''] = await folder.write({ 'odds.fit.yaml': `${coin}derived:\n  odds: theta / (1 - theta)\n` });
    const rows = (await run('fit', path)).out.split('\n');
    assert.match(rows[3] ?? '', /^ {2}odds +2\.33 ± 1\.61 +0\.65 to 10\.83 +1\.22 ± 0\.39 +−0\.69$/);
    const [report] = reportsOf(await run('fit', '--json', path));
    assert.deepEqual(Object.keys(report?.mle?.derived ?? {}), ['odds']);
    assert.deepEqual(Object.keys(report?.map?.derived?.['odds'] ?? {}), ['estimate', 'se', 'pull', 'interval']);
  });

  it('leaves the estimates to `fit`: `check` prints problems alone', async () => {
    assert.doesNotMatch((await run('check', files.coin)).out, /theta/);
    assert.match((await run('check', files.broken)).out, /unknown-name/);
  });

  it('answers a file that is missing, a folder or binary in words that lead on', async () => {
    const messages = async (path: string): Promise<string> => {
      const result = await run('fit', '--json', path);
      const [report] = reportsOf(result);
      assert.deepEqual([result.status, report?.status, report?.diagnostics[0]?.code], [1, 'error', 'data-unreadable'], path);
      return report?.diagnostics[0]?.message ?? '';
    };
    assert.match(await messages(join(folder.path, 'coin.fit.yml')), /There is no file .*Did you mean `.*coin\.fit\.yaml`\?/);
    assert.match(await messages(join(folder.path, 'sub')), /is a folder\. Name the files in it, such as `.*one\.fit\.yaml`/);
    assert.match(await messages(join(folder.path, 'none')), /is a folder\. Name an estimation file/);
    assert.match(await messages(join(folder.path, 'binary.fit.yaml')), /is a binary file/);
    assert.match(await messages(join(folder.path, 'no/such/place.fit.yaml')), /There is no file/);
  });

  it('colours the words of problems on a terminal only', async () => {
    assert.ok(!(await run('fit', files.broken)).out.includes('\u001b'));
  });
});

describe('the built command line', () => {
  const cli = join(import.meta.dirname, '../../../dist/cli.js');
  let folder: Folder;

  before(async () => {
    folder = await Folder.make();
  });

  after(() => folder.remove());

  function start(args: readonly string[], closeEarly = false): Promise<Run> {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      parts.out += text;
      if (closeEarly) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (parts.error += text));
    return new Promise((resolve) => child.on('close', (status) => resolve({ status: status ?? -1, ...parts })));
  }

  it('fits inline data and a CSV, and ends', async () => {
    const paths = await folder.write({ 'a.fit.yaml': coin, 'b.fit.yaml': line, 'd.csv': 'y,x\n1,1\n2.1,2\n2.9,3\n4.2,4\n' });
    const result = await start(['fit', '--json', ...paths.slice(0, 2)]);
    assert.equal(result.status, 0, result.error);
    assert.deepEqual(
      reportsOf(result).map(({ status }) => status),
      ['ok', 'ok'],
    );
    assert.equal(result.error, '');
  });

  it('tells misuse by its exit status', async () => {
    const { status, error, out } = await start(['fit', '--wrong']);
    assert.deepEqual([status, out], [2, '']);
    assert.match(error, /no option --wrong/);
  });

  it('bears that its output is cut off', async () => {
    const [path = ''] = await folder.write({ 'a.fit.yaml': coin });
    const { error } = await start(['fit', '--json', ...Array.from({ length: 40 }, () => path)], true);
    assert.equal(error, '');
  });

  it('compares texts that stand for files on disk, saved or not, those of data too', async () => {
    const model = (mean: string): string => `data: d.csv\nmodel: y ~ Normal(${mean}, s)\nparameters:\n  a:\n  b:\n  s:\n`;
    const rows = (y: readonly number[]): string => `y,x\n${y.map((each, i) => `${String(each)},${String(i)}`).join('\n')}\n`;
    const files = { 'one.fit.yaml': model('a').replace('  b:\n', ''), 'two.fit.yaml': 'data: not yet\n', 'd.csv': rows([0, 0, 0, 1]) };
    const [one = '', two = '', data = ''] = await folder.write(files);
    const buffers = JSON.stringify({ [two]: model('a + b * x'), [data]: rows([1, 2, 2, 4]) });
    const { models, tests } = JSON.parse((await runWith(buffers, 'compare', one, two, '--json', '--buffers')).out) as Comparison;
    assert.deepEqual(models.map(({ rows: used, parameters }) => [used, parameters]).sort(), [
      [4, 2],
      [4, 3],
    ]);
    // Sums of squares of these four values about their mean, and about their line.
    const statistic = 4 * Math.log(4.75 / 0.7);
    assert.ok(Math.abs((tests[0]?.statistic ?? NaN) - statistic) < 1e-6, JSON.stringify(tests));
    assert.equal((await run('compare', one, two)).status, 1, 'without them the files count');
  });

  it('compares models: criteria side by side, and a test of one inside the other', async () => {
    const data = 'data: { x: [1, 2, 3, 4, 5, 6, 7, 8], y: [2.1, 3.9, 6.2, 7.8, 10.1, 11.7, 14.6, 15.9] }\n';
    const [small = '', large = '', other = ''] = await folder.write({
      'small.fit.yaml': `${data}model: y ~ Normal(linear(b, x), s)\nparameters: { b: , s: }\n`,
      'large.fit.yaml': `${data}model: y ~ Normal(linear(b, x + x^2), s)\nparameters: { b: , s: }\n`,
      'log.fit.yaml': `${data}model: log(y) ~ Normal(linear(b, x), s)\nparameters: { b: , s: }\n`,
    });
    const { status, out } = await run('compare', small, large, '--json');
    assert.equal(status, 0);
    const { models, tests } = JSON.parse(out) as Comparison;
    assert.deepEqual(models.map(({ parameters }) => parameters).sort(), [3, 4]);
    // R 4.2.2: logLik(lm(y ~ x)), logLik(lm(y ~ x + I(x^2))).
    const [a, b] = [3, 4].map((count) => models.find(({ parameters }) => parameters === count)?.logLikelihood ?? NaN);
    assert.ok(Math.abs((a ?? NaN) - -0.670863966971021) < 1e-8 && Math.abs((b ?? NaN) - -0.597554969347124) < 1e-8, out);
    assert.deepEqual(
      tests.map(({ held, degrees, onBound }) => [held, degrees, onBound]),
      [[['b[x^2] = 0'], 1, 0]],
    );
    const words = await run('compare', small, other);
    assert.match(words.out, /outcomes differ/);
    assert.match((await run('compare', small)).error, /with which other file/);
    assert.equal((await run('compare', small, join(folder.path, 'none.fit.yaml'))).status, 1);
  });
});
