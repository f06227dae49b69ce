import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Expr, NameExpr, Statement } from './ast.js';
import { parseExpression, parseModel } from './parse.js';
import { printExpr } from './print.js';

const nowhere = { from: 0, to: 0 };

/** The tree in prefix form: `(+ a (* b c))`. */
function shape(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'string':
      return JSON.stringify(expr.value);
    case 'name':
      return expr.name;
    case 'call':
      return `(${expr.callee.name}${expr.arguments.map((a) => ` ${a.name ? `${a.name.name}=` : ''}${shape(a.value)}`).join('')})`;
    case 'index':
      return `${expr.base.name}[${expr.indices.map(shape).join(' ')}]`;
    case 'list':
      return `[${expr.items.map(shape).join(' ')}]`;
    case 'unary':
      return `(${expr.operator} ${shape(expr.operand)})`;
    case 'binary':
      return `(${expr.operator} ${shape(expr.left)} ${shape(expr.right)})`;
    case 'missing':
      return '?';
  }
}

function shapeOf(text: string): string {
  const { expr, problems } = parseExpression(text);
  assert.deepEqual(problems, [], text);
  return shape(expr);
}

function messages(text: string): string[] {
  return parseModel(text).problems.map((problem) => problem.message);
}

/** Each problem as the text it underlines. */
function underlined(text: string): string[] {
  return parseModel(text).problems.map(({ span }) => text.slice(span.from, span.to));
}

/** The text after the first fix of every problem. */
function fixed(text: string): string {
  const edits = parseModel(text)
    .problems.flatMap((problem) => problem.fixes?.[0]?.edits ?? [])
    .sort((a, b) => b.span.from - a.span.from);
  return edits.reduce((result, { span, text: insert }) => result.slice(0, span.from) + insert + result.slice(span.to), text);
}

describe('expressions', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['-x^2', '(- (^ x 2))'],
    ['2^-1', '(^ 2 (- 1))'],
    ['2^-x^2', '(^ 2 (- (^ x 2)))'],
    ['2^3^4', '(^ 2 (^ 3 4))'],
    ['a - b - c', '(- (- a b) c)'],
    ['a + b * c', '(+ a (* b c))'],
    ['x1*x2:x3', '(* x1 (: x2 x3))'],
    ['-a:b', '(: (- a) b)'],
    ['a^2:b', '(: (^ a 2) b)'],
    ['-a*b', '(* (- a) b)'],
    ['not a == b and c or d', '(or (and (not (== a b)) c) d)'],
    ['(a + b) * c', '(* (+ a b) c)'],
    ['1e-5 + .5 + 5.', '(+ (+ 0.00001 0.5) 5)'],
    ['1 / (1 + exp(-x))', '(/ 1 (+ 1 (exp (- x))))'],
    ['if(x > 0, a, b)', '(if (> x 0) a b)'],
    ['Normal(mu, sd = 2 * s)', '(Normal mu sd=(* 2 s))'],
    ['b[region] + B[virginica, x1]', '(+ b[region] B[virginica x1])'],
    ['dot(b, [area, rooms])', '(dot b [area rooms])'],
    ['columns("pixel*")', '(columns "pixel*")'],
    ['linear(b, 0 + log(area) + x:z)', '(linear b (+ (+ 0 (log area)) (: x z)))'],
    ['Normal(\n  a, # the mean\n  b)', '(Normal a b)'],
    ['`floor area` * Sepal.Length', '(* floor area Sepal.Length)'],
  ];
  for (const [text, expected] of cases) it(`reads ${JSON.stringify(text)}`, () => assert.equal(shapeOf(text), expected));

  it('reads letters of any script', () => assert.equal(shapeOf('θ + größe + x₁'), '(+ (+ θ größe) x₁)'));
});

describe('statements', () => {
  function only(text: string): Statement {
    const { statements, problems } = parseModel(text);
    assert.deepEqual(problems, []);
    assert.equal(statements.length, 1);
    return statements[0] ?? assert.fail();
  }

  it('reads the four kinds', () => {
    assert.equal(only('log(price) ~ Normal(mu, s)').kind, 'likelihood');
    assert.equal(only('mu = a + b').kind, 'definition');
    assert.equal(only('target += -x^2').kind, 'target');
    const pair = only('(u[g], v[g]) ~ MultivariateNormal(sd = [a, b], correlation = rho)');
    assert.deepEqual(pair.kind === 'likelihood' && pair.targets.map(shape), ['u[g]', 'v[g]']);
  });

  it('runs on over line ends inside brackets only', () => {
    const { statements, problems } = parseModel('y ~ Normal(\n  a +\n  b,  # mean\n  s)\n\n# comment\nmu = 3');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      statements.map((statement) => statement.kind),
      ['likelihood', 'definition'],
    );
  });

  it('starts afresh on the line after an open bracket', () => {
    const { statements, problems } = parseModel('mu = exp(a + b\ny ~ Normal(mu, s');
    assert.equal(statements.length, 2);
    assert.equal(problems.length, 2);
  });

  it('spans a statement without the spaces and comments around it', () => {
    const statement = only('\n  y ~ Normal(0, 1)   # why\n');
    assert.deepEqual({ from: statement.from, to: statement.to }, { from: 3, to: 19 });
  });

  it('places everything by `locate`', () => {
    const { statements, problems } = parseModel('y ~ Normal(a + , s)', (offset) => offset + 100);
    assert.deepEqual(problems[0]?.span, { from: 113, to: 114 });
    assert.equal(statements[0]?.from, 100);
    assert.equal(statements[0].to, 119);
  });
});

