import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import { onPath, Refusal } from '../processes.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const advice =
  'No Chromium was found. Install it (Debian and Ubuntu: `sudo apt-get install chromium`; elsewhere Chrome or Chromium on the PATH) and run the command again.';

/** The Chromium of this machine; installs Debian's where there is none and apt-get may be used. */
export function findChromium(): string {
  const found = names.find(onPath);
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) installChromium();
  const installed = names.find(onPath);
  if (installed === undefined) throw new Refusal(advice);
  return installed;
}

function installChromium(): void {
  console.error('Installing Chromium with apt-get (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
    stdio: ['ignore', 2, 2],
    env,
  });
}

/** Starts Chromium without a window; it can reach this machine only. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: pathOf(findChromium()),
    args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
    // The runner ends what it has started itself, in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function pathOf(program: string): string {
  return spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim();
}
