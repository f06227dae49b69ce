import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { filesOf, fixedFolder, matches, stampOf } from './patterns.js';

describe('patterns of files', () => {
  let folder = '';
  const names = [
    '2024/a.csv',
    '2024/b.csv',
    '2024/b.parquet',
    '2025/a.csv',
    '2025/deep/c.csv',
    '.hidden/a.csv',
    '2024/.a.csv',
    'x[1].csv',
    'a+b.csv',
  ];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    for (const path of names.map((name) => join(folder, name))) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, 'x\n1\n');
    }
    await symlink(folder, join(folder, '2025', 'round'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['2024/*.csv', ['2024/a.csv', '2024/b.csv']],
    ['20??/a.csv', ['2024/a.csv', '2025/a.csv']],
    ['202[5-9]/*', ['2025/a.csv']],
    ['202[!5]/*.csv', ['2024/a.csv', '2024/b.csv']],
    ['**/c.csv', ['2025/deep/c.csv']],
    ['2025/**', ['2025/a.csv', '2025/deep/c.csv']],
    ['2025/**/*.csv', ['2025/a.csv', '2025/deep/c.csv']],
    ['a+?.csv', ['a+b.csv']],
    ['*.json', []],
    ['nowhere/*.csv', []],
    ['.hidden/*', ['.hidden/a.csv']],
    ['[z-a].csv', []],
  ];
  for (const [pattern, expected] of cases) {
    it(`${pattern} stands for ${expected.join(' and ') || 'nothing'}`, async () => {
      const found = await filesOf(join(folder, pattern));
      assert.deepEqual(
        found.map((path) => path.slice(folder.length + 1)),
        expected,
      );
      for (const path of found) assert.ok(matches(path, join(folder, pattern)), path);
      for (const name of names.filter((each) => !expected.includes(each))) {
        assert.ok(!matches(join(folder, name), join(folder, pattern)), `${name} is none of ${pattern}`);
      }
    });
  }

  it('have a folder that is known', () => {
    assert.equal(fixedFolder(join(folder, '2024', '*.csv')), join(folder, '2024'));
    assert.equal(fixedFolder('/*.csv'), '/');
  });

  it('have a stamp that changes when a file is added, changed or removed', async () => {
    const stamp = (): Promise<string> => stampOf([join(folder, '2024', '*.csv'), join(folder, 'later.csv')]);
    const stamps = [await stamp()];
    await writeFile(join(folder, '2024', 'c.csv'), 'x\n1\n');
    stamps.push(await stamp());
    await writeFile(join(folder, '2024', 'c.csv'), 'x\n1\n2\n');
    stamps.push(await stamp());
    await writeFile(join(folder, 'later.csv'), '');
    stamps.push(await stamp());
    await rm(join(folder, '2024', 'a.csv'));
    stamps.push(await stamp());
    await writeFile(join(folder, '2024', 'other.txt'), '');
    assert.equal(await stamp(), stamps.at(-1));
    assert.equal(new Set(stamps).size, stamps.length);
  });
});
