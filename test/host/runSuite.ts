import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { suiteIndex } from '../../scripts/host/bundle.js';
import { type Session } from './session.js';
import { type Line, type Tally } from './tally.js';
import { address, newPage, screenshot } from './workbench.js';

/** How long a whole suite may take before it counts as hung. */
const limit = 3_600_000;

/** What ended the suite: its own report to the workbench, or what went wrong instead. */
type End = { readonly code: number } | { readonly trouble: string };

/** Runs the mocha suite inside the extension host of `extension` and prints what it reported. */
export async function runSuite(session: Session, extension: string): Promise<Tally> {
  const page = await newPage(session.browser);
  const messages: string[] = [];
  const end = await new Promise<End>((resolve) => {
    const timer = setTimeout(() => resolve({ trouble: `it did not end within ${String(limit / 1000)} s` }), limit);
    const settle = (end: End): void => {
      clearTimeout(timer);
      resolve(end);
    };
    const open = async (): Promise<void> => {
      await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => void messages.push(`${type}: ${args.join(' ')}`));
      await page.exposeFunction('codeAutomationExit', (code: number) => settle({ code }));
      page.on('console', (message) => {
        messages.push(message.text());
        if (hostDied(message.text())) settle({ trouble: `the extension host died: ${message.text()}` });
      });
      await page.goto(address(session.server, { folder: session.workspace, extension, tests: suiteIndex }));
    };
    open().catch((error: unknown) => settle({ trouble: String(error) }));
  });
  const lines = await readReport(session.report);
  const trouble = troubleOf(end, lines);
  if (trouble !== undefined) await screenshot(page, 'suite-trouble');
  await page.close();
  print(lines, trouble, messages);
  return tally(lines, trouble);
}

/** The workbench reports status 0 for an extension host that is gone. */
function hostDied(message: string): boolean {
  return (
    /\[remote-connection\].*\[ExtensionHost\].*(socket close|reconnect)/i.test(message) ||
    /Extension host .*terminated unexpectedly/i.test(message)
  );
}

async function readReport(file: string): Promise<Line[]> {
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

function troubleOf(end: End, lines: readonly Line[]): string | undefined {
  if ('trouble' in end) return end.trouble;
  const last = lines.at(-1);
  if (last?.kind !== 'end') return 'it ended without a report of its end';
  if (last.passed + last.failed === 0) return 'it ran no test';
  if (end.code !== 0 && last.failed === 0) return `the host ended with status ${String(end.code)} though no test failed`;
  return undefined;
}

function print(lines: readonly Line[], trouble: string | undefined, messages: readonly string[]): void {
  for (const line of lines) {
    if (line.kind !== 'test') continue;
    console.log(`  ${line.error === undefined ? '✔' : '✘'} ${line.title} (${String(line.milliseconds)} ms)`);
    if (line.error !== undefined) console.log(line.error.replace(/^/gm, '      '));
  }
  if (trouble === undefined) return;
  console.log(`  ✘ the suite did not finish: ${trouble}`);
  for (const message of messages.slice(-20)) console.log(`      ${message.slice(0, 300)}`);
}

function tally(lines: readonly Line[], trouble: string | undefined): Tally {
  const tests = lines.filter((line) => line.kind === 'test');
  const failed = tests.filter((line) => line.error !== undefined).length;
  return { passed: tests.length - failed, failed: failed + (trouble === undefined ? 0 : 1) };
}
