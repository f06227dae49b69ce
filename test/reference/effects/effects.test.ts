import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FitReport } from '../../../server/src/report/fitReport.js';
import { fitAll } from '../answers.js';

interface Expected {
  readonly file: string;
  readonly side: 'mle' | 'map';
  readonly name: string;
  readonly estimate: number;
  readonly se: number;
}

const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as Expected[];
const pathOf = (file: string): string => join(import.meta.dirname, `${file}.fit.yaml`);
const tolerance = 1e-6;

/** An estimate near 0 is a difference of larger numbers: it is as exact as its standard error. */
const isNear = (found: number | null | undefined, wanted: number, size: number): boolean =>
  Math.abs((found ?? NaN) - wanted) <= tolerance * Math.max(Math.abs(wanted), size);

describe('effects and predictions, compared with R', () => {
  let answers: ReadonlyMap<string, FitReport>;

  before(async () => void (answers = await fitAll([...new Set(expected.map(({ file }) => pathOf(file)))])));

  for (const { file, side, name, estimate, se } of expected) {
    it(`${file}: ${name} (${side})`, () => {
      const answer = answers.get(pathOf(file));
      const found = answer?.[side]?.derived?.[name];
      const said = answer?.diagnostics.map(({ message }) => message).join('; ');
      assert.ok(isNear(found?.estimate, estimate, se), `${String(found?.estimate)}, not ${String(estimate)}; ${String(said)}`);
      assert.ok(isNear(found?.se, se, 0), `standard error ${String(found?.se)}, not ${String(se)}`);
    });
  }
});
