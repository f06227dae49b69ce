import assert from 'node:assert/strict';
import { Matrix, solve } from 'ml-matrix';
import type { Dataset } from '../engine/model/dataset.js';
import { distributions } from '../engine/distributions/index.js';
import { wrappers } from '../engine/distributions/wrappers/index.js';
import { hoverAt } from '../language/features/hover.js';
import { fitted, hoverOf, hoverText } from './testing.js';

const coin = `data: { flip: [H, T, H, H, H, T, H, H, T, H] }
model: flip ~ Bernoulli(theta)
parameters:
  theta: Beta(16, 16)
`;

const y = [1.1, 2.3, 2.9, 4.2, 4.8, 6.3, 6.9, 8.4];
const x = [1, 2, 3, 4, 5, 6, 7, 8];
const z = [2, -1, 0, 3, 1, -2, 0, 1];
const line = (model: string, parameters: string): string =>
  `data:\n  y: [${y.join()}]\n  x: [${x.join()}]\n  z: [${z.join()}]\nmodel: ${model}\nparameters:\n${parameters}`;

/** The first number after some words. */
function numberAfter(text: string, words: string): number {
  const found = text.slice(text.indexOf(words) + words.length).match(/−?\d[\d.]*/);
  assert.ok(text.includes(words) && found, `no number after “${words}” in ${text}`);
  return Number(found[0].replace('−', '-'));
}

