import assert from 'node:assert/strict';
import { nearest } from './nearest.js';

describe('did you mean', () => {
  const names = ['Normal', 'LogNormal', 'Bernoulli', 'Binomial', 'sigma', 'area', 'x', 'y'];
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['Nromal', 'Normal'],
    ['normal', 'Normal'],
    ['Bernouli', 'Bernoulli'],
    ['lognorm', 'LogNormal'],
    ['sigam', 'sigma'],
    ['aera', 'area'],
    ['X', 'x'],
    ['z', undefined],
    ['quite_other', undefined],
    ['', undefined],
    ['a'.repeat(10_000), undefined],
  ];
  for (const [name, expected] of cases)
    it(`${name.slice(0, 20)} → ${expected ?? 'nothing'}`, () => assert.equal(nearest(name, names), expected));
});
