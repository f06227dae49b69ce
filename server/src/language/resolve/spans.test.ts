import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem, Span } from '../../report/problem.js';
import { readSpec } from '../spec/read.js';
import { moveProblems, withoutSpans } from './spans.js';

const text = `data: { y: [1, 2, 4], x: [1, 2, 3] }
model: y ~ Normal(linear(b, x), s)
parameters:
  b: Normal(0, 9)
  s:
`;

/** The same file with comments and blank lines put in where the caller likes. */
const commented = (places: readonly boolean[]): string =>
  text
    .split('\n')
    .map((line, i) => (places[i] === true ? `# a note\n\n${line}` : line))
    .join('\n');

const spanOf = (whole: string, part: string): Span => ({ from: whole.indexOf(part), to: whole.indexOf(part) + part.length });

function problem(span: Span, extra: Partial<Problem> = {}): Problem {
  return { severity: 'warning', code: 'unidentified', message: 'm', span, ...extra };
}

describe('problems after an edit of comments and blanks', () => {
  const parts = ['y ~ Normal(linear(b, x), s)', 'linear(b, x)', 'b: Normal(0, 9)', 'Normal(0, 9)', '9', 'data'];

  it('stand at the same things, wherever lines were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), fc.constantFrom(...parts), (places, part) => {
        const after = commented(places);
        const [moved] = moveProblems([problem(spanOf(text, part))], readSpec(text).spec, readSpec(after).spec);
        assert.equal(after.slice(moved?.span.from, moved?.span.to), part);
      }),
    );
  });

  it('keep fixes that still fit: a changed text and a text put in', () => {
    const after = commented([true, false, false, true, true]);
    const { from, to } = spanOf(text, '  s:');
    const fixes = [{ title: 'give s a prior', preferred: true, edits: [{ span: { from: to - 1, to }, text: ': Normal(0, 1)' }] }];
    const [moved] = moveProblems([problem({ from: from + 2, to: to - 1 }, { fixes })], readSpec(text).spec, readSpec(after).spec);
    const span = moved?.fixes?.[0]?.edits[0]?.span;
    assert.ok(span);
    assert.equal(after.slice(0, span.from).endsWith('\n  s'), true);
    assert.equal(after.slice(span.from, span.to), ':');
    assert.equal(moved.fixes[0]?.preferred, true);
  });

  it('keep a fix that declares a parameter, at the new end of the block', () => {
    const after = commented([true, true, true, true, true]);
    const [before, now] = [readSpec(text).spec, readSpec(after).spec];
    const { offset } = before.parameterInsertion;
    const fixes = [{ title: 'declare c', edits: [{ span: { from: offset, to: offset }, text: '  c:\n' }] }];
    const [moved] = moveProblems([problem(spanOf(text, 'y ~'), { fixes })], before, now);
    assert.equal(moved?.fixes?.[0]?.edits[0]?.span.from, now.parameterInsertion.offset);
  });

  it('drop a fix whose indentation no longer fits', () => {
    const after = text.replace('  b', '    b').replace('  s', '    s');
    const before = readSpec(text).spec;
    const { offset } = before.parameterInsertion;
    const fixes = [{ title: 'declare c', edits: [{ span: { from: offset, to: offset }, text: '  c:\n' }] }];
    const [moved] = moveProblems([problem(spanOf(text, 'y ~'), { fixes })], before, readSpec(after).spec);
    assert.deepEqual(moved?.fixes, []);
  });
});

describe('what a text says', () => {
  const said = (source: string): string => withoutSpans(readSpec(source).spec);

  it('is the same with other comments, blanks, line ends and quotes', () => {
    assert.equal(said(commented([true, true, true, true, true])), said(text));
    assert.equal(said(text.replaceAll('\n', '\r\n')), said(text));
    assert.equal(said(text.replace('b: Normal(0, 9)', 'b:   "Normal( 0,9 )"')), said(text));
  });

  it('differs with any number, name or sign', () => {
    for (const [from, to] of [
      ['9', '8'],
      ['[1, 2, 4]', '[1, 2, .inf]'],
      ['linear(b, x)', 'linear(b, 0 + x)'],
      ['s:', 's: 1'],
    ] as const) {
      assert.notEqual(said(text.replace(from, to)), said(text), to);
    }
    assert.notEqual(said(text.replace('4]', '.inf]')), said(text.replace('4]', '-.inf]')));
  });
});
