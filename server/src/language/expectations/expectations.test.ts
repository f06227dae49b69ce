import assert from 'node:assert/strict';
import { fitted } from '../../lsp/testing.js';
import type { Problem } from '../../report/problem.js';
import { actionsAt } from '../actions/index.js';
import { renameAt } from '../features/rename.js';
import { scopeOfInput } from '../features/input.js';
import { readSpec } from '../spec/read.js';
import { judge, type Outcome } from './judge.js';
import { expectationProblems, expectedText } from './problems.js';

const coin = (expect: string, parameters = '  theta: Beta(16, 16)'): string => `data: { flip: [H, T, H, H, H, T, H, H, T, H] }
model: flip ~ Bernoulli(theta)
parameters:
${parameters}
derived:
  odds: theta / (1 - theta)
expect:
${expect}
`;

function judged(text: string): { readonly text: string; readonly outcomes: readonly Outcome[]; readonly problems: readonly Problem[] } {
  const { input, answer, problems } = fitted(text);
  const outcomes = judge(input.spec, answer, problems);
  return { text: input.text, outcomes, problems: expectationProblems(input.spec, outcomes) };
}

const holds = (expect: string): boolean => {
  const { outcomes } = judged(coin(`  ${expect}`));
  assert.equal(outcomes.length, 1, expect);
  return outcomes[0]?.holds === true;
};

/** The messages about a text that is read and not fitted. */
const complaints = (expect: string): string[] => readSpec(coin(expect)).problems.map(({ message }) => message);

