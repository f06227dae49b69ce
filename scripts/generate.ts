import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildParserFile } from '@lezer/generator';
import { main, root } from './processes.js';

const folder = path.join(root, 'server/src/engine/expr');

/** The files made from the grammar of model expressions, by name. */
async function generated(): Promise<Map<string, string>> {
  const grammar = await readFile(path.join(folder, 'model.grammar'), 'utf8');
  const { parser, terms } = buildParserFile(grammar, { fileName: 'model.grammar', typeScript: true });
  return new Map([
    ['parser.generated.ts', parser],
    ['parser.generated.terms.ts', terms],
  ]);
}

async function isCurrent(name: string, text: string): Promise<boolean> {
  const file = path.join(folder, name);
  return existsSync(file) && (await readFile(file, 'utf8')) === text;
}

/** Writes the generated parser; with `--check` only says whether the one in the tree is out of date. */
await main(async () => {
  const checking = process.argv.includes('--check');
  const stale: string[] = [];
  for (const [name, text] of await generated()) {
    if (await isCurrent(name, text)) continue;
    stale.push(name);
    if (!checking) await writeFile(path.join(folder, name), text);
  }
  if (!checking || stale.length === 0) return 0;
  console.error(`${stale.join(', ')} is not what model.grammar generates: run \`npm run generate\`.`);
  return 1;
});
