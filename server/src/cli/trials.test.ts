import assert from 'node:assert/strict';
import { Folder, reportsOf, run } from './testing.js';

describe('BIC where rows are groups of trials', () => {
  let folder: Folder;
  before(async () => {
    folder = await Folder.make();
  });
  after(() => folder.remove());

  const text = (data: string, model: string): string => `data: ${data}\nmodel: ${model}\nparameters:\n  p:\n`;

  async function bic(
    data: string,
    model = 'k ~ Binomial(n, p)',
  ): Promise<{ own?: unknown; trials?: number; value: number; logLikelihood: number }> {
    const [path = ''] = await folder.write({ 'a.fit.yaml': text(data, model) });
    const mle = reportsOf(await run('fit', '--json', path))[0]?.mle ?? assert.fail();
    const { bicOfTrials: own } = mle;
    return { value: mle.bic ?? NaN, logLikelihood: mle.logLikelihood ?? NaN, ...(own ? { own: own.bic, trials: own.trials } : {}) };
  }

  it('is given by rows, as in R, and by trials', async () => {
    const { own, trials, value, logLikelihood } = await bic('{ k: 700, n: 1000 }');
    assert.equal(trials, 1000);
    assert.ok(Math.abs(value + 2 * logLikelihood) < 1e-12);
    assert.ok(Math.abs(Number(own) - (Math.log(1000) - 2 * logLikelihood)) < 1e-9);
  });

  it('counts a row as often as its weight says', async () => {
    const { trials } = await bic('{ k: [3, 4], n: [10, 5], w: [2, 3], weights: w }');
    assert.equal(trials, 35);
  });

  it('is one number where each row is one trial, or no count of trials', async () => {
    assert.equal((await bic('{ k: [1, 0, 1], n: 1 }')).trials, undefined);
    assert.equal((await bic('{ k: [1, 0, 3] }', 'k ~ Poisson(p)')).trials, undefined);
  });

  it('is in the table with its numbers of observations', async () => {
    const { out } = await run('fit', ...(await folder.write({ 'b.fit.yaml': text('{ k: 700, n: 1000 }', 'k ~ Binomial(n, p)') })));
    assert.match(out, /BIC 7\.186 \(n = 1 row; 14\.09 with n = 1000 trials\)/);
  });
});