describe('expectations', () => {
  const good = [
    'theta: 0.7 ± 0.001',
    'theta: 0.7 +- 1e-9',
    'mle.theta: 0.6999 to 0.7001',
    'map.theta: 0.55 ± 0.0000001',
    'theta: > 0.69',
    'theta: ">= 0.7"',
    'theta: < 0.71',
    'logLikelihood: −6.11 ± 0.01',
    'derived.odds: 2.3333 ± 0.0001',
    'map.derived.odds: 1.2222 ± 0.0001',
    'map.logEvidence: -7 to -6.5',
    'aic: > 14.2',
    'findings: none',
  ];
  for (const each of good) it(`hold: ${each}`, () => assert.ok(holds(each)));

  const bad = ['theta: 0.7 ± 0', 'theta: > 0.7000001', 'theta: < 0.7', 'map.theta: 0.56 to 0.6', 'logLikelihood: > -6', 'aic: < 0'];
  for (const each of bad.slice(1)) it(`do not hold: ${each}`, () => assert.ok(!holds(each)));

  it('take a tolerance of 0 to the last bits', () => assert.ok(holds(bad[0] ?? '')));

  it('work in braces as below their key', () => {
    const text = coin('').replace('expect:\n\n', 'expect: { theta: > 0.5, map.theta: < 0.6, findings: [few-rows] }\n');
    assert.deepEqual(
      judged(text).outcomes.map(({ name, holds: does }) => [name, does]),
      [
        ['theta', true],
        ['map.theta', true],
        ['findings', true],
      ],
    );
  });

  it('that do not hold are errors at their lines, with the value and a fix that makes them hold', () => {
    const { text, problems } = judged(coin('  theta: 0.75 ± 0.01\n  map.theta: < 0.5'));
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [
        ['expectation', '`theta` is 0.7, and 0.75 ± 0.01 was expected: 0.04 too low.'],
        ['expectation', '`map.theta` is 0.55, and < 0.5 was expected: 0.05 too high.'],
      ],
    );
    const edits = problems.flatMap(({ fixes = [] }) => fixes.flatMap((fix) => fix.edits)).sort((a, b) => b.span.from - a.span.from);
    const mended = edits.reduce((all, { span, text: put }) => all.slice(0, span.from) + put + all.slice(span.to), text);
    assert.match(mended, /theta: 0\.700 ± 0\.01\n {2}map\.theta: 0\.5500\d? ± 0\.000[56]/);
    assert.ok(judged(mended).outcomes.every(({ holds: does }) => does));
  });

  it('name the findings that are not allowed', () => {
    const text = coin('  findings: none', '  theta: Beta(16, 16)\n  unused:');
    const { problems } = judged(text);
    assert.match(problems[0]?.message ?? '', /has the finding `unused-parameter`, and none is expected/);
    assert.deepEqual(problems[0]?.fixes?.[0]?.edits[0]?.text, '[unused-parameter]');
    assert.ok(judged(text.replace('none', '[unused-parameter]')).outcomes.every(({ holds: does }) => does));
  });

  it('say what is not there, and what was probably meant', () => {
    assert.match(judged(coin('  thetta: 0.7 ± 1')).problems[0]?.message ?? '', /no `thetta` among the results\. Did you mean `theta`\?/);
    assert.match(judged(coin('  validation.mle.accuracy: > 0.5')).problems[0]?.message ?? '', /There is no `validation.mle.accuracy`/);
    const flat = judged(coin('  map.theta: 0.7 ± 1', '  theta:'));
    assert.match(flat.problems[0]?.message ?? '', /There is no `map.theta`/);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['  theta: 0.7', /How close to 0\.7 is close enough\? Write, for example, `0\.7 ± 0\.05`/],
    ['  theta: 0.7 ± some', /The tolerance `some` is not a number/],
    ['  theta: 0.7 ± -1', /The tolerance `-1` is not a number from 0 on/],
    ['  theta: about 0.7', /`about 0\.7` is not an expectation: write `0\.7 ± 0\.001`/],
    ['  theta: 0.9 to 0.1', /holds no number: write the smaller one first/],
    ['  theta:', /`theta` is expected to be what\?/],
    ['  theta: [1, 2]', /not a list/],
    ['  findings: { a: 1 }', /`findings` takes `none`/],
  ];
  for (const [text, message] of wrong) it(`are refused: ${text.trim()}`, () => assert.match(complaints(text).join('\n'), message));

  it('are written with the digits that their tolerance calls for', () => {
    assert.equal(expectedText(0.123456789, 0.00123), '0.1235 ± 0.001');
    assert.equal(expectedText(1234.5678, 10), '1235 ± 10');
    assert.equal(expectedText(-5781.2, 3.05), '-5781.2 ± 3');
  });

  it('are written from the present estimates by a change of the file, and then hold', () => {
    const { input } = fitted(
      'data: { y: [1, 2.5, 3, 4.5], x: [1, 2, 3, 4] }\nmodel: y ~ Normal(linear(b, x), s)\nparameters:\n  b: Normal(0, 9)\n  s: 1\n',
    );
    const at = input.text.indexOf('parameters') + 2;
    const offered = actionsAt({ ...input, scope: scopeOfInput(input), selection: { from: at, to: at }, fileName: 'a.fit.yaml' });
    const action = offered.find(({ title }) => title === 'Expect the present estimates');
    const [edit] = action?.edits ?? [];
    assert.ok(edit);
    const after = input.text.slice(0, edit.span.from) + edit.text + input.text.slice(edit.span.to);
    assert.match(after, /expect:\n {2}b\[Intercept\]: 0\.\d+ ± /);
    const { outcomes } = judged(after);
    assert.ok(outcomes.length === 4 && outcomes.every(({ holds: does }) => does), JSON.stringify(outcomes));
  });

  it('follow a parameter that is renamed', () => {
    const { input } = fitted(coin('  theta: 0.7 ± 0.1\n  map.theta: 0.5 to 0.6\n  derived.odds: > 1\n  logLikelihood: < 0'));
    const edits = renameAt(input, input.text.indexOf('theta: Beta'), 'p');
    assert.ok(edits && !('refusal' in edits));
    const after = [...edits]
      .sort((a, b) => b.span.from - a.span.from)
      .reduce((text, { span, text: put }) => text.slice(0, span.from) + put + text.slice(span.to), input.text);
    assert.match(after, /expect:\n {2}p: 0\.7 ± 0\.1\n {2}map\.p: 0\.5 to 0\.6\n {2}derived\.odds: > 1/);
  });
});
