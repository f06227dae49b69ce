import { main, runNode } from './processes.js';

/** Everything that must hold before a commit, each with the module that holds it. */
const checks: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'types of the panel', args: ['node_modules/typescript/bin/tsc', '-p', 'media'] },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js', '--treat-config-hints-as-errors'] },
  {
    name: 'import directions',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--output-type',
      'err-long',
      'server',
      'client',
      'media',
      'scripts',
      'test/host',
    ],
  },
  { name: 'map of rooms', args: ['scripts/run.js', 'rooms', '--check'] },
  { name: 'generated parser', args: ['scripts/run.js', 'generate', '--check'] },
];

/** Runs every check, also after one that fails, and names those that do. */
await main(async () => {
  const failed: string[] = [];
  for (const { name, args } of checks) {
    const started = performance.now();
    const { status, output } = await runNode(args);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (status === 0) continue;
    failed.push(name);
    console.log(output.trimEnd());
  }
  console.log(failed.length === 0 ? 'All checks hold.' : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
});
