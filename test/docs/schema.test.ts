import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { root } from '../../scripts/processes.js';
import { estimationSchema } from '../../scripts/reference/schema.js';

/** Estimation files that are right, by their path. */
async function estimationFiles(): Promise<readonly string[]> {
  const folders = ['examples', 'test/reference', 'test/host/workspace'];
  const found = await Promise.all(
    folders.map(async (folder) => (await readdir(path.join(root, folder), { recursive: true })).map((name) => path.join(folder, name))),
  );
  return found.flat().filter((name) => name.endsWith('.fit.yaml'));
}

describe('the JSON Schema of estimation files', () => {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  ajv.addKeyword('markdownDescription');

  /** Where the schema finds fault with a text. */
  async function faults(text: string): Promise<string[]> {
    const validate = ajv.compile(JSON.parse(await estimationSchema()) as object);
    validate(parse(text));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }

  it('accepts the files of the examples and of the reference cases', async () => {
    const files = await estimationFiles();
    assert.ok(files.length > 50, 'there are files to look at');
    for (const name of files) assert.deepEqual(await faults(await readFile(path.join(root, name), 'utf8')), [], name);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['a key that is misspelled', 'dta: a.csv\nmodel: y ~ Normal(0, 1)\n', /must NOT have additional properties/],
    ['an unknown setting', 'settings: { sead: 3 }\n', /^\/settings .*additional/],
    ['a coverage above 1', 'settings: { interval: 95 }\n', /^\/settings\/interval must be < 1/],
    ['a setting of a closed set', 'settings: { missing: skip }\n', /^\/settings\/missing must be equal to one of/],
    ['a bound that is text', 'parameters: { a: { lower: low } }\n', /^\/parameters\/a\/lower must be number/],
  ];
  for (const [what, text, fault] of wrong) it(`finds ${what}`, async () => assert.match((await faults(text)).join('\n'), fault));

  it('lets columns have any name', async () => {
    assert.deepEqual(await faults('data: { weird-name: [1, 2] }\n'), []);
  });
});
