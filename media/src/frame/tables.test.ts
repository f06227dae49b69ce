/// <reference types="node" />
import assert from 'node:assert/strict';
import { tableText } from './tables.js';

const rows = [
  ['Parameter', 'MLE', '95 % interval'],
  ['b[s_1]', '−0.48 ± 2.83', '[−∞, 5.08]'],
  ['a|b', '—', '1,000'],
];

describe('a table as text', () => {
  it('is Markdown whose bars are no borders', () => {
    const text = tableText(rows, 'Markdown');
    assert.equal(
      text,
      '| Parameter | MLE | 95 % interval |\n| :-- | --: | --: |\n| b[s_1] | −0.48 ± 2.83 | [−∞, 5.08] |\n| a\\|b | — | 1,000 |\n',
    );
  });

  it('is LaTeX that compiles: what has a meaning there is escaped', () => {
    const text = tableText(rows, 'LaTeX');
    assert.match(text, /\\begin\{tabular\}\{lrr\}/);
    assert.match(text, /b\[s\\_1\] & \$-\$0\.48 \$\\pm\$ 2\.83 & \[\$-\$\$\\infty\$, 5\.08\] \\\\/);
    assert.match(text, /95 \\% interval/);
    assert.match(
      tableText([['\\', '~', '^', '#{$&']], 'LaTeX'),
      /\\textbackslash\{\} & \\textasciitilde\{\} & \\textasciicircum\{\} & \\#\\\{\\\$\\&/,
    );
  });

  it('is CSV with numbers that other programs read', () => {
    assert.equal(tableText(rows, 'CSV'), 'Parameter,MLE,95 % interval\nb[s_1],-0.48 ± 2.83,"[-∞, 5.08]"\na|b,,"1,000"\n');
  });
});
