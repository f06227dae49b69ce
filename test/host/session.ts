import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/host/chromium.js';
import { environment, locations, type Server, startServer } from '../../scripts/host/server.js';
import { type Host } from '../../scripts/host/setup.js';
import { Refusal, root, run } from '../../scripts/processes.js';
import { reportVariable, workspaceVariable } from './tally.js';

/** Everything that a run of the host needs, made for it alone and removed after it. */
export interface Session {
  readonly server: Server;
  readonly browser: Browser;
  /** A copy of examples/ with the suite's own files. */
  readonly workspace: string;
  /** Where the suite inside the extension host reports. */
  readonly report: string;
}

/** Opens a session, hands it to `body`, and ends server and browser whatever happens. */
export async function withSession<T>(host: Host, vsix: string | undefined, body: (session: Session) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'livelihood-run-'));
  const workspace = path.join(folder, 'workspace');
  const report = path.join(folder, 'report.ndjson');
  const profile = path.join(folder, 'profile');
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 3 })];
  const end = async (): Promise<void> => {
    for (let last = ends.pop(); last !== undefined; last = ends.pop()) await last();
  };
  const release = endOnSignal(end);
  try {
    await copyWorkspace(workspace);
    const server = await startServer(host, { profile, env: { [reportVariable]: report, [workspaceVariable]: workspace } });
    ends.push(() => server.stop());
    if (vsix !== undefined) await installPackage(host, profile, vsix);
    const browser = await launchChromium();
    ends.push(() => browser.close());
    return await body({ server, browser, workspace, report });
  } finally {
    release();
    await end();
  }
}

async function copyWorkspace(workspace: string): Promise<void> {
  for (const source of ['examples', 'test/host/workspace']) await cp(path.join(root, source), workspace, { recursive: true });
}

async function installPackage(host: Host, profile: string, vsix: string): Promise<void> {
  const args = [host.entry, ...locations(profile), '--install-extension', vsix];
  const { status, output } = await run(host.node, args, { env: environment(profile) });
  if (status !== 0) throw new Refusal(`${output}\nThe package could not be installed in the host; its message is above.`);
}

/** Ctrl+C and a wrapper's SIGTERM must leave no server behind. */
function endOnSignal(end: () => Promise<void>): () => void {
  const onSignal = (): void => void end().finally(() => process.exit(130));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}
