import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runHostTests } from '../test/host/run.js';
import { add, type Tally } from '../test/host/tally.js';
import { build } from './build.js';
import { runMocha } from './mocha.js';
import { main, Refusal, root } from './processes.js';
import { makePackage } from './vsix.js';

/** Every suite by the name under which `npm run test:NAME` runs it alone; `current` and `neovim` are run only when they are asked for. */
const suites: Readonly<Record<string, () => Promise<Tally>>> = {
  unit: () => runMocha(['server/src/**/*.test.ts', 'client/src/**/*.test.ts', 'media/src/**/*.test.ts', 'test/docs/**/*.test.ts']),
  // The generated code as later versions of Node run it: products and sums with one rounding.
  fused: () => runMocha(['server/src/engine/{kernel,terms,wasm}/**/*.test.ts'], ['experimental-wasm-relaxed-simd']),
  protocol: () => runMocha(['test/{protocol,storm}/**/*.test.ts']),
  reference: () =>
    runMocha(['test/reference/**/*.test.ts', 'test/corpus/**/*.test.ts', 'test/findings/**/*.test.ts', 'test/profiles/**/*.test.ts']),
  host: () => runHostTests({ variant: 'default' }),
  packaged: async () => runHostTests({ variant: 'default', vsix: await makePackage() }),
  current: () => runHostTests({ variant: 'current' }),
  // Through the client of Neovim, which has to be there.
  neovim: () => runMocha(['test/editors/**/*.test.ts']),
};

const everyTime = ['unit', 'fused', 'protocol', 'reference', 'host', 'packaged'];

/** A suite that throws or counts no test is a failure. */
async function runSuite(name: string): Promise<Tally> {
  console.log(`\n── ${name} ${'─'.repeat(60)}`);
  try {
    const tally = await suites[name]?.();
    if (tally === undefined) throw new Refusal(`There is no suite ${name}: choose from ${Object.keys(suites).join(', ')}.`);
    if (tally.passed + tally.failed > 0) return tally;
    console.log(`The suite ${name} ran no test; this counts as a failure.`);
  } catch (error) {
    console.log(error instanceof Refusal ? error.message : error);
  }
  return { passed: 0, failed: 1 };
}

/** Runs the suites named on the command line, or all; the last line is the sum over them. */
await main(async () => {
  const named = process.argv.slice(3);
  await mkdir(path.join(root, '.cache'), { recursive: true });
  let sum: Tally = { passed: 0, failed: 0 };
  const lines: string[] = [];
  try {
    await build();
    for (const name of named.length > 0 ? named : everyTime) {
      const tally = await runSuite(name);
      lines.push(`${name}: ${String(tally.passed)} passed, ${String(tally.failed)} failed`);
      sum = add(sum, tally);
    }
  } catch (error) {
    console.log(error instanceof Refusal ? error.message : error);
    sum = add(sum, { passed: 0, failed: 1 });
  }
  console.log(`\n${lines.join('\n')}\n\n${String(sum.passed)} passed, ${String(sum.failed)} failed`);
  return sum.failed === 0 ? 0 : 1;
});
