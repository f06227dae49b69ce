import { existsSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.js';
import { Refusal, root, runNode } from './processes.js';

/** What cannot be bundled: DuckDB loads a native binding. */
const native = '@duckdb/node-api';
const shipped = path.join(root, 'dist/node_modules');

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Builds the product and packs it for this platform; answers the file's path. */
export async function makePackage(): Promise<string> {
  // Only what this build makes may be packed.
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await build();
  const { version } = await manifest(root);
  const target = `${process.platform}-${process.arch}`;
  const file = path.join(root, `livelihood-${target}-${version}.vsix`);
  try {
    await ship(native, new Set());
    await vsce(['package', '--no-dependencies', '--target', target, '--out', file]);
  } finally {
    // Development goes on with the packages of node_modules.
    await rm(shipped, { recursive: true, force: true });
  }
  return file;
}

/** Copies a package and what it needs; of the bindings only those that are installed, which are this platform's. */
async function ship(name: string, done: Set<string>): Promise<void> {
  const from = path.join(root, 'node_modules', name);
  if (done.has(name) || !existsSync(from)) return;
  done.add(name);
  await cp(from, path.join(shipped, name), { recursive: true, filter: (file) => !/[.](d[.]ts|map)$/.test(file) });
  const { dependencies = {}, optionalDependencies = {} } = await manifest(from);
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) await ship(next, done);
}

async function manifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

async function vsce(args: readonly string[]): Promise<void> {
  const { status, output } = await runNode([
    'node_modules/@vscode/vsce/vsce',
    ...args,
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
  ]);
  if (status !== 0) throw new Refusal(`${output}\nThe package could not be made; the message is above.`);
}
