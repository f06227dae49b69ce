// @ts-check
// Every npm script starts here: with Node alone it brings node_modules up to date, then hands over to the task of that name in TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages ?? {};
}

/** npm keeps a hidden copy of the lock beside what it has installed: true where both say the same. */
function installed() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  const have = packagesOf('node_modules/.package-lock.json');
  const want = Object.entries(packagesOf('package-lock.json')).filter(([name]) => name !== '');
  return want.every(([name, { version, optional }]) => (have[name] ? have[name].version === version : optional === true));
}

function install() {
  console.error('Installing the packages of package-lock.json (once) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const shell = process.platform === 'win32';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (status === 0) return;
  console.error('npm could not install the packages: its message is above. Check the connection to the npm registry and try again.');
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  console.error(`Livelihood is developed with Node 20.11 or later; this is ${process.version}. Install a later Node and try again.`);
  process.exit(1);
}
if (!installed()) install();
process.chdir(root);
const { register } = await import('tsx/esm/api');
register();
await import(`./${process.argv[2] ?? ''}.ts`);
