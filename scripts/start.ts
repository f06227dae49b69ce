import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.js';
import { startServer } from './host/server.js';
import { setUpHost } from './host/setup.js';
import { main, onPath, root } from './processes.js';

const examples = path.join(root, 'examples');

/** A port that stays the same from run to run, so that the browser finds its settings and open files again. */
const port = 8127;

/** Opens the examples in VS Code with this extension: the desktop version where there is one, otherwise in the browser. */
await main(async () => {
  await build();
  if (onPath('code') && openDesktop()) return 0;
  return serveBrowser();
});

function openDesktop(): boolean {
  const shell = process.platform === 'win32';
  const { status } = spawnSync('code', [`--extensionDevelopmentPath=${root}`, examples], { stdio: 'inherit', shell });
  if (status === 0) console.log('VS Code opens on examples/: click suspicious-coin.fit.yaml.');
  else console.log('VS Code could not be started with `code`; its message is above. The browser takes its place.');
  return status === 0;
}

async function serveBrowser(): Promise<number> {
  const host = await setUpHost('default');
  const profile = path.join(root, '.cache/host');
  await registerExtension(profile);
  const server = await startServer(host, { profile, port });
  const url = `http://127.0.0.1:${String(server.port)}/?folder=${encodeURI(examples)}`;
  console.log(`\nVS Code with Livelihood is open on examples/ at\n\n  ${url}\n\nClick suspicious-coin.fit.yaml there. Ctrl+C ends it.`);
  openBrowser(url);
  await Promise.race([interrupted(), server.ended]);
  await server.stop();
  return 0;
}

/** Lists this folder as an installed extension of the profile, so that a plain address loads it. */
async function registerExtension(profile: string): Promise<void> {
  const { name, publisher, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const entry = {
    identifier: { id: `${String(publisher)}.${String(name)}` },
    version,
    location: { $mid: 1, path: root, scheme: 'file' },
    metadata: { installedTimestamp: Date.now(), source: 'resource' },
  };
  const folder = path.join(profile, 'extensions');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'extensions.json'), JSON.stringify([entry]));
}

function openBrowser(url: string): void {
  const desktop = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (desktop === undefined || desktop === '' || !onPath('xdg-open')) return;
  spawnSync('xdg-open', [url], { stdio: 'ignore', timeout: 5_000 });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process
      .once('SIGINT', () => resolve())
      .once('SIGTERM', () => resolve())
      .once('SIGHUP', () => resolve());
  });
}
