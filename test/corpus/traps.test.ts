import assert from 'node:assert/strict';
import { Folder, reportsOf, run } from '../../server/src/cli/testing.js';
import type { FitReport } from '../../server/src/report/fitReport.js';

/** Tiny inputs on which well-known tools give wrong answers without a word. */
describe('what well-known tools get wrong', () => {
  let folder: Folder;
  before(async () => {
    folder = await Folder.make();
  });
  after(() => folder.remove());

  async function fit(text: string): Promise<FitReport> {
    const [report] = reportsOf(await run('fit', '--json', ...(await folder.write({ 'model.fit.yaml': text }))));
    return report ?? assert.fail('no report');
  }

  const close = (actual: number | null | undefined, expected: number, within = 1e-6): void =>
    assert.ok(Math.abs((actual ?? NaN) - expected) < within, `${String(actual)}, expected ${String(expected)}`);
  const codes = ({ diagnostics }: FitReport): string[] => diagnostics.map(({ code }) => code);

  /** Twenty draws from a Normal distribution of mean 3 and standard deviation 2. */
  const y = [4.74, 1.87, 3.73, 6.27, 3.81, 2.79, 6.02, 2.81, 7.04, 2.87, 5.61, 7.57, 0.22, 2.44, 2.73, 4.27, 2.43, -2.31, -1.88, 5.64];
  const mean = y.reduce((a, b) => a + b, 0) / y.length;

  it('a Normal sample from the start (0, 1): stats4::mle ends far from the mean', async () => {
    const { mle } = await fit(
      `data: { y: [${y.join()}] }\nmodel: y ~ Normal(mu, sigma)\nparameters: { mu: { start: 0 }, sigma: { start: 1 } }\nsettings: { starts: 1 }\n`,
    );
    close(mle?.parameters['mu']?.estimate, mean);
    close(mle?.parameters['sigma']?.estimate, Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length));
  });

  it('two parameters of which the sum alone is determined: bbmle gives both, with small errors', async () => {
    const report = await fit(`data: { y: [${y.join()}] }\nmodel: y ~ Normal(a + b, 1)\nparameters: { a: , b: }\n`);
    const found = report.diagnostics.find(({ code }) => code === 'unidentified');
    assert.match(found?.message ?? '', /a \+ b/);
    for (const name of ['a', 'b'])
      assert.deepEqual([report.mle?.parameters[name]?.estimate, report.mle?.parameters[name]?.se], [null, null]);
  });

  it('quasi-complete separation: glm reports a slope of 19.6 and that it converged', async () => {
    const x = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
    const report = await fit(
      `data: { x: [${x.join()}], k: [0, 1, 0, 1, 0, 1, 1, 1, 1, 1] }\nmodel: k ~ Bernoulli(logit = linear(b, x))\nparameters: { b: }\n`,
    );
    const found = report.diagnostics.find(({ code }) => code === 'separation');
    assert.equal(found?.severity, 'error');
    assert.deepEqual(found.related, ['b[x]']);
    assert.equal(report.mle, null);
  });

  it('the ends of a Uniform prior: they bound the MAP and never the MLE', async () => {
    const { mle, map } = await fit('data: { heads: 7, n: 10 }\nmodel: heads ~ Binomial(n, p)\nparameters: { p: "Uniform(0, 0.5)" }\n');
    close(mle?.parameters['p']?.estimate, 0.7);
    close(map?.parameters['p']?.estimate, 0.5);
  });

  it('standard errors stand on the scale of the parameter: 6 of 9 coins have 0.157, not that of the log-odds', async () => {
    const { mle } = await fit('data: { heads: 6, n: 9 }\nmodel: heads ~ Binomial(n, p)\nparameters: { p: }\n');
    close(mle?.parameters['p']?.se, Math.sqrt((6 / 9) * (3 / 9) * (1 / 9)));
  });

  it('a standard error that is not there has a cause that is said', async () => {
    const report = await fit('data: { heads: 9, n: 9 }\nmodel: heads ~ Binomial(n, p)\nparameters: { p: }\n');
    assert.deepEqual([report.mle?.parameters['p']?.estimate, report.mle?.parameters['p']?.se], [1, null]);
    assert.ok(codes(report).includes('boundary'));
  });

  it('a profile that meets a better optimum starts the fit again from there', async () => {
    // Two modes, at -0.87 and, lower, at 0.84, with a valley between them that lies inside the interval.
    const modes = [-1.2, -1.1, -1, -0.9, -0.8, 0.9, 1, 1.1, 1.2];
    const text = `data: { y: [${modes.join()}] }\nmodel: y ~ Cauchy(m, 0.5)\nparameters: { m: { start: 1 } }\nsettings: { starts: 1 }\n`;
    const { mle } = await fit(text);
    close(mle?.parameters['m']?.estimate, -0.87, 0.01);
  });
});
