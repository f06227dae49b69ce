import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { CodeLens, Hover, Location, MarkupContent, Position, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Client } from './client.js';

/** R's `cars` (Ezekiel 1930). */
const cars: readonly (readonly [number, number])[] = [
  [4, 2],
  [4, 10],
  [7, 4],
  [7, 22],
  [8, 16],
  [9, 10],
  [10, 18],
  [10, 26],
  [10, 34],
  [11, 17],
  [11, 28],
  [12, 14],
  [12, 20],
  [12, 24],
  [12, 28],
  [13, 26],
  [13, 34],
  [13, 34],
  [13, 46],
  [14, 26],
  [14, 36],
  [14, 60],
  [14, 80],
  [15, 20],
  [15, 26],
  [15, 54],
  [16, 32],
  [16, 40],
  [17, 32],
  [17, 40],
  [17, 50],
  [18, 42],
  [18, 56],
  [18, 76],
  [18, 84],
  [19, 36],
  [19, 46],
  [19, 68],
  [20, 32],
  [20, 48],
  [20, 52],
  [20, 56],
  [20, 64],
  [22, 66],
  [23, 54],
  [24, 70],
  [24, 92],
  [24, 93],
  [24, 120],
  [25, 85],
];
const table = `speed,dist\n${cars.map((row) => row.join(',')).join('\n')}\n`;
const stopping = 'title: Stopping\ndata: cars.csv\nmodel: dist ~ Normal(linear(b, speed), s)\nparameters:\n  b:\n  s:\n';
const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };

describe('a data file in the editor', () => {
  let client: Client;

  before(async () => {
    client = await Client.start(capabilities);
  });

  after(() => client.stop());

  /** Opens a model and its data; resolves once the whole answer to the data in the editor is there. */
  async function open(model: string, text: string, dataFile: string, data: string): Promise<void> {
    await writeFile(client.path(dataFile), data);
    await client.open(dataFile, data);
    await client.open(model, text);
    await client.view(model, ({ underWay, stale }) => !underWay && !stale);
  }

  const hoverAt = async (name: string, position: Position): Promise<{ text: string; range: Range | undefined } | undefined> => {
    const hover = await client.ask<Hover | null>('textDocument/hover', name, { position });
    return hover ? { text: (hover.contents as MarkupContent).value, range: hover.range } : undefined;
  };

  const textOn = async (name: string, line: number, character = 0): Promise<string> =>
    (await hoverAt(name, { line, character }))?.text ?? assert.fail('there is no hover');

  const lenses = async (name: string): Promise<string[]> =>
    ((await client.ask<CodeLens[] | null>('textDocument/codeLens', name)) ?? []).map(({ command }) => command?.title ?? '');

  it('says in a lens which models read it, and what they make of its columns', async () => {
    await open('cars.fit.yaml', stopping, 'cars.csv', table);
    const [used, columns] = (await client.ask<CodeLens[] | null>('textDocument/codeLens', 'cars.csv')) ?? [];
    assert.equal(used?.command?.title, 'used by 1 model · 50 rows');
    assert.equal(columns?.command?.title, 'speed: mean 15.4, 4 to 25 · dist: mean 42.98, 2 to 120');
    const [, , places] = (used.command.arguments ?? []) as [string, Position, Location[]];
    assert.deepEqual(places, [
      { uri: client.uri('cars.fit.yaml'), range: { start: { line: 1, character: 6 }, end: { line: 1, character: 14 } } },
    ]);
    await client.open('second.fit.yaml', stopping);
    await client.view('second.fit.yaml', ({ underWay }) => !underWay);
    assert.equal((await lenses('cars.csv'))[0], 'used by 2 models · 50 rows');
    await client.close('second.fit.yaml');
    assert.equal((await lenses('cars.csv'))[0], 'used by 1 model · 50 rows');
    await client.open('other.csv', 'a\n1\n');
    assert.deepEqual(await lenses('other.csv'), []);
    assert.equal(await hoverAt('other.csv', { line: 1, character: 0 }), undefined);
  });

  it('says on a row what the model makes of it, with the numbers of R', async () => {
    const document = TextDocument.create(client.uri('cars.csv'), 'csv', 1, table);
    const { text, range } = (await hoverAt('cars.csv', { line: 49, character: 4 })) ?? assert.fail();
    assert.equal(range && document.getText(range), '120');
    // fitted(lm)[49] = 76.79872, residual 43.20128; the standard deviation of the MLE is √(RSS/50) = 15.06886; cooks.distance(lm)[49] = 0.3403962.
    assert.match(text, /^\*\*Stopping\*\* · row 49\n/);
    assert.match(text, /observed 120, fitted mean \*\*76\.8\*\*, residual \*\*43\.2\*\* \(2\.867 standard deviations\)/);
    // −½ ln 2π − ln 15.06886 − ½ 2.867² = −7.741; logLik(lm) = −206.5784.
    assert.match(text, /contributes −7\.741 to the log-likelihood of −206\.58/);
    assert.match(text, /Cook’s distance 0\.3404/);
    assert.match(text, /leaving it out moves `s` most, by [\d.]+ standard errors/);
  });

  it('says on a name in the header what the column holds, and leads to its uses', async () => {
    const { text, range } = (await hoverAt('cars.csv', { line: 0, character: 8 })) ?? assert.fail();
    assert.match(text, /\*\*dist\*\* — a numeric column of the data, 50 rows\n\nfrom 2 to 120, mean 42\.98/);
    assert.deepEqual(range, { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } });
    const uses = await client.ask<Location[]>('textDocument/references', 'cars.csv', {
      position: { line: 0, character: 1 },
      context: { includeDeclaration: true },
    });
    assert.deepEqual(uses, [
      { uri: client.uri('cars.fit.yaml'), range: { start: { line: 2, character: 31 }, end: { line: 2, character: 36 } } },
    ]);
  });

  it('shows no number of another text after an edit, and the new ones once they are there', async () => {
    const since = client.events.length;
    await client.edit('cars.csv', { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, text: '' });
    const early = await hoverAt('cars.csv', { line: 48, character: 4 });
    assert.ok(early === undefined || /under way/.test(early.text) || /row 48/.test(early.text));
    await client.view('cars.fit.yaml', ({ underWay, stale, report }) => !underWay && !stale && report.data.rows === 49, since);
    assert.match(await textOn('cars.csv', 48, 4), /row 48\n\nobserved 120/);
  });

  it('says why the model does not use a row: a condition, a missing value, rows that are held out', async () => {
    const data = 'y,x,g\r\n1,1,a\r\n2,2,b\r\n\r\n"3,5",NA,a\r\n4,4,a\r\n6,5,a\r\n5,6,a\r\n9,7,a\r\n'.replace('"3,5"', '3.5');
    const text = 'data: { source: why.csv, where: g == "a" }\nmodel: y ~ Normal(linear(b, x), s)\nparameters:\n  b:\n  s:\n';
    await open('why.fit.yaml', text, 'why.csv', data);
    assert.match(await textOn('why.csv', 1), /row 1\n\nobserved 1,/);
    assert.match(await textOn('why.csv', 2), /row 2\n\nThe model does not use this row: it is left out by `where`\./);
    assert.match(await textOn('why.csv', 4), /row 3\n\nThe model does not use this row: missing in `x`\./);
    assert.match(await textOn('why.csv', 5), /row 4\n\nobserved 4,/);
    const columns = (await lenses('why.csv'))[1];
    assert.equal(columns, 'y: mean 4.75, 1 to 9 · x: mean 4.6, 1 to 7, 1 missing');
  });

  it('gives probabilities of events and classes', async () => {
    const flips = 'flip\nH\nT\nH\nH\nH\nT\nH\nH\nT\nH\n';
    await open('flips.fit.yaml', 'data: flips.csv\nmodel: flip ~ Bernoulli(theta)\nparameters:\n  theta:\n', 'flips.csv', flips);
    const observed = await textOn('flips.csv', 1);
    // Of 7 heads in 10: log 0.7, and log 0.3.
    assert.match(observed, /fitted probability of T \*\*0\.3\*\*|fitted probability of H \*\*0\.7\*\*/);
    assert.match(observed, /contributes −0\.3567 to the log-likelihood of −6\.109/);
    assert.match(await textOn('flips.csv', 2), /contributes −1\.204 to the log-likelihood/);
    // One step without a head: with the information 10/0.21 and the row's own 1/0.49, d = (1/0.7)/(10/0.21 − 1/0.49), squared times 10/0.21.
    assert.match(observed, /Cook’s distance about 0\.04678/);
  });

  it('marks a malformed cell at its characters, once for two models, until it is mended or closed', async () => {
    const bad = 'name,y\n"Doe, ""J""",1\n"a\nb",twelve\nc,3\nd,5\n';
    const model = 'data: cells.csv\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n';
    await client.open('cells.csv', bad);
    await client.open('cells.fit.yaml', model);
    const first = await client.diagnostics('cells.csv', (all) => all.length === 1);
    const range = { start: { line: 3, character: 3 }, end: { line: 3, character: 9 } };
    assert.deepEqual(first[0]?.range, range);
    assert.equal(first[0].relatedInformation?.[0]?.location.uri, client.uri('cells.fit.yaml'));
    assert.deepEqual(first[0].relatedInformation[0].location.range.start, { line: 1, character: 7 });
    await client.open('cells2.fit.yaml', `# the same\n${model}`);
    const both = await client.diagnostics('cells.csv', ([each]) => each?.relatedInformation?.length === 2);
    assert.deepEqual(
      both.map((each) => each.range),
      [range],
    );
    let since = client.events.length;
    await client.close('cells.fit.yaml');
    assert.equal((await client.diagnostics('cells.csv', () => true, since)).length, 1);
    since = client.events.length;
    await client.edit('cells.csv', { range, text: '12' });
    assert.deepEqual(await client.diagnostics('cells.csv', (all) => all.length === 0, since), []);
    since = client.events.length;
    await client.edit('cells.csv', 'name,y\na,1\nb\n');
    const [ragged] = await client.diagnostics('cells.csv', (all) => all.length > 0, since);
    assert.deepEqual(ragged?.range, { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } });
    since = client.events.length;
    await client.close('cells.csv');
    assert.deepEqual(await client.diagnostics('cells.csv', () => true, since), []);
  });
});