function cellsOf(markdown: string, head: string): string[] {
  const row = markdown.split('\n').find((each) => each.startsWith(`| ${head}`));
  assert.ok(row, `no row ${head} in ${markdown}`);
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('the hover on a derived quantity', () => {
  const text = `${coin}derived:\n  odds: theta / (1 - theta)\n  log_odds: log(odds)\n`;

  it('shows formula, estimates, errors and intervals, and how they come about', () => {
    const found = hoverText(text.replace('  odds', '  <|>odds'));
    assert.match(found, /^\*\*odds\*\* — derived from parameters: `theta \/ \(1 - theta\)`/);
    // 0.7 / 0.3; delta method: 0.14491 / 0.3²; profile: 0.39346 and 0.91544 as odds (scipy brentq).
    assert.deepEqual(cellsOf(found, '**estimate').slice(0, 2), ['**estimate ± se**', '2.33 ± 1.61']);
    assert.deepEqual(cellsOf(found, '95 % interval (profile)').slice(0, 2), ['95 % interval (profile)', '0.65 to 10.83']);
    assert.match(found, /delta method/);
  });

  it('is shown also where another one uses it, and parameters in it have their own', () => {
    assert.equal(hoverOf(text.replace('log(odds', 'log(<|>odds'))?.on, 'odds');
    assert.match(hoverText(text.replace('odds: theta', 'odds: <|>theta')), /^\*\*theta\*\* — a parameter/);
  });

  it('says that there is no estimate yet', () => {
    const { input, cursors } = fitted(text.replace('  odds', '  <|>odds'));
    const hover = hoverAt({ text: input.text, spec: input.spec, stale: false }, cursors[0] ?? 0);
    assert.match(hover?.markdown ?? '', /no estimate yet$/);
  });
});

describe('the hover on `validate`', () => {
  const text = `<|>validate: { fraction: 0.4 }\n${coin}`;

  it('shows how well both sides are predicted', () => {
    const found = hoverOf(text);
    assert.equal(found?.on, 'validate');
    assert.deepEqual(cellsOf(found.markdown, ' | rows'), [
      '',
      'rows',
      'MLE log-likelihood per row',
      'MLE accuracy',
      'MAP log-likelihood per row',
      'MAP accuracy',
    ]);
    // 4 of 10 flips are held out: 3 of 7 heads and 1 of 3 tails. Heads are predicted throughout.
    const [training, validation] = [cellsOf(found.markdown, 'training'), cellsOf(found.markdown, 'validation')];
    const p = 4 / 6;
    assert.deepEqual([training[1], training[3], validation[1], validation[3]], ['6', '0.6667', '4', '0.75']);
    assert.equal(training[2], ((4 * Math.log(p) + 2 * Math.log(1 - p)) / 6).toFixed(4).replace('-', '−'));
    assert.equal(validation[2], ((3 * Math.log(p) + Math.log(1 - p)) / 4).toFixed(4).replace('-', '−'));
  });

  it('says that there is nothing yet', () => {
    const { input } = fitted(text);
    assert.match(hoverAt({ text: input.text, spec: input.spec, stale: false }, 0)?.markdown ?? '', /no estimate yet$/);
  });
});

describe('the hover on a parameter', () => {
  const spots: readonly (readonly [string, string])[] = [
    ['its key', coin.replace('  theta', '  the<|>ta')],
    ['the end of its key', coin.replace('  theta', '  theta<|>')],
    ['its use', coin.replace('(theta', '(<|>theta')],
  ];
  it('shows on an entry of its vector', () => {
    const text = line('y ~ Normal(linear(b, x), 1)', '  b: Normal(0, 1)\n  b[<|>x]: Normal(0, 2)\n');
    assert.match(hoverText(text), /^\*\*b\*\* — a vector of 2/);
  });

  for (const [name, text] of spots) {
    it(`shows on ${name}`, () => assert.equal(hoverOf(text)?.on, 'theta'));
  }

  it('sets MLE and MAP side by side, with errors and intervals', () => {
    const text = hoverText(coin.replace('  theta', '  <|>theta'));
    assert.deepEqual(cellsOf(text, '**estimate'), ['**estimate ± se**', '0.700 ± 0.145', '0.550 ± 0.079']);
    assert.deepEqual(cellsOf(text, '95 % interval (Wald)'), ['95 % interval (Wald)', '0.416 to 0.984', '0.396 to 0.704']);
    assert.deepEqual(cellsOf(text, '95 % interval (profile)').slice(0, 2), ['95 % interval (profile)', '0.393 to 0.915']);
  });

  it('has the Wald interval that stays inside the support, and the posterior one', () => {
    const text = hoverText(coin.replace('  theta', '  <|>theta'));
    // R: plogis(qlogis(p) + c(-1, 1) * 1.96 * se / (p * (1 - p))) for 0.7 ± 0.1449 and 0.55 ± 0.0787; qbeta(c(0.025, 0.975), 23, 19).
    assert.deepEqual(cellsOf(text, '95 % interval (Wald, logit'), [
      '95 % interval (Wald, logit scale)',
      '0.376 to 0.900',
      '0.396 to 0.695',
    ]);
    assert.deepEqual(cellsOf(text, '95 % interval (posterior)').slice(2), ['0.397 to 0.693']);
  });

  it('names the scale of each support: that of a prior may be another', () => {
    const data = 'data: { y: [1.2, 2.9, 2.1, 1.4, 2.2] }\n';
    const scaleRows = (text: string): string[] => text.split('\n').filter((line) => /\(Wald, /.test(line));
    const [deviation] = scaleRows(hoverText(`${data}model: y ~ Normal(2, s)\nparameters:\n  <|>s:\n`));
    assert.match(deviation ?? '', /^\| 95 % interval \(Wald, log scale\) \| 0\.328 to 1\.134 \| {2}\|$/);
    const mean = scaleRows(hoverText(`${data}model: y ~ Normal(m, 1)\nparameters:\n  <|>m: HalfNormal(5)\n`));
    assert.match(mean.join(), /^\| 95 % interval \(Wald, log scale\) \| {2}\| 1\.\d+ to 3\.\d+ \|$/);
    assert.deepEqual(scaleRows(hoverText(`${data}model: y ~ Normal(m, 1)\nparameters:\n  <|>m: Normal(0, 5)\n`)), []);
  });

  it('says what the prior is, how it pulls, and what it is worth in flips', () => {
    const text = hoverText(coin.replace('  theta', '  <|>theta'));
    assert.match(text, /Prior `Beta\(16, 16\)`/);
    assert.match(text, /pulls the estimate \*\*1\.04 standard errors down\*\*/);
    assert.match(text, /\*\*15 successes and 15 failures\*\*/);
  });

  it('says what a prior of shares is worth, in rows', () => {
    const text = hoverText('data: { x: [a, b, c, a] }\nmodel: x ~ Categorical(p)\nparameters:\n  <|>p: Dirichlet(4, 2, 1)\n');
    assert.match(text, /Worth \*\*4 rows\*\* seen before the data/);
    assert.match(text, /p\[1\]/);
  });

  it('draws a picture', () => {
    assert.match(
      hoverOf(coin.replace('  theta', '  <|>theta'))?.markdown ?? '',
      /!\[[^\]]+\]\(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+\|width=\d+\)/,
    );
  });

  it('follows the interval of the settings', () => {
    assert.match(hoverText(`${coin.replace('  theta', '  <|>theta')}settings: { interval: 0.9 }\n`), /90 % interval/);
  });

  it('says when there is no prior, a fixed value, or nothing yet', () => {
    assert.match(hoverText(coin.replace('theta: Beta(16, 16)', '<|>theta:')), /No prior/);
    assert.match(hoverText(coin.replace('theta: Beta(16, 16)', '<|>theta: 0.5')), /fixed at 0\.5/);
    const { input, cursors } = fitted(coin.replace('  theta', '  <|>theta'));
    const { text, spec } = input;
    assert.match(hoverAt({ text, spec, stale: false }, cursors[0] ?? -1)?.markdown ?? '', /no estimate yet/);
  });

  it('marks a stale answer', () => {
    const { input, cursors } = fitted(coin.replace('  theta', '  <|>theta'));
    assert.match(hoverAt({ ...input, stale: true }, cursors[0] ?? -1)?.markdown ?? '', /\*stale: the file or its data have changed/);
  });

  it('puts a Uniform prior and a pull of nothing in words', () => {
    assert.match(hoverText(coin.replace('theta: Beta(16, 16)', '<|>theta: Beta(1, 1)')), /adds no pseudo-counts/);
    assert.match(hoverText(coin.replace('theta: Beta(16, 16)', '<|>theta: Beta(0.5, 2)')), /pulls towards 0 or 1/);
  });
});

describe('what a Normal prior is worth', () => {
  const sigma = 0.5;
  const beta = 0.3;
  const ridge = hoverText(line('y ~ Normal(dot(b, [x, z]), 0.5)', `  <|>b: Normal(0, ${String(beta)})\n`));

  it('is the λ of the ridge regression that has the same answer', () => {
    const lambda = numberAfter(ridge, 'λ = σ²/β² = ');
    assert.equal(lambda, Number(((sigma / beta) ** 2).toPrecision(4)));
    const design = new Matrix([x, z]).transpose();
    const gram = design.transpose().mmul(design).add(Matrix.eye(2).mul(lambda));
    const solution = solve(gram, design.transpose().mmul(Matrix.columnVector(y))).to1DArray();
    for (const [i, name] of ['b[x]', 'b[z]'].entries()) {
      assert.ok(Math.abs(numberAfter(cellsOf(ridge, `\`${name}\``)[2] ?? '', '') - (solution[i] ?? NaN)) < 1e-3, name);
    }
  });

  it('is half of 1/β² on minus the log-likelihood, and a weight decay', () => {
    assert.equal(numberAfter(ridge, 'On −log L: **'), 5.556);
    assert.equal(numberAfter(ridge, 'weight decay of '), 11.11);
    assert.equal(numberAfter(ridge, 'per step ('), 1.389);
  });

  it('uses σ as it was estimated where it is a parameter', () => {
    const { answer, input } = fitted(line('y ~ Normal(dot(b, [x, z]), s)', '  b: Normal(0, 0.4)\n  s:\n'));
    const hover = hoverAt(input, input.text.indexOf('  b:') + 2);
    const s = answer.map?.parameters['s']?.estimate ?? NaN;
    assert.equal(numberAfter(hover?.markdown ?? '', 'λ = σ²/β² = '), Number(((s / 0.4) ** 2).toPrecision(4)));
  });

  it('names another location, and for a likelihood that is not Normal only the penalty on it', () => {
    assert.match(hoverText(line('y ~ Normal(linear(b, x), 1)', '  <|>b: Normal(2, 1)\n')), /Σ \(θ − 2\)²/);
    const logistic = hoverText(
      'data: { c: [0, 1, 0, 1], x: [1, 2, 3, 4] }\nmodel: c ~ Bernoulli(logit = linear(b, x))\nparameters:\n  <|>b: Normal(0, 2)\n',
    );
    assert.match(logistic, /L2 penalty/);
    assert.doesNotMatch(logistic, /σ²/);
  });

  it('is the same for L2, which is written as a penalty', () => {
    assert.equal(numberAfter(hoverText(line('y ~ Normal(dot(b, [x, z]), 0.5)', '  <|>b: L2(2)\n')), 'λ = σ²/β² = '), 1);
  });
});

describe('what a Laplace prior or L1 is worth', () => {
  for (const prior of ['Laplace(0, 0.25)', 'L1(4)']) {
    it(`is the λ of the lasso for ${prior}`, () => {
      const text = hoverText(line('y ~ Normal(dot(b, [x, z]), 0.5)', `  <|>b: ${prior}\n`));
      assert.equal(numberAfter(text, 'λ = σ²/b = '), 1);
      assert.equal(numberAfter(text, 'scikit-learn'), 0.125);
      assert.equal(numberAfter(text, 'λ = 1/b = '), 4);
    });
  }

  it('shows the mode on the unconstrained scale too where it differs by a tenth of a standard error', () => {
    const rate = hoverText('data: { k: [1, 0, 2, 0, 1] }\nmodel: k ~ Poisson(r)\nparameters:\n  <|>r: Gamma(2, 4)\n');
    assert.match(rate, /0\.556 ± 0\.248/);
    assert.match(rate, /unconstrained scale .* mode at \*\*0\.6667\*\*/);
    const coin = hoverText('data: { k: 7, n: 10 }\nmodel: k ~ Binomial(n, p)\nparameters:\n  <|>p: Beta(16, 16)\n');
    assert.doesNotMatch(coin, /unconstrained/);
  });

  it('counts events for a Gamma prior on a rate', () => {
    assert.match(
      hoverText('data: { n: [2, 3, 1] }\nmodel: n ~ Poisson(r)\nparameters:\n  <|>r: Gamma(5, 2)\n'),
      /\*\*4 events in 2 units\*\*/,
    );
  });
});

describe('the hover on a vector', () => {
  it('lists its entries with both estimates and the pull', () => {
    const text = hoverText(line('y ~ Normal(linear(b, x + z), 1)', '  <|>b: Normal(0, 1)\n'));
    assert.match(text, /\*\*b\*\* — a vector of 3 parameters/);
    for (const name of ['b[Intercept]', 'b[x]', 'b[z]']) {
      const [, mle, map, pull] = cellsOf(text, `\`${name}\``);
      assert.match(mle ?? '', /±/);
      assert.match(map ?? '', /±/);
      assert.match(pull ?? '', /^−?[\d.]+$/);
    }
  });

  it('is cut after many entries', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `g${String(i)}`);
    const text = hoverText(
      `data: { y: [${levels.map((_, i) => i).join()}], g: [${levels.join()}] }\nmodel: y ~ Normal(a[g], 1)\nparameters:\n  <|>a:\n`,
    );
    assert.match(text, /… and 10 more entries/);
    assert.equal(text.split('\n').filter((row) => row.startsWith('| `')).length, 20);
  });
});

