import assert from 'node:assert/strict';
import fc from 'fast-check';
import { durationText, ends, logText, lossText, pullText, shortNumber, withError } from './numbers.js';

/** The number that text stands for. */
function read(text: string): number {
  const [digits = '', exponent = '0'] = text.replaceAll('−', '-').split(' · 10^');
  return Number(digits) * 10 ** Number(exponent);
}

describe('numbers for people', () => {
  it('have four significant digits and everything before the point', () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, '0'],
      [-0, '0'],
      [0.7, '0.7'],
      [-6.108643, '−6.109'],
      [1234.56, '1235'],
      [12345, '12345'],
      [-9876543.2, '−9876543'],
      [12345678, '1.235 · 10^7'],
      [-0.00001234567, '−1.235 · 10^−5'],
      [1e300, '1.000 · 10^300'],
      [Infinity, '∞'],
      [-Infinity, '−∞'],
      [NaN, 'none'],
    ];
    for (const [value, text] of cases) assert.equal(shortNumber(value), text);
  });

  it('carry as many digits as their error allows', () => {
    const cases: readonly (readonly [number | null, number | null, string])[] = [
      [0.7, 0.14491, '0.700 ± 0.145'],
      [0.55, 0.07864, '0.550 ± 0.079'],
      [1234.5, 17.2, '1234.5 ± 17.2'],
      [1234.5, 1720, '1235 ± 1720'],
      [-3.14159, 0.5, '−3.14 ± 0.50'],
      [-0.0001, 0.5, '0.00 ± 0.50'],
      [0.0000012, 0.0000003, '0.00000120 ± 0.00000030'],
      [1e-12, 1e-13, '1.000 · 10^−12 ± 1.000 · 10^−13'],
      [3, null, '3'],
      [3, 0, '3'],
      [3, Infinity, '3'],
      [null, 1, 'none'],
      [NaN, 1, 'none'],
    ];
    for (const [estimate, error, text] of cases) assert.equal(withError(estimate, error), text);
  });

  const anything = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, Number.MIN_VALUE, Number.MAX_VALUE));

  it('never show a computer’s word for what is no number, nor a hyphen for a minus', () => {
    fc.assert(
      fc.property(anything, fc.option(anything), (value, error) => {
        for (const text of [shortNumber(value), withError(value, error)]) assert.doesNotMatch(text, /NaN|Infinity|undefined|null|-/);
      }),
    );
  });

  it('are right to their last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(Math.abs(value) > 1e-300 || value === 0);
        assert.ok(Math.abs(read(shortNumber(value)) - value) <= Math.abs(value) * 5.01e-4, shortNumber(value));
      }),
    );
  });
});

describe('numbers of a fit', () => {
  it('are log-likelihoods with their hundredths, however large', () => {
    assert.deepEqual([-6.10864, -206.5784, -2528.3412, 1e-5, -3e12].map(logText), [
      '−6.109',
      '−206.58',
      '−2528.34',
      '1.000 · 10^−5',
      '−3.000 · 10^12',
    ]);
    assert.equal(logText(null), 'none');
  });

  it('are ends of intervals with the digits of the error', () => {
    assert.deepEqual(ends([-0.41602, null], 0.14491), ['−0.416', '∞']);
    assert.deepEqual(ends([null, 0.98398], 0.0787), ['−∞', '0.984']);
  });

  it('have one minus sign, and none before nothing', () => {
    assert.deepEqual([-1.0351, -8e-14, 0.2].map(pullText), ['−1.04', '0.00', '0.20']);
    assert.equal(lossText(-1.5449e-14), '−1.545 · 10^−14');
  });

  it('are times as people say them', () => {
    assert.deepEqual([0.0042, 0.2153, 3.49, 5.02].map(durationText), ['4.2 ms', '215 ms', '3.5 s', '5.0 s']);
  });
});
