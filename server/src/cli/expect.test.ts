import assert from 'node:assert/strict';
import { Folder, run } from './testing.js';

const model = (expect: string): string => `data: { flip: [H, T, H, H, H, T, H, H, T, H] }
model: flip ~ Bernoulli(theta)
parameters:
  theta: Beta(16, 16)
${expect}`;

describe('livelihood test', () => {
  let folder: Folder;
  let files: readonly string[];

  before(async () => {
    folder = await Folder.make();
    files = await folder.write({
      'good.fit.yaml': model('expect:\n  theta: 0.7 ± 0.001\n  map.theta: > 0.5\n'),
      'moved.fit.yaml': model('expect:\n  theta: 0.7 ± 0.001\n  map.theta: 0.7 ± 0.001\n'),
      'none.fit.yaml': model(''),
      'broken.fit.yaml': model('expect:\n  theta: 0.7 ± 0.001\n').replace('Beta(16, 16)', 'Beta(16, '),
    });
  });

  after(() => folder.remove());

  const test = (names: readonly string[], ...options: readonly string[]) =>
    run('test', ...files.filter((file) => names.some((name) => file.endsWith(`${name}.fit.yaml`))), ...options);

  it('succeeds where everything holds, and says what that is', async () => {
    const { status, out } = await test(['good']);
    assert.equal(status, 0);
    assert.match(out, /✔ theta: 0\.7 ± 0\.001\n {2}✔ map\.theta: > 0\.5\n\n2 passed, 0 failed\n$/);
  });

  it('fails where something does not, with the line and the value', async () => {
    const { status, out } = await test(['good', 'moved']);
    assert.equal(status, 1);
    assert.match(out, /✘ map\.theta: 0\.7 ± 0\.001\n.*moved\.fit\.yaml:7 `map\.theta` is 0\.55, and 0\.7 ± 0\.001 was expected/);
    assert.match(out, /3 passed, 1 failed\n$/);
  });

  it('names files without expectations, and fails where one cannot be fitted', async () => {
    const none = await test(['none']);
    assert.deepEqual([none.status, /none\.fit\.yaml\n {2}has no `expect`/.test(none.out)], [0, true]);
    const broken = await test(['broken']);
    assert.equal(broken.status, 1);
    assert.match(broken.out, /✘ theta: 0\.7 ± 0\.001\n.*There is no fit\./);
    const missing = await run('test', folder.path + '/missing.fit.yaml');
    assert.equal(missing.status, 1);
    assert.match(missing.out, /could not be fitted: There is no file/);
  });

  it('reports by the Test Anything Protocol', async () => {
    const { status, out } = await test(['good', 'moved', 'none'], '--reporter', 'tap');
    const lines = out.split('\n');
    assert.equal(status, 1);
    assert.deepEqual([lines[0], lines[1]], ['TAP version 13', '1..4']);
    assert.equal(lines.filter((line) => /^ok \d+ - /.test(line)).length, 3);
    assert.equal(lines.filter((line) => /^not ok 4 - .*map\.theta/.test(line)).length, 1);
  });

  it('reports as JUnit does, with marks of XML written out', async () => {
    const { out } = await test(['good', 'moved'], '--reporter=junit');
    assert.match(out, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites>/);
    assert.match(out, /tests="2" failures="1"/);
    assert.match(out, /name="map\.theta: &#62; 0\.5"/);
    assert.match(out, /<failure message="`map\.theta` is 0\.55/);
  });

  it('knows its reporters', async () => {
    const { status, error } = await test(['good'], '--reporter', 'html');
    assert.equal(status, 2);
    assert.match(error, /there is no reporter html/);
  });
});