/** An array of numbers that counts how often one of them is read. */
function countingReads(values: Float64Array): { readonly values: Float64Array; reads(): number } {
  let reads = 0;
  const get = (target: Float64Array, key: string | symbol): unknown => {
    if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
    // Methods of typed arrays refuse a proxy, those of arrays do not.
    const method: unknown = Reflect.get(Array.prototype, key);
    return typeof method === 'function' ? method : Reflect.get(target, key, target);
  };
  return { values: new Proxy(values, { get }), reads: () => reads };
}

describe('the hover on a column', () => {
  const data = 'data: { y: [1, 0, 1], pass: [no, yes, yes], size: [2, .nan, 10], ok: [true, false, true] }\n';
  const hover = (model: string): string => hoverText(`${data}model: ${model}\nparameters: { a: }\n`);

  it('tells its range, its mean and what is missing', () => {
    const text = hover('y ~ Normal(a * <|>size, 1)');
    assert.match(text, /\*\*size\*\* — a numeric column of the data, 3 rows/);
    assert.match(text, /from 2 to 10, mean 6/);
    assert.match(text, /1 of 3 values missing/);
  });

  it('tells its levels, and which of them counts as 1', () => {
    const text = hover('<|>pass ~ Bernoulli(a)');
    assert.match(text, /2 levels: no \(1\), yes \(2\)/);
    assert.match(text, /\*\*yes\*\* counts as 1/);
    assert.match(hover('<|>ok ~ Bernoulli(a)'), /true\/false.*\n\n2 true/s);
  });

  it('reads each row once to list many levels', () => {
    const rows = 200_000;
    const levels = Array.from({ length: 5000 }, (_, i) => `level ${String(i)}`);
    const counted = countingReads(Float64Array.from({ length: rows }, (_, i) => i % 5000));
    const columns = [
      { name: 'y', kind: 'numeric' as const, values: new Float64Array(rows).fill(1), missing: 0 },
      { name: 'g', kind: 'categorical' as const, values: counted.values, levels, missing: 0 },
    ];
    const dataset: Dataset = { rows, columns };
    const { input } = fitted('data: d.csv\nmodel: y ~ Normal(g, 1)\n');
    const hovered = hoverAt({ ...input, data: dataset }, input.text.indexOf('g,'));
    assert.match(hovered?.markdown ?? '', /5000 levels: level 0 \(40\), .*…/);
    assert.equal(counted.reads(), rows);
  });
});

