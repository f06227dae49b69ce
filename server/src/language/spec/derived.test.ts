import assert from 'node:assert/strict';
import type { Expr } from '../../engine/expr/ast.js';
import { buildModel } from '../../engine/elaborate/build.js';
import { schemaOf } from '../../engine/model/dataset.js';
import type { Problem } from '../../report/problem.js';
import { inlineDataset } from '../data/inline.js';
import { readSpec } from './read.js';

const head = `data: { y: [1, 2, 4, 3, 5, 4], x: [1, 2, 3, 4, 5, 7], area: [3, 1, 2, 5, 4, 6], region: [north, south, far east, north, south, far east] }
model: |
  s = exp(t)
  r = a * x
  y ~ Normal(a + linear(b, 0 + x + area^2 + x:area + region), s)
parameters:
  a: 0
  b:
  t:
derived:
`;

/** The problems of a file with this under \`derived\`, each at the text that it underlines. */
function found(derived: string): (Problem & { readonly on: string })[] {
  const text = `${head}${derived}\n`;
  const { spec, problems } = readSpec(text);
  assert.ok(spec.data?.kind === 'inline');
  const { dataset } = inlineDataset(spec.data);
  const built = buildModel(spec, schemaOf(dataset ?? assert.fail()));
  return [...problems, ...built.problems].map((problem) => ({ ...problem, on: text.slice(problem.span.from, problem.span.to) }));
}

function only(derived: string): Problem & { readonly on: string } {
  const [problem, ...others] = found(derived);
  assert.ok(problem, 'nothing found');
  assert.deepEqual(others, []);
  return problem;
}

function labelsIn(expr: Expr | undefined): string[] {
  if (expr?.kind === 'index') return expr.indices.flatMap((index) => (index.kind === 'string' ? [index.value] : []));
  return expr?.kind === 'binary' ? [...labelsIn(expr.left), ...labelsIn(expr.right)] : [];
}

describe('derived quantities in a file', () => {
  it('name entries by their labels, with or without spaces, whether these are expressions or not', () => {
    assert.deepEqual(found('  q: b[x] + b[area^2] + b[ x:area ] + b[regionsouth] / b[regionfar east] - exp(b[regionfareast])'), []);
    assert.deepEqual(found('  q: "b[x]\\u002bb[area^2]"'), []);
    assert.deepEqual(found('  q: |\n    b[x] +\n      b[x]'), []);
    const { spec } = readSpec('data: a.csv\nmodel: y ~ N(1)\nderived:\n  q: B[virginica, x1] - B[<65] * `B`[2-4 years]\n');
    assert.deepEqual(labelsIn(spec.derived?.[0]?.value), ['virginica,x1', '<65', '2-4years']);
  });

  it('are made of parameters, each other in any order, constants, functions and definitions without rows', () => {
    assert.deepEqual(found('  one: two * pi + log_sum_exp([1, a])\n  two: if(a > 0, s, 2)\n  three: 3'), []);
  });

  const wrong: readonly (readonly [string, string, string, RegExp])[] = [
    ['q: exp(x) * 2', 'type', 'x', /`x` is a column.*Write a number in its place, or `b\[x\]`/],
    ['q: b', 'type', 'b', /`b` has several entries.*`b\[x\]`, `b\[area\^2\]`/],
    ['q: b[are]', 'unknown-name', 'are', /no entry `are`; it has `b\[x\]`, `b\[area\^2\]`/],
    ['q: 2 * a[x]', 'type', 'a[x]', /`a` is a single number/],
    ['q: r', 'type', 'r', /`r` has a value for each row/],
    ['q: sd(a)', 'type', 'sd(a)', /depends on the rows/],
    ['q: softmax([a, t])', 'type', 'softmax([a, t])', /exp\(a\) \/ \(exp\(a\) \+ exp\(b\)\)/],
    ['q: 1 + tt', 'unknown-name', 'tt', /`tt` is not a parameter or a derived quantity/],
    ['q: c[x]', 'unknown-name', 'c', /`c` is not a parameter/],
    ['q: q + 1', 'cycle', 'q', /leads back/],
    ['q: w\n  w: q', 'cycle', 'q', /leads back/],
    ['q: a +', 'syntax', '+', /missing after/],
    ['q: b[]', 'syntax', '[]', /index is missing/],
    ['q: [a, t]', 'type', '[a, t]', /takes a formula.*not a list/],
    ['q:', 'type', 'q', /takes a formula.*not nothing/],
    ['x: 1', 'type', 'x', /is already a column/],
    ['a: 1', 'type', 'a', /is already a parameter/],
    ['r: 1', 'type', 'r', /is already a definition/],
    ['b[x]: 1', 'type', 'b[x]', /cannot be the name/],
    ['q: ex(a)', 'unknown-name', 'ex', /no function or distribution `ex`.*Did you mean `exp`/],
    ['q: Normal(a, t)', 'type', 'Normal(a, t)', /cannot be part of an expression/],
  ];
  for (const [derived, code, on, message] of wrong) {
    it(`say what is wrong with ${derived.replace(/\s+/g, ' ')}`, () => {
      const problem = only(`  ${derived}`);
      assert.deepEqual([problem.severity, problem.code, problem.on], ['error', code, on]);
      assert.match(problem.message, message);
    });
  }

  it('offer the nearest name as a fix', () => {
    const fixOf = (derived: string): string | undefined => only(derived).fixes?.[0]?.edits[0]?.text;
    assert.equal(fixOf('  q: b[regionsuoth]'), 'regionsouth');
    assert.equal(fixOf('  odds: 2\n  q: ods + 1'), 'odds');
    assert.equal(fixOf('  q: exp(x)'), 'b[x]');
  });

  it('are a mapping', () => {
    const { problems } = readSpec('data: a.csv\nmodel: y ~ N(1)\nderived: exp(b)\n');
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [['type', '`derived` takes a mapping such as `{ odds: exp(b) }`, not text.']],
    );
  });
});
