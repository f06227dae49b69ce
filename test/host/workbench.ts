import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { root } from '../../scripts/processes.js';
import { type Server } from '../../scripts/host/server.js';

/** What the workbench is asked to load beside the folder. */
export interface Load {
  readonly folder: string;
  /** An extension in development. */
  readonly extension?: string;
  /** Index of a suite to run inside the extension host. */
  readonly tests?: string;
}

/** The workbench's address. */
export function address({ port }: Server, { folder, extension, tests }: Load): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${String(port)}${file}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${String(port)}/?${query.toString()}`;
}

/** How long something awaited may take to be seen before it is taken never to come. */
const PATIENCE_MS = 300_000;

/** A page of a size at which an editor and the panel beside it can be read. */
export async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Keeps a picture for a person to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(root, '.cache/screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