describe('the hover on other names', () => {
  it('explains every distribution: formula, arguments, the loss that it is', () => {
    for (const [name, { formula }] of distributions) {
      const text = hoverText(`data: { y: [1] }\nmodel: y ~ <|>${name}(1)\n`);
      assert.ok(text.includes(`**${name}**`) && text.includes(`\`${formula}\``), name);
      assert.doesNotMatch(text, /undefined|NaN/, name);
    }
    assert.match(hoverText(coin.replace('Bern', '<|>Bern')), /cross-entropy/i);
    assert.match(hoverText(line('y ~ <|>Normal(a, 1)', '  a:\n')), /squares/);
    assert.match(hoverText(coin.replace('Beta', 'Be<|>ta')), /\*\*Beta\*\*/);
  });

  it('explains what is made of other distributions, and the prior of shares', () => {
    for (const [name, { formula, calls }] of wrappers) {
      const text = hoverText(`data: { y: [1] }\nmodel: y ~ <|>${calls[0] ?? name}\n`);
      assert.ok(text.includes(formula) && text.includes(`Write ${calls[0] ?? ''}`) && text.includes('**As a likelihood:**'), name);
    }
    const inner = hoverText('data: { y: [1] }\nmodel: y ~ Truncated(<|>Normal(m, 1), lower = 0)\nparameters: { m: }\n');
    assert.match(inner, /\*\*Normal\*\*/);
    const shares = hoverText('data: { y: [a, b] }\nmodel: y ~ Categorical(p)\nparameters:\n  p: <|>Dirichlet(2, 2)\n');
    assert.match(shares, /Write Dirichlet\(concentration\)/);
    assert.match(shares, /\*\*As a prior:\*\* pseudo-counts/);
  });

  it('explains functions', () => {
    for (const name of ['exp', 'log', 'linear', 'dot', 'mean', 'logistic']) {
      assert.match(hoverText(`data: { y: [1] }\nmodel: y ~ Normal(<|>${name}(y), 1)\n`), new RegExp(`\\*\\*${name}`));
    }
  });

  it('repeats a definition', () => {
    const text = hoverText(line('|\n  y ~ Normal(m<|>u, 1)\n  mu = (a + 2 *\n    x)', '  a:\n'));
    assert.match(text, /\*\*mu\*\* — a definition: `mu = \(a \+ 2 \* x\)`/);
  });

  it('is not there on spaces, numbers and unknown names', () => {
    for (const text of [
      coin.replace('model: flip ~', 'model: flip ~<|>'),
      coin.replace('Beta(16', 'Beta(1<|>6'),
      coin.replace('(theta)', '(th<|>etta)'),
    ]) {
      assert.equal(hoverOf(text), undefined);
    }
  });
});

