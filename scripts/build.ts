import { Refusal, runNode } from './processes.js';

/** Bundles the product into dist/. */
export async function build(): Promise<void> {
  const { status, output } = await runNode(['esbuild.js']);
  process.stderr.write(output);
  if (status !== 0) throw new Refusal('The build failed: the messages are above.');
}
