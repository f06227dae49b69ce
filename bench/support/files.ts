import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built command line. */
export const cli = join(import.meta.dirname, '../../dist/cli.js');

/** A folder for the data of a measurement; `remove` takes it away again, at the latest when the bench ends. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'livelihood-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  return { folder, remove };
}