describe('text of users in a hover', () => {
  const evil = 'a|b <img src=x onerror=alert(1)> [go](command:evil) ~~x~~ **y** https://example.org';

  function dataOf(name: string, levels: string[]): Dataset {
    const values = Float64Array.from({ length: 6 }, (_, i) => i % levels.length);
    return {
      rows: 6,
      columns: [
        { name: 'y', kind: 'numeric', values: Float64Array.of(1, 2, 3, 4, 5, 7), missing: 0 },
        { name, kind: 'categorical', values, levels, missing: 0 },
      ],
    };
  }

  /** Nothing outside code that a Markdown renderer would take for markup. */
  function assertInert(markdown: string): void {
    const prose = markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(prose, /(?<!\\)<\w|(?<!\\)\]\(|(?<!\\)~~|https?:\/\//, markdown);
  }

  it('is no markup as the name of a column or a level', () => {
    assertInert(hoverText(`data: d.csv\nmodel: y ~ Normal(<|>\`${evil}\`, 1)\n`, dataOf(evil, ['x', 'y'])));
    assertInert(hoverText('data: d.csv\nmodel: y ~ Normal(<|>g, 1)\n', dataOf('g', [evil, '`tick`', '``', '_x_'])));
    assertInert(hoverText('data: d.csv\nmodel: <|>g ~ Bernoulli(a)\nparameters: { a: }\n', dataOf('g', ['aaa', evil])));
  });

  it('keeps to its cell of a table as the name of an entry', () => {
    const text = hoverText(
      'data: d.csv\nmodel: y ~ Normal(a[g], 1)\nparameters:\n  <|>a: Normal(0, 1)\n',
      dataOf('g', [evil, '`tick`', 'x|y']),
    );
    assertInert(text);
    for (const row of text.split('\n').filter((each) => each.startsWith('| `'))) {
      assert.equal(row.split(/(?<!\\)\|/).length, 6, row);
    }
  });

  it('is no markup as a definition in quotes', () => {
    const name = 'a|b <img src=x> ~~x~~ **y**';
    assertInert(hoverText(`data: { y: [1, 2] }\nmodel: |\n  y ~ Normal(<|>\`${name}\`, 1)\n  \`${name}\` = a\nparameters: { a: }\n`));
  });
});
