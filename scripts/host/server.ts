import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Refusal } from '../processes.js';
import { type Host } from './setup.js';

/** A running VS Code server. */
export interface Server {
  readonly port: number;
  /** Its profile: user data and extensions. */
  readonly profile: string;
  /** What it has printed so far. */
  readonly log: () => string;
  /** Settles when it has ended by itself. */
  readonly ended: Promise<void>;
  /** Ends it with all its children and waits for that. */
  readonly stop: () => Promise<void>;
}

interface Options {
  /** A folder that outlives the server; without it a temporary one is made and removed. */
  readonly profile?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where nothing else listens on it; else, and without it, any free port. */
  readonly port?: number;
}

/** Defaults that keep the workbench still and local: the web default would save over fixtures. */
const settings = {
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

const flags = [
  ['--auth', 'none'],
  ['--disable-workspace-trust'],
  ['--disable-getting-started-override'],
  ['--disable-telemetry'],
  ['--disable-update-check'],
].flat();

/** Starts the host on a free port of 127.0.0.1 and waits until it listens. */
export async function startServer(host: Host, options: Options = {}): Promise<Server> {
  const profile = options.profile ?? (await mkdtemp(path.join(os.tmpdir(), 'livelihood-host-')));
  await writeProfile(profile);
  const child = spawn(
    host.node,
    [
      host.entry,
      '--bind-addr',
      `127.0.0.1:${String(await freePort(options.port))}`,
      ...flags,
      ...locations(profile),
      ...variantFlags(host),
    ],
    {
      cwd: profile,
      env: { ...environment(profile), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group, so that ending it also ends the extension hosts.
      detached: true,
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    await endGroup(child);
    if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const { port, log } = await listening(child);
    return { port, profile, log, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the server keeps its state, as command-line flags. */
export function locations(profile: string): string[] {
  const at = (name: string): string => path.join(profile, name);
  return ['--user-data-dir', at('data'), '--extensions-dir', at('extensions'), '--config', at('config.yaml')];
}

/** The server's environment: no gallery, and nothing of the user's own VS Code. */
export function environment(profile: string): NodeJS.ProcessEnv {
  return { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: profile, NODE_OPTIONS: '', VSCODE_IPC_HOOK_CLI: undefined };
}

function variantFlags(host: Host): string[] {
  return host.variant === 'current' ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
}

async function writeProfile(profile: string): Promise<void> {
  const user = path.join(profile, 'data', 'User');
  const file = path.join(user, 'settings.json');
  await mkdir(user, { recursive: true });
  // A profile that is kept holds what its user has set since.
  if (!existsSync(file)) await writeFile(file, JSON.stringify(settings, null, 2));
  await writeFile(path.join(profile, 'config.yaml'), '');
}

/** The requested port where it is free; 0 lets the system choose. */
async function freePort(wish = 0): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wish, '127.0.0.1', () => probe.close(() => resolve(wish)));
  });
}

const startLimit = 300_000;

function listening(child: ChildProcess): Promise<{ port: number; log: () => string }> {
  let output = '';
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Refusal(`${output}\nThe browser host of VS Code did not start; what it printed is above.`));
    const timer = setTimeout(refuse, startLimit);
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve({ port: Number(port), log: () => output });
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', refuse);
  });
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(pid, 'SIGTERM');
  const hard = setTimeout(() => signalGroup(pid, 'SIGKILL'), 3_000);
  await ended;
  clearTimeout(hard);
  // The leader is gone; whatever of its group is left goes too.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has already ended.
  }
}
