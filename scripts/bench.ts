import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './processes.js';

// Bundled as the product is, so that the code that is measured is the code that runs in an editor.
const outdir = path.join(root, '.cache/bench');
await build({
  entryPoints: { main: 'bench/main.ts', livelihood: 'bench/livelihood.ts' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  outdir,
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
});
await import(pathToFileURL(path.join(outdir, 'main.mjs')).href);
