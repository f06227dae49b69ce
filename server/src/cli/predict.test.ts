import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Folder, run } from './testing.js';

const model = `data: { x: [1, 2, 3, 4, 5, 6], g: [a, b, a, b, a, b], y: [2, 3, 6, 7, 8, 9] }
model: y ~ Poisson(log = linear(b, x + g))
parameters: { b: }
`;

describe('livelihood predict', () => {
  let folder: Folder;

  beforeEach(async () => void (folder = await Folder.make()));
  afterEach(() => folder.remove());

  it('writes the rows of a table with predictions beside them; rows that cannot be predicted stay empty', async () => {
    const [file = '', data = ''] = await folder.write({ 'm.fit.yaml': model, 'new.csv': 'x,g,name\n3,a,one\n5,b,"t,wo"\n4,q,three\n' });
    const { status, out, error } = await run('predict', file, '--data', data);
    const [head, first, second, third] = out.split('\n');
    assert.equal(status, 0);
    assert.equal(head, 'x,g,name,mean,se,lower,upper,observation_lower,observation_upper');
    assert.match(first ?? '', /^3,a,one,\d/);
    assert.match(second ?? '', /^5,b,"t,wo",\d/);
    assert.equal(third, '4,q,three,,,,,,');
    assert.match(error, /1 row \(3\) cannot be predicted/);
  });

  it('names a column that the table lacks', async () => {
    const [file = '', data = ''] = await folder.write({ 'm.fit.yaml': model, 'new.csv': 'x\n3\n' });
    const { status, error } = await run('predict', file, '--data', data);
    assert.equal(status, 1);
    assert.match(error, /has no column `g`/);
  });

  it('writes what the file asks for, as a file or as JSON', async () => {
    const [file = ''] = await folder.write({ 'm.fit.yaml': `${model}predict: { grid: { x: 1 to 3 by 1, g: all } }\n` });
    const output = join(folder.path, 'out.csv');
    assert.equal((await run('predict', file, '--output', output)).status, 0);
    assert.equal((await readFile(output, 'utf8')).split('\n').length, 8);
    const { predictions } = JSON.parse((await run('predict', file, '--json')).out) as { predictions: { rows: number } };
    assert.equal(predictions.rows, 6);
  });

  it('says how it is used', async () => {
    const [file = ''] = await folder.write({ 'm.fit.yaml': model });
    assert.match((await run('predict', file)).error, /give it `predict`, or rows with --data/);
    assert.equal((await run('predict')).status, 2);
    assert.equal((await run('predict', file, '--dat', 'x.csv')).status, 2);
  });
});
