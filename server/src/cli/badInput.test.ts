import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FitReport } from '../report/fitReport.js';
import { Folder, reportsOf, run } from './testing.js';

const examples = join(import.meta.dirname, '../../../examples');
const data = 'data: { y: [1, 2, 3], x: [0, 1, 2] }\n';
const line = (model: string, parameters = '{ m: }'): string => `${data}model: ${model}\nparameters: ${parameters}\n`;
const file = (name: string): string => `data: ${name}\nmodel: y ~ Normal(m * x, 1)\nparameters: { m: }\n`;

/** No computer's word for a failure, no place of this machine, no half sentence. */
function assertSpeaksClearly({ diagnostics }: FitReport, text: string): void {
  for (const { message, range } of diagnostics) {
    assert.doesNotMatch(message.replace('`` ` ``', ''), /NaN|Infinity|undefined|\[object|Error:|\n\s+at |``|node_modules|\/tmp\//, message);
    assert.match(message, /^[^\s].*[.?…]$/s, message);
    const lines = text.split(/\r\n|\r|\n/);
    assert.ok(
      range.start.line <= range.end.line && range.end.line < Math.max(lines.length, 1),
      `${message} at line ${String(range.end.line)}`,
    );
    assert.ok(range.end.character <= (lines[range.end.line] ?? '').length, `${message}: beyond its line`);
  }
}

/** Name, text, code of the first error, its message, and the text that it marks. */
type Row = readonly [name: string, text: string, code: string, message: RegExp, marks?: string];

const bracketed = (open: string, close: string): string => `${open.repeat(10_000)}m${close.repeat(10_000)}`;

const rows: readonly Row[] = [
  ['an empty file', '', 'syntax', /The file is empty.*three keys/],
  ['a file of comments', '# nothing\n\n# here\n', 'syntax', /The file is empty/],
  ['a text that is no mapping', 'hello world', 'type', /mapping with the keys/],
  ['tabs', `${data}model: y ~ Normal(m, 1)\nparameters:\n\tm:\n`, 'syntax', /tabs as indentation: use blanks/],
  [
    'a flow mapping that cuts a call',
    line('y ~ Normal(m, 1)', '{ m: { prior: Normal(0, 2) } }'),
    'syntax',
    /cuts `Normal\(0, 2\)` apart: put it in quotes/,
  ],
  ['a list that cuts a statement', line('[y ~ Normal(m, 1)]'), 'syntax', /cuts .* apart/],
  [
    'a value that starts with *',
    `${data}model: y ~ Normal(m, 1)\nparameters:\n  m: *x\n`,
    'syntax',
    /starts with `\*`.*quotes or in a `\|` block/,
  ],
  ['a value that starts with &', line('&y ~ Normal(m, 1)'), 'syntax', /starts with `&`/],
  ['a value that starts with !', line('!y ~ Normal(m, 1)'), 'syntax', /starts with `!`/],
  ['a value that starts with @', line('@y ~ Normal(m, 1)'), 'syntax', /starts with `@`/],
  ['a value that starts with %', line('%y ~ Normal(m, 1)'), 'syntax', /starts with `%`/],
  ['a value that starts with a backtick', line('`y` ~ Normal(m, 1)'), 'syntax', /starts with `` ` ``/],
  ['braces in a statement', line('y ~ Normal({m}, 1)'), 'syntax', /`\{` means nothing here/, '{'],
  ['an unclosed quote', line('"y ~ Normal(m, 1)'), 'syntax', /not closed/],
  ['a key twice', `${data}model: y ~ Normal(m, 1)\nparameters:\n  m:\n  m: 1\n`, 'syntax', /`m` is given twice.*keep one/, 'm'],
  ['a key that does not exist', `${data}modle: y ~ Normal(m, 1)\n`, 'unknown-key', /Did you mean `model`/, 'modle'],
  ['a cycle of definitions', line('|\n  y ~ Normal(a + m, 1)\n  a = b\n  b = a'), 'cycle', /Break the cycle/],
  ['a definition of itself', line('|\n  y ~ Normal(a + m, 1)\n  a = a + 1'), 'cycle', /Break the cycle/],
  ['an unknown name', line('y ~ Normal(mm, 1)'), 'unknown-name', /Did you mean `m`\?/, 'mm'],
  ['an unknown distribution', line('y ~ Norml(m, 1)'), 'unknown-name', /Normal/, 'Norml'],
  [
    'a wrong name of an argument',
    line('y ~ Normal(m, sigma = 1)'),
    'unknown-name',
    /no argument `sigma`\. Write Normal\(mean, sd\)/,
    'sigma',
  ],
  ['too many arguments', line('y ~ Normal(m, 1, 2)'), 'type', /too many arguments\. Write Normal/],
  ['too few arguments', line('y ~ Normal(m)'), 'type', /Normal/],
  ['a parameter named like a column', line('y ~ Normal(x, 1)', '{ x: }'), 'type', /`x` is a column.*Rename/, 'x'],
  [
    'a prior on data',
    line('|\n  y ~ Normal(m, 1)\n  x ~ Normal(0, 1)\n  m ~ Normal(0, 1)'),
    'type',
    /must be data.*Priors stand under `parameters`/,
    'm',
  ],
  [
    'a prior outside the support',
    line('y ~ Normal(m, s)', '{ m: , s: "Uniform(-2, -1)" }'),
    'type',
    /no probability to any value that s can take/,
    'Uniform(-2, -1)',
  ],
  ['a prior of counts', line('y ~ Normal(m, 1)', '{ m: "Poisson(2)" }'), 'type', /a prior needs one of real numbers/],
  ['lower above upper', line('y ~ Normal(m, 1)', '{ m: { lower: 2, upper: 1 } }'), 'type', /`upper` of `m` must be greater/, '1'],
  [
    'a start outside the bounds',
    line('y ~ Normal(m, 1)', '{ m: { lower: 0, start: -1 } }'),
    'type',
    /`start` of `m` lies outside its bounds/,
    '-1',
  ],
  [
    'a start outside the support',
    line('y ~ Normal(m, s)', '{ m: , s: { start: -1 } }'),
    'type',
    /s must lie in the range 0 to ∞; found -1/,
    '-1',
  ],
  [
    'negative weights',
    'data: { y: [1, 2, 3], w: [1, -1, 2], weights: w }\nmodel: y ~ Normal(m, 1)\nparameters: { m: }\n',
    'data-malformed',
    /column `w`, row 2 holds -1/,
  ],
  [
    'columns of different lengths',
    'data: { y: [1, 2, 3], x: [1, 2] }\nmodel: y ~ Normal(m * x, 1)\nparameters: { m: }\n',
    'data-malformed',
    /`x` has 2 values, but `y` has 3/,
  ],
  [
    'an outcome outside the support',
    'data: { y: [1, -2, 3] }\nmodel: y ~ Poisson(m)\nparameters: { m: }\n',
    'out-of-support',
    /`y` is -2 in row 2.*Poisson/,
    'y',
  ],
  ['a division by zero', line('y ~ Normal(m / x, 1)'), 'non-finite', /row 1.*division by zero/, 'm / x'],
  [
    'a logarithm of a negative number',
    'data: { y: [1, 2, 3], x: [1, -2, 3] }\nmodel: y ~ Normal(m * log(x), 1)\nparameters: { m: }\n',
    'non-finite',
    /row 2.*logarithm of zero or of a negative number/,
    'log(x)',
  ],
  ['10,000 brackets', line(`y ~ Normal(${bracketed('(', ')')}, 1)`), 'syntax', /nested more than 500 deep/],
  ['10,000 open brackets', line(`y ~ Normal(${'['.repeat(10_000)}`), 'syntax', /nested more than 500 deep/],
  ['10,000 calls', line(`y ~ Normal(${bracketed('exp(', ')')}, 1)`), 'syntax', /nested more than 500 deep/],
  ['10,000 terms', line(`y ~ Normal(${'m + '.repeat(10_000)}m, 1)`), 'syntax', /too many terms/],
  ['10,000 lists of YAML', '['.repeat(10_000), 'syntax', /nested too deep/],
  ['10,000 mappings of YAML', '{a: '.repeat(10_000), 'syntax', /nested too deep/],
  ['no data', 'model: y ~ Normal(m, 1)\nparameters: { m: }\n', 'type', /The file has no `data`/],
  ['no model', data, 'type', /The file has no `model`/],
  ['an empty model', `${data}model:\n`, 'type', /`model` takes statements/],
  ['a model without a likelihood', line('a = m + 1'), 'type', /no likelihood/],
  ['a folder as data', file('folder'), 'data-unreadable', /`folder` is a folder\. Name a file in it, such as `folder\/in\.csv`/, 'folder'],
  ['data that are not there', file('god.csv'), 'data-missing', /no file `god\.csv`\. Did you mean `good\.csv`\?/, 'god.csv'],
  ['data in a folder that is not there', file('no/good.csv'), 'data-missing', /There is no folder `no`/],
  ['ragged rows', file('ragged.csv'), 'data-malformed', /Line 3 of `ragged\.csv` has 1 field, but line 1 names 2 columns/],
  ['a binary file as data', file('binary.csv'), 'data-unreadable', /binary file/],
  ['a file of no rows', file('norows.csv'), 'data-malformed', /column names but no rows/],
  ['an empty data file', file('empty.csv'), 'data-malformed', /`empty\.csv` is empty: it needs a line of column names/],
  ['a column that is all missing', file('missing.csv'), 'missing-values', /Every value of `x` is missing/],
  ['a path that can be no file', file('"a\\0b"'), 'data-missing', /no file can have/],
  ['a column that is not there', 'data: good.csv\nmodel: z ~ Normal(m, 1)\nparameters: { m: }\n', 'unknown-name', /`z`/, 'z'],
];

describe('bad input', () => {
  let folder: Folder;

  before(async () => {
    folder = await Folder.make();
    await folder.write({
      'good.csv': 'y,x\n1,2\n3,4\n4,9\n',
      'ragged.csv': 'y,x\n1,2\n3\n4,5\n',
      'norows.csv': 'y,x\n',
      'empty.csv': '',
      'binary.csv': Uint8Array.of(0, 1, 2, 255, 0, 10, 3),
      'missing.csv': 'y,x\n1,NA\n2,\n3,NA\n',
      'folder/in.csv': 'y\n1\n',
    });
  });

  after(() => folder.remove());

  async function fitAll(texts: readonly string[]): Promise<{ reports: FitReport[]; out: string; status: number }> {
    const paths = await folder.write(Object.fromEntries(texts.map((text, i) => [`${String(i)}.fit.yaml`, text])));
    const result = await run('fit', '--json', ...paths);
    assert.equal(result.error, '');
    return { reports: reportsOf(result), out: result.out, status: result.status };
  }

  for (const [name, text, code, message, marks] of rows) {
    it(`${name} is answered at its place`, async () => {
      const { reports, status } = await fitAll([text]);
      const [report] = reports;
      assert.ok(report);
      assert.deepEqual([status, report.status], [1, 'error']);
      assertSpeaksClearly(report, text);
      const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
      const said = errors.find((each) => each.code === code && message.test(each.message));
      assert.ok(said, errors.map((each) => `${each.code}: ${each.message}`).join('\n'));
      const { start, end } = said.range;
      if (marks !== undefined) assert.equal(text.split('\n')[start.line]?.slice(start.character, end.character), marks);
      assert.deepEqual([report.mle, report.map], [null, null]);
    });
  }

  it('models without anything to estimate are evaluated, and said to be so', async () => {
    const { reports, status } = await fitAll([`${data}model: y ~ Normal(2, 1)\n`, line('y ~ Normal(m, s)', '{ m: 2, s: 1 }')]);
    assert.equal(status, 0);
    for (const { mle, diagnostics } of reports) {
      assert.ok(Math.abs((mle?.logLikelihood ?? NaN) - (-1 - 1.5 * Math.log(2 * Math.PI))) < 1e-12);
      assert.deepEqual(mle?.parameters, {});
      assert.match(diagnostics[0]?.message ?? '', /No parameter is free/);
    }
  });

  it('a parameter that nothing uses is a warning, not an error', async () => {
    const { reports, status } = await fitAll([line('y ~ Normal(m, 1)', '{ m: , zz: }')]);
    assert.equal(status, 0);
    assert.deepEqual([reports[0]?.diagnostics[0]?.severity, reports[0]?.diagnostics[0]?.code], ['warning', 'unused-parameter']);
  });

  it('other line ends and a byte order mark are no problem', async () => {
    const good = line('y ~ Normal(m, 1)');
    const { reports } = await fitAll([good.replaceAll('\n', '\r\n'), `\ufeff${good}`]);
    for (const report of reports) assert.deepEqual([report.status, report.diagnostics], ['ok', []]);
  });

  for (const name of ['suspicious-coin', 'linear-regression', 'softmax']) {
    it(`every beginning of ${name} is answered, as if somebody were typing it`, async () => {
      const text = await readFile(join(examples, `${name}.fit.yaml`), 'utf8');
      const model = text.indexOf('data:');
      const prefixes = Array.from({ length: text.length }, (_, i) => text.slice(0, i)).filter(
        ({ length }) => length > model || length % 10 === 0,
      );
      await folder.write({ 'data/penguins.csv': await readFile(join(examples, 'data/penguins.csv')) });
      const { reports, out } = await fitAll(prefixes);
      assert.equal(reports.length, prefixes.length);
      assert.doesNotMatch(out, /NaN|Infinity|fault of Livelihood/);
      for (const [i, report] of reports.entries()) {
        assertSpeaksClearly(report, prefixes[i] ?? '');
        if (report.status !== 'ok') assert.ok(report.diagnostics.length > 0, JSON.stringify(prefixes[i]));
      }
    });
  }
});
