import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withoutSpans } from '../resolve/spans.js';
import { readSpec } from '../spec/read.js';
import { formatEdits } from './format.js';
import { space, splitComment } from './spacing.js';

function formatted(text: string): string {
  return [...formatEdits(text)].reverse().reduce((all, { span, text: put }) => all.slice(0, span.from) + put + all.slice(span.to), text);
}

const root = join(import.meta.dirname, '../../../..');
const files = ['examples', 'test/reference/cases'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.fit\.ya?ml$/.test(file))
    .map((file) => join(root, folder, file)),
);

/** What a file says, words for people without their line breaks. */
function meaning(text: string): string {
  const { spec } = readSpec(text);
  const words = spec.description?.value.split(/\s+/).join(' ');
  return withoutSpans([{ ...spec, keys: undefined, description: words, parameterInsertion: undefined }]);
}

const comments = (text: string): string[] => [...text.matchAll(/(?:^|\s)(#.*)$/gm)].map(([, comment = '']) => comment.trim());

describe('formatting', () => {
  it('spaces code as people write it', () => {
    for (const [given, wanted] of [
      ['y~Normal(a+b*x,s)', 'y ~ Normal(a + b * x, s)'],
      ['y ~ Normal( mu , sd=2 )', 'y ~ Normal(mu, sd = 2)'],
      ['mu=-a^-2+exp( -x )', 'mu = -a^-2 + exp(-x)'],
      ['target+=log(p)', 'target += log(p)'],
      ['y ~ Normal(linear(b,x*z + a : c), 1e-3)', 'y ~ Normal(linear(b, x * z + a:c), 1e-3)'],
      ['p = if(not(a>=2)and b!=1,0.50,1.)', 'p = if(not (a >= 2) and b != 1, 0.50, 1.)'],
      ['y ~ Normal(`per  capita`*b [ g ], s)', 'y ~ Normal(`per  capita` * b[g], s)'],
      ['y ~ Normal(2*-x, s)', 'y ~ Normal(2 * -x, s)'],
      ['a @ b', 'a @ b'],
    ] as const)
      assert.equal(space(given), wanted);
    assert.deepEqual(splitComment('a = "#1"  # one'), { code: 'a = "#1"', comment: '# one' });
  });

  it('lays a file out', () => {
    const text =
      'data:   d.csv   \nmodel: |\n    # the line\n    y~Normal(mu,s)   # outcome\n    mu=a+b*x # mean\n\n    z ~ Poisson(l)\nparameters:\n      a:   Normal(0,10)\n      b: "Normal( 0,1 )"   # slope\n      s:\n        prior:  HalfNormal(2)\n';
    assert.equal(
      formatted(text),
      'data: d.csv\nmodel: |\n  # the line\n  y ~ Normal(mu, s)  # outcome\n  mu = a + b * x     # mean\n\n  z ~ Poisson(l)\nparameters:\n  a: Normal(0, 10)\n  b: "Normal(0, 1)"  # slope\n  s:\n    prior: HalfNormal(2)\n',
    );
  });

  it('keeps Windows line ends, and leaves a file alone that is no YAML', () => {
    assert.equal(formatted('data:  d.csv\r\nmodel:  y~Normal(a,1)\r\n'), 'data: d.csv\r\nmodel: y ~ Normal(a, 1)\r\n');
    assert.deepEqual(formatEdits('data: [1, 2\nmodel: y ~ Normal(a,1)\n'), []);
  });

  it('formats a range alone', () => {
    const text = 'data:  d.csv\nmodel:  y~Normal(a,1)\n';
    assert.deepEqual(
      formatEdits(text, { from: 0, to: 4 }).map(({ span }) => span),
      [{ from: 0, to: 12 }],
    );
  });

  it('changes no meaning and no comment, and nothing a second time', () => {
    assert.ok(files.length > 100);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const after = formatted(text);
      assert.equal(meaning(after), meaning(text), file);
      assert.deepEqual(comments(after), comments(text), file);
      assert.equal(formatted(after), after, file);
    }
  });

  it('does so whatever the spaces are', () => {
    const gap = fc.constantFrom('', ' ', '   ');
    fc.assert(
      fc.property(
        fc.constantFrom(...files.filter((_, i) => i % 7 === 0)),
        fc.array(gap, { minLength: 20, maxLength: 20 }),
        (file, gaps) => {
          let i = 0;
          const text = readFileSync(file, 'utf8').replace(/(?<=[,(*+~]) ?(?=[\w(])/g, (own) =>
            /\n/.test(own) ? own : (gaps[i++ % 20] ?? ' '),
          );
          if (meaning(text) !== meaning(readFileSync(file, 'utf8'))) return;
          const after = formatted(text);
          assert.equal(meaning(after), meaning(text));
          assert.equal(formatted(after), after);
        },
      ),
      { numRuns: 60 },
    );
  });
});
