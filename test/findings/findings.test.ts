import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { fitAll } from '../reference/answers.js';

const folder = join(import.meta.dirname, 'cases');
const pathOf = (name: string): string => join(folder, `${name}.fit.yaml`);

/** Small models that were once answered wrongly, with the right values: by R, scipy or a closed form, as each case says. */
describe('models that were once answered wrongly', () => {
  let answers: ReadonlyMap<string, FitReport> = new Map();

  before(async () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.fit.yaml'));
    answers = await fitAll(files.map((name) => join(folder, name)));
  });

  const answer = (name: string): FitReport => answers.get(pathOf(name)) ?? assert.fail(`there is no answer to ${name}`);
  const codes = (name: string): string[] => [...new Set(answer(name).diagnostics.map(({ code }) => code))];

  function close(found: number | null | undefined, right: number, digits: number): void {
    assert.ok(Math.abs((found ?? NaN) - right) <= 10 ** -digits * Math.abs(right), `${String(found)} should be ${String(right)}`);
  }

  function estimates(name: string, right: Readonly<Record<string, number>>, logLikelihood: number): void {
    const mle = answer(name).mle ?? assert.fail(`${name} has no MLE`);
    close(mle.logLikelihood, logLikelihood, 6);
    for (const [parameter, value] of Object.entries(right)) close(mle.parameters[parameter]?.estimate, value, 4);
  }

  function ends(name: string, parameter: string, low: number | null, high: number | null, digits = 3): void {
    const profile = answer(name).mle?.parameters[parameter]?.interval.profile ?? assert.fail(`${parameter} has no profile interval`);
    [low, high].forEach((right, i) => {
      if (right === null) assert.equal(profile[i], null);
      else close(profile[i], right, digits);
    });
  }

  it('a profile that collapsed onto the estimate', () => ends('profile-collapse', 'a', 8.7425e-13, 2.28997e-3, 4));

  it('a profile of a GEV shape, whose support moves with it', () => ends('profile-gev-shape', 'shape', -0.567, -0.0503, 2));

  it('a profile beside a parameter on its bound, which is free to leave it', () => {
    ends('profile-beside-a-bound', 'mu', -0.29690084, 15.89234404, 6);
  });

  it('the interval of a parameter on its bound begins there', () => {
    const { estimate, se, interval } = answer('profile-beside-a-bound').mle?.parameters['tau'] ?? assert.fail();
    assert.deepEqual([estimate, se, interval.profile?.[0]], [0, null, 0]);
    assert.ok(Number(interval.profile?.[1]) > 1);
  });

  it('0 to a power', () => estimates('power-of-zero', { a: 2.97434, b: 0.695843 }, -4.711188));

  it('a sinusoid, whose frequency a periodogram finds', () => {
    const { estimate } = answer('sine-local-optimum').mle?.parameters['a'] ?? assert.fail();
    close(Math.abs(estimate ?? NaN), 1.762, 3);
    assert.ok(Number(answer('sine-local-optimum').mle?.logLikelihood) > -13);
  });

  it('a start on a plateau does not decide', () => {
    estimates('false-unbounded-from-start', { a: 4.9376, k: 4.917e-4 }, answer('false-unbounded-from-start').mle?.logLikelihood ?? NaN);
  });

  it('rounding is no likelihood', () => estimates('cancellation-gompertz', { a: 0.0036446, b: 0.0025797 }, -36.8985));

  it('counts that vary less than Poisson: the limit, and what the other parameters are there', () => {
    assert.deepEqual(codes('negbin-no-zeros'), ['unbounded']);
    const [{ message } = assert.fail()] = answer('negbin-no-zeros').diagnostics;
    assert.match(message, /as theta → ∞, where this is the Poisson distribution\. There m = 2\.833/);
  });

  it('a threshold at the smallest outcome: a density without limit', () => {
    assert.deepEqual(codes('threshold-unbounded'), ['unbounded']);
    const [{ message } = assert.fail()] = answer('threshold-unbounded').diagnostics;
    assert.match(message, /without limit as start → 1\./);
  });

  it('a ridge inside bounds is no boundary', () => {
    assert.deepEqual(codes('ridge-called-boundary'), ['unidentified']);
    const [{ message } = assert.fail()] = answer('ridge-called-boundary').diagnostics;
    assert.match(message, /Only `a \/ c` is determined/);
  });

  it('a cell that is missing in a branch that is not taken costs no row', () => {
    estimates('unused-branch-missing', { p: 0.6, m: 2.7666667 }, answer('unused-branch-missing').mle?.logLikelihood ?? NaN);
    assert.equal(answer('unused-branch-missing').data.used, 5);
  });

  it('7.000000000000001 is a count', () => {
    estimates('proportion-rounding', { p: 57 / 200 }, answer('proportion-rounding').mle?.logLikelihood ?? NaN);
    assert.deepEqual(codes('proportion-rounding'), ['out-of-support']);
  });
});
