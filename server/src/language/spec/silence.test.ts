import assert from 'node:assert/strict';
import type { Problem } from '../../report/problem.js';
import { audible, firstOf } from './silence.js';

const text = [
  'model: y ~ Normal(m, s) # livelihood-disable-line few-rows, boundary',
  'parameters:',
  '  # livelihood-disable-next-line boundary',
  '  s:',
].join('\n');

function at(place: string, code: Problem['code'], severity: Problem['severity'] = 'warning'): Problem {
  const from = text.indexOf(place);
  return { severity, code, message: 'm', span: { from, to: from + place.length } };
}

describe('comments that silence findings', () => {
  it('silence the codes they name on their line, or on the next one', () => {
    const kept = at('y ~', 'separation');
    assert.deepEqual(audible(text, [at('y ~', 'few-rows'), at('y ~', 'boundary'), kept, at('  s:', 'boundary')]), [kept]);
  });

  it('keep the same code on other lines, and errors', () => {
    const problems = [at('parameters', 'few-rows'), at('  s:', 'boundary', 'error')];
    assert.deepEqual(audible(text, problems), problems);
  });

  it('say that a code does not exist, with the nearest one', () => {
    const [hint] = audible('y: 1 # livelihood-disable-line few-row', []);
    assert.deepEqual([hint?.severity, hint?.code, hint?.span], ['hint', 'unknown-name', { from: 31, to: 38 }]);
    assert.match(hint?.message ?? '', /Did you mean `few-rows`/);
    assert.equal(hint?.fixes?.[0]?.edits[0]?.text, 'few-rows');
  });

  it('say that a comment without a code silences nothing', () => {
    assert.match(audible('y: 1 # livelihood-disable-line', [])[0]?.message ?? '', /name the codes/);
  });

  it('leave everything else as it is', () => {
    const problems = [at('y ~', 'few-rows')];
    assert.deepEqual(audible('model: y ~ Normal(m, s) # fine', problems), problems);
  });

  it('are told the first of very many, and how many more there are', () => {
    const many = '# livelihood-disable-line\n# livelihood-disable-line no-such\n'.repeat(50_000);
    const found = audible(many, [at('y ~', 'separation', 'error')]);
    assert.equal(found.length, 101);
    assert.equal(found[0]?.severity, 'error', 'errors come first');
    assert.match(found.at(-1)?.message ?? '', /and 99,901 more/);
  });

  it('count what was left out before', () => {
    const problems = Array.from({ length: 250 }, (_, i) => ({ ...at('y ~', 'separation'), message: `m ${String(i)}` }));
    const once = firstOf(problems);
    assert.equal(once.at(-1)?.more, 150);
    assert.deepEqual(audible('', once), once);
    const [last] = audible('', [...once, at('  s:', 'boundary')]).slice(-1);
    assert.equal(last?.more, 151);
  });

  it('leave no problem to be told twice', () => {
    const one = at('y ~', 'separation');
    assert.deepEqual(audible(text, [one, { ...one }]), [one]);
  });
});
