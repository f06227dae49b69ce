import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../processes.js';

const suite = path.join(root, 'test/host/suite');
const out = path.join(root, 'dist/test');

/** The entry of the bundled suite: the extension host calls its `run`. */
export const suiteIndex = path.join(out, 'suite/index.js');

/** An empty extension: the host runs a suite only for an extension in development, and the packaged product is not one. */
export const probe = path.join(out, 'probe');

/** Bundles the suite that runs inside the extension host, one file for each test file. */
export async function bundleSuite(): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await writeProbe();
  const files = (await readdir(suite)).filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  await build({
    entryPoints: files.map((file) => path.join(suite, file)),
    outdir: path.dirname(suiteIndex),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    define: { 'import.meta.dirname': '__dirname' },
    logLevel: 'warning',
  });
}

async function writeProbe(): Promise<void> {
  const manifest = { name: 'probe', publisher: 'livelihood', version: '0.0.0', engines: { vscode: '*' } };
  await mkdir(probe, { recursive: true });
  await writeFile(path.join(probe, 'package.json'), JSON.stringify(manifest));
}
