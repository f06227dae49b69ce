// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  sourcemap: true,
  logLevel: 'warning',
  // UMD `main` entries of some packages cannot be bundled; their ES modules can.
  mainFields: ['module', 'main'],
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // DuckDB loads a native binding and stays in node_modules.
  external: ['vscode', '@duckdb/*'],
  // The sources are ES modules: give the CommonJS bundles their own idea of where they are.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** @type {esbuild.BuildOptions[]} */
const bundles = [
  { ...node, entryPoints: { client: 'client/src/extension.ts' } },
  { ...node, entryPoints: { server: 'server/src/main.ts' } },
  { ...node, entryPoints: { worker: 'server/src/worker.ts' } },
  { ...node, entryPoints: { helper: 'server/src/helper.ts' } },
  { ...node, entryPoints: { textWorker: 'server/src/textWorker.ts' } },
  { ...node, entryPoints: { reader: 'server/src/workspace/data/reader.ts' } },
  { ...node, entryPoints: { cli: 'server/src/cli/main.ts' }, banner: { js: `#!/usr/bin/env node\n${node.banner?.js ?? ''}` } },
  { ...shared, entryPoints: { panel: 'media/src/main.ts' }, platform: 'browser', target: 'es2022', format: 'iife', minify: true },
];

async function main() {
  const watch = process.argv.includes('--watch');
  await mkdir('dist', { recursive: true });
  // The bundles are CommonJS inside a package of ES modules.
  await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
  const outdir = 'dist';
  const builds = bundles.map((bundle) => ({ ...bundle, outdir }));
  if (!watch) return void (await Promise.all(builds.map((options) => esbuild.build(options))));
  const contexts = await Promise.all(builds.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('[watch] build finished');
}

try {
  await main();
} catch {
  // esbuild has printed what is wrong and where.
  process.exitCode = 1;
}