describe('what is wrong', () => {
  const cases: readonly (readonly [text: string, underlined: readonly string[], message: RegExp])[] = [
    ['y ~ Normal(a + , s', ['+', 's'], /expression is missing after `\+`/],
    ['y ~ Normal(a, s', ['s'], /`\)` is missing: the `\(` after `Normal` is not closed/],
    ['y ~', ['~'], /distribution is missing after `~`/],
    ['= 3', ['='], /name is missing before `=`/],
    ['~ Normal(0, 1)', ['~'], /outcome is missing before `~`/],
    ['y ~ Normal(mu sigma)', [' sigma'], /comma or an operator is missing between `mu` and `sigma`/],
    ['y == Normal(0, 1)', ['=='], /given its distribution with `~`/],
    ['y ~ f(a, b[1)', ['1'], /`\]` is missing/],
    ['mu = a]', [']'], /closes nothing/],
    ['mu = (a]', [']'], /`\(` is closed by `\]`: write `\)`/],
    ['mu = a $ b', ['$'], /means nothing here/],
    ['mu = a % b', ['%'], /no remainder operator/],
    ['mu = x ≤ 3', ['≤'], /`≤` is written `<=` here/],
    ['mu <- a', ['<-'], /written with `=`, not `<-`/],
    ['mu = a ** 2', ['**'], /`\*\*` is written `\^` here/],
    ['mu = !a && b', ['!', '&&'], /`!` is written `not` here/],
    ['mu = 2x', ['2x'], /write `2 \* x`/],
    ['mu = x²', ['²'], /written `\^2`/],
    ['mu = a < b < c', ['<'], /cannot be chained/],
    ['mu = f(a,, b)', [','], /argument is missing between `,` and `,`/],
    ['mu = (a, b)', ['(a, b)'], /list is written `\[a, b\]`/],
    ['log(mu) = 3', ['log(mu)'], /one plain name before `=`/],
    ['x += 3', ['+='], /adds to `target` only/],
    ['a + b', ['a + b'], /states nothing/],
    ['Normal(0, 1)', ['Normal(0, 1)'], /What has this distribution/],
    ['a = 1; b = 2', [';'], /one statement per line/],
    ['a = b = c', ['='], /one `~` or `=`/],
    ['mu = 1e999', ['1e999'], /too large/],
    ['mu = columns("a', ['"a', '"a'], /not closed/],
  ];
  for (const [text, expected, message] of cases) {
    it(text, () => {
      assert.deepEqual(underlined(text), expected);
      assert.match(messages(text)[0] ?? '', message);
    });
  }

  it('reports independent errors of several lines', () => {
    assert.equal(messages('y ~ Normal(a + , s\nmu = * 3\nb <- 2\nc = (1\nd = 4').length, 5);
  });

  it('mends what it offers to mend', () => {
    const broken = 'mu <- a ** 2 && !b\ny ~ Normal(mu sigma\nz = (2x]\nw = a ≠ b)';
    assert.deepEqual(messages(fixed(broken)), []);
  });

  it('expects an expression where a prior is', () => {
    assert.match(parseExpression('y ~ Normal(0, 1)').problems[0]?.message ?? '', /write a single expression/);
    assert.match(parseExpression('').problems[0]?.message ?? '', /missing here/);
  });
});

describe('hostile text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['nested brackets', `y = ${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
    ['open brackets', '['.repeat(100_000)],
    ['a long sum', `y = a${' + a'.repeat(100_000)}`],
    ['a tower of powers', `y = a${'^a'.repeat(100_000)}`],
    ['many signs', `y = ${'-'.repeat(100_000)}a`],
    ['many closing brackets', ')'.repeat(100_000)],
    ['stray characters', '$ '.repeat(100_000)],
  ];
  for (const [name, text] of cases) {
    it(`answers ${name} clearly`, () => {
      const found = messages(text);
      assert.ok(found.length >= 1 && found.length <= 100);
      assert.ok(found.every((message) => message.length < 300));
    });
  }

  it('reads a sum of 600 terms', () => assert.deepEqual(messages(`y = a${' + a'.repeat(599)}`), []));
});

