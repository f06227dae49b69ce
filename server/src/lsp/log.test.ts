import assert from 'node:assert/strict';
import type { FitReport } from '../report/fitReport.js';
import { logLine } from './log.js';

const report: FitReport = {
  file: '/somewhere/coin.fit.yaml',
  status: 'error',
  data: { rows: 12, used: 10 },
  diagnostics: [
    {
      severity: 'information',
      code: 'missing-values',
      message: 'two',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
    {
      severity: 'error',
      code: 'separation',
      message: 'no maximum',
      range: { start: { line: 4, character: 2 }, end: { line: 4, character: 3 } },
    },
  ],
  mle: null,
  map: null,
  latent: {},
  seconds: { load: 0.0012, compile: 0.002, fit: 0.03 },
};

describe('a line of the log', () => {
  it('tells file, version, rows, times and the first error with its line', () => {
    assert.equal(
      logLine(report, 7),
      'coin.fit.yaml version 7: error, 10 of 12 rows (load 1.2 ms, compile 2.0 ms, fit 30.0 ms); line 5 separation: no maximum',
    );
  });

  it('tells what is preliminary and what is stale', () => {
    assert.match(logLine({ ...report, preliminary: true }, 1), /: first answer,/);
    assert.match(logLine({ ...report, stale: true }, 1), /: not fitted, the last answer is stale,/);
  });
});
