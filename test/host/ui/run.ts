import { type Session } from '../session.js';
import { type Tally } from '../tally.js';
import { address, newPage, screenshot } from '../workbench.js';
import { scenarios } from './index.js';
import { Workbench } from './workbench.js';
import { type Scenario } from './scenario.js';

/** How long a scenario may take before it counts as hung. */
const limit = 600_000;

/** The browser's complaint about something that the panel's policy forbids; the nonce distinguishes it from the workbench's own policy. */
const ourPolicy = /Content Security Policy.*'nonce-[A-Za-z0-9+/]{22}==/s;

/** Runs every scenario on a fresh workbench; a failing one leaves a picture `failed-NAME`. */
export async function runScenarios(session: Session, extension: string | undefined): Promise<Tally> {
  let passed = 0;
  for (const scenario of scenarios) if (await runScenario(session, extension, scenario)) passed++;
  return { passed, failed: scenarios.length - passed };
}

async function runScenario(session: Session, extension: string | undefined, scenario: Scenario): Promise<boolean> {
  const page = await newPage(session.browser);
  const started = performance.now();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (ourPolicy.test(message.text())) refused.push(message.text());
  });
  try {
    await page.goto(address(session.server, { folder: session.workspace, ...(extension === undefined ? {} : { extension }) }));
    await withLimit(scenario.run(new Workbench(page)));
    if (refused.length > 0) throw new Error(`the panel broke its security policy: ${refused.join('; ')}`);
    console.log(`  ✔ ${scenario.name} (${String(Math.round(performance.now() - started))} ms)`);
    return true;
  } catch (error) {
    await screenshot(page, `failed-${scenario.name.replaceAll(/\W+/g, '-')}`).catch(() => undefined);
    console.log(`  ✘ ${scenario.name}\n${String(error instanceof Error ? error.stack : error).replace(/^/gm, '      ')}`);
    return false;
  } finally {
    await page.close();
  }
}

async function withLimit(body: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${String(limit / 1000)} s`)), limit);
  });
  try {
    await Promise.race([body, late]);
  } finally {
    clearTimeout(timer);
  }
}