describe('any tree', () => {
  const name = fc
    .constantFrom('a', 'mu', 'b1', 'Sepal.Length', 'floor area', 'θ', 'and')
    .map((text): NameExpr => ({ kind: 'name', name: text, ...nowhere }));
  const { expr } = fc.letrec<{ expr: Expr }>((tie) => ({
    expr: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      name,
      fc
        .double({ min: 0, noNaN: true, noDefaultInfinity: true })
        .map((value): Expr => ({ kind: 'number', value: Math.abs(value), ...nowhere })),
      fc.constantFrom('pixel*', '', "it's").map((value): Expr => ({ kind: 'string', value, ...nowhere })),
      fc
        .record({ operator: fc.constantFrom('-' as const, '+' as const, 'not' as const), operand: tie('expr') })
        .map((parts): Expr => ({ kind: 'unary', ...parts, ...nowhere })),
      fc
        .record({
          operator: fc.constantFrom(...(['+', '-', '*', '/', '^', ':', '<', '<=', '>', '>=', '==', '!=', 'and', 'or'] as const)),
          left: tie('expr'),
          right: tie('expr'),
        })
        .map((parts): Expr => ({ kind: 'binary', ...parts, ...nowhere })),
      fc
        .record({
          callee: name,
          arguments: fc.array(fc.record({ name: fc.option(name, { nil: undefined }), value: tie('expr') }), { maxLength: 3 }),
        })
        .map((parts): Expr => ({
          kind: 'call',
          callee: parts.callee,
          arguments: parts.arguments.map((item) => ({ value: item.value, ...nowhere, ...(item.name ? { name: item.name } : {}) })),
          ...nowhere,
        })),
      fc
        .record({ base: name, indices: fc.array(tie('expr'), { minLength: 1, maxLength: 2 }) })
        .map((parts): Expr => ({ kind: 'index', ...parts, ...nowhere })),
      fc.array(tie('expr'), { minLength: 1, maxLength: 3 }).map((items): Expr => ({ kind: 'list', items, ...nowhere })),
    ),
  }));

  it('prints to text that is read as the same tree', () => {
    fc.assert(
      fc.property(expr, (tree) => assert.equal(shapeOf(printExpr(tree)), shape(tree))),
      { numRuns: 500 },
    );
  });
});

describe('any text', () => {
  const word = fc.constantFrom(
    ...[
      'a',
      'mu',
      'Normal',
      'not',
      'and',
      '~',
      '=',
      '==',
      '+=',
      '+',
      '-',
      '*',
      '/',
      '^',
      ':',
      '<',
      '<-',
      '(',
      ')',
      '[',
      ']',
      ',',
      '1',
      '.5',
      '2e',
      '"',
      "'",
      '`',
      '#',
      '\n',
      ' ',
      ';',
      '$',
      '²',
      '≤',
      '\t',
      '\r\n',
      '{',
      '.',
      '!',
      '&',
      '|',
      '%',
      '\u{1f600}',
    ],
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  function checkNested(expr: Expr, outer: { from: number; to: number }): void {
    assert.ok(outer.from <= expr.from && expr.from <= expr.to && expr.to <= outer.to, `${expr.kind} in ${JSON.stringify(outer)}`);
    for (const child of childrenOf(expr)) checkNested(child, expr);
  }

  function childrenOf(expr: Expr): readonly Expr[] {
    if (expr.kind === 'call') return [expr.callee, ...expr.arguments.map((argument) => argument.value)];
    if (expr.kind === 'index') return [expr.base, ...expr.indices];
    if (expr.kind === 'list') return expr.items;
    if (expr.kind === 'unary') return [expr.operand];
    return expr.kind === 'binary' ? [expr.left, expr.right] : [];
  }

  function partsOf(statement: Statement): readonly Expr[] {
    if (statement.kind === 'likelihood') return [...statement.targets, statement.distribution];
    return statement.kind === 'definition' ? [statement.name, statement.value] : [statement.value];
  }

  function hasMissing(expr: Expr): boolean {
    return expr.kind === 'missing' || childrenOf(expr).some(hasMissing);
  }

  it('is read without a throw, with spans that nest and lie inside it, and no missing operand goes unreported', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { statements, problems } = parseModel(source);
        for (const { span, fixes } of problems) {
          assert.ok(0 <= span.from && span.from <= span.to && span.to <= source.length);
          for (const edit of (fixes ?? []).flatMap((fix) => fix.edits))
            assert.ok(0 <= edit.span.from && edit.span.from <= edit.span.to && edit.span.to <= source.length);
        }
        for (const statement of statements) for (const part of partsOf(statement)) checkNested(part, statement);
        if (statements.some((statement) => partsOf(statement).some(hasMissing))) assert.ok(problems.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is either empty, a comment, a statement or a problem', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { statements, problems } = parseModel(source);
        if (statements.length > 0 || problems.length > 0) return;
        for (const line of source.split('\n')) assert.match(line, /^[\s\u00a0\ufeff]*(#.*)?$/s);
      }),
      { numRuns: 2000 },
    );
  });
});
