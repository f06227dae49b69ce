import assert from 'node:assert/strict';
import { SteadyWidths } from './steadyWidths.js';

describe('hints before other text', () => {
  it('keep the width that they have had, until another file is looked at', () => {
    const widths = new SteadyWidths();
    assert.equal(widths.pad('a', 'x', 'MLE −1.250 ± 0.3'), 'MLE −1.250 ± 0.3');
    assert.equal(widths.pad('a', 'x', 'MLE 1.25 ± 0.3').length, 16);
    assert.equal(widths.pad('a', 'y', 'MLE 1').length, 5);
    assert.equal(widths.pad('b', 'x', 'MLE 1').length, 5);
  });
});
