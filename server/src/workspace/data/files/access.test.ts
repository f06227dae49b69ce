import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readSpec } from '../../../language/spec/read.js';
import { Loader } from '../../loader.js';
import { type Access, accessOfProcess, foldersFor, fullAccess, outsideFailure } from './access.js';
import { TestFolder } from '../testing.js';

describe('what an estimation file may read', () => {
  let base = '';
  let inside = '';
  before(async () => {
    base = await mkdtemp(join(tmpdir(), 'livelihood-test-'));
    inside = join(base, 'work');
    await mkdir(join(inside, 'data'), { recursive: true });
    await mkdir(join(base, 'workshop'));
    await writeFile(join(base, 'secret.csv'), 'y\n1\n');
    await writeFile(join(inside, 'own.csv'), 'y\n1\n');
    await symlink(join(base, 'secret.csv'), join(inside, 'link.csv'));
    await symlink(join(base, 'nowhere.csv'), join(inside, 'broken.csv'));
    await symlink(base, join(inside, 'up'));
    await symlink(inside, join(base, 'entrance'));
  });
  after(() => rm(base, { recursive: true, force: true }));

  const allowed = async (path: string, within = [inside]): Promise<boolean> => (await outsideFailure(path, within)) === undefined;

  it('lies in a folder of the workspace, links followed, whether it is there or not', async () => {
    for (const path of ['own.csv', 'data', 'new/new.csv', '.', 'data/../own.csv']) assert.ok(await allowed(join(inside, path)), path);
    for (const path of ['../secret.csv', 'link.csv', 'broken.csv', 'up/secret.csv', 'up/new.csv', '../workshop', '..']) {
      assert.ok(!(await allowed(join(inside, path))), path);
    }
    assert.ok(!(await allowed('/etc/hostname')));
    assert.ok(await allowed(join(base, 'entrance', 'own.csv'), [join(base, 'entrance')]), 'a workspace that is a link itself');
  });

  it('is everything where there is trust, and the file’s own folder where there is no workspace', () => {
    assert.equal(foldersFor(fullAccess, '/a/b.fit.yaml'), undefined);
    assert.deepEqual(foldersFor({ trusted: false, folders: [] }, '/a/b.fit.yaml'), ['/a']);
  });

  it('is limited for a command line that is told its folders', () => {
    const { env } = process;
    assert.deepEqual(accessOfProcess(), fullAccess);
    env['LIVELIHOOD_WITHIN'] = ['/a', '/b'].join(delimiter);
    try {
      assert.deepEqual(accessOfProcess(), { trusted: false, folders: ['/a', '/b'] });
    } finally {
      delete env['LIVELIHOOD_WITHIN'];
    }
  });

  describe('by path, pattern, query or folder of images', () => {
    const files = new TestFolder();
    before(async () => {
      await files.open();
    });
    after(() => files.close());

    const messageFor = async (data: string, access: Access): Promise<string> => {
      const { spec } = readSpec(`data: ${data}\nmodel: y ~ Normal(m, 1)\nparameters:\n  m:\n`);
      const loader = new Loader(files.reader, undefined, () => access);
      const { problems } = await loader.load(join(inside, 'm.fit.yaml'), spec, new AbortController().signal);
      return problems.map(({ message }) => message).join();
    };

    it('is refused outside of a workspace without trust, and read with it', async () => {
      const without = { trusted: false, folders: [inside] };
      const outside = [
        '../secret.csv',
        join(base, 'secret.csv'),
        'link.csv',
        'up/secret.csv',
        '"../*.csv"',
        '"l*.csv"',
        '"up/s*.csv"',
        '{ query: "select * from \'../secret.csv\'" }',
        '{ query: "select * from \'link.csv\'" }',
        '{ query: "select * from \'*.csv\'" }',
        `{ query: "select content as y from read_text('${join(base, 'secret.csv')}')" }`,
        '{ query: "select 1 as y from glob(\'../*\')" }',
        '{ images: up/workshop }',
      ];
      for (const data of outside) assert.match(await messageFor(data, without), /outside the folder of this workspace.*not trusted/, data);
      for (const data of outside.slice(0, 9)) assert.doesNotMatch(await messageFor(data, fullAccess), /trusted/, data);
      assert.equal(await messageFor('own.csv', without), '');
      assert.equal(await messageFor('{ query: "select * from \'own.csv\'" }', without), '');
    });
  });
});
