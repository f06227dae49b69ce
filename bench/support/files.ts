import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A bundle is measured, as users run one; its files are where the repository has them, from which it is started. */
export const inBench = (...parts: string[]): string => resolve('bench', ...parts);
export const examples = resolve('examples');
const dist = (part: string): string => resolve('dist', part);
/** The bundle of our side of a comparison. */
export const livelihood = resolve('.cache/bench/livelihood.mjs');

/** The built command line, and the built thread that helps with sums over rows. */
export const cli = dist('cli.js');
export const helper = dist('helper.js');

/** A folder for the data of a measurement; `remove` takes it away again, at the latest when the bench ends. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'livelihood-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return { folder, remove };
}
