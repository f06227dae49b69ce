import assert from 'node:assert/strict';
import { type Scenario } from './scenario.js';
import { type Workbench } from './workbench.js';

/** What the panel has shown while it was watched. */
interface Watched {
  /** The fewest plots at any moment. */
  fewest: number;
  /** States of the fit, each once. */
  readonly chips: string[];
  readonly empty: string[];
}

/** A script of the panel: it looks at every change from here on. */
const watcher = `(() => {
  const body = document.body;
  const seen = { fewest: Infinity, chips: [], empty: [] };
  const look = () => {
    seen.fewest = Math.min(seen.fewest, body.querySelectorAll('figure svg').length);
    const chips = [...body.querySelectorAll('.chip')].map((chip) => chip.className + ': ' + chip.textContent).join(' | ');
    if (!seen.chips.includes(chips)) seen.chips.push(chips);
    seen.empty.push(...[...body.querySelectorAll('.empty')].map((each) => each.textContent));
  };
  new MutationObserver(look).observe(body, { childList: true, subtree: true });
  window.seenByTest = seen;
})()`;

const ask = async <T>({ panel }: Workbench, script: string): Promise<T> => await panel.locator('body').evaluate(script);

/** What the panel says while a file is edited. */
export const liveScenarios: readonly Scenario[] = [
  {
    name: 'plots and place stay while a prior is edited, and nothing has converged before it has',
    async run(workbench) {
      await workbench.openFile('ridge.fit.yaml');
      await workbench.status.filter({ hasText: 'MAP' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.locator('.chip.good').waitFor();
      await workbench.panel.locator('figure svg').nth(8).waitFor();
      await workbench.panel.locator('figure').nth(6).scrollIntoViewIfNeeded();
      const scroll = (): Promise<number> => ask(workbench, 'document.documentElement.scrollTop');
      const before = await scroll();
      assert.ok(before > 0, 'the panel is longer than the window');
      await ask(workbench, watcher);
      for (const [from, to] of [
        ['Normal(0, 20)', 'Normal(0, 19)'],
        ['Normal(0, 19)', 'Normal(0, 18)'],
        ['Normal(0, 18)', 'Normal(0, 15)'],
      ] as const)
        await workbench.replaceInEditor(from, to);
      await workbench.panel.getByText('prior Normal(0, 15)').first().waitFor();
      await workbench.screenshot('live-edit');
      await workbench.panel.locator('.chip.good').waitFor();
      const { fewest, chips, empty } = await ask<Watched>(workbench, 'window.seenByTest');
      assert.ok(fewest >= 9, `no more than ${String(fewest)} plots were there at some moment`);
      assert.deepEqual(empty, []);
      assert.ok(
        chips.some((each) => each.includes('stale')),
        chips.join('\n'),
      );
      assert.ok(!chips.some((each) => each.includes('good') && each.includes('|')), chips.join('\n'));
      assert.ok(Math.abs((await scroll()) - before) < 300, 'the place has moved');
    },
  },
  {
    name: 'a broken file is stale and not fitted, and says nothing of convergence',
    async run(workbench) {
      await workbench.openFile('biased-coin.fit.yaml');
      await workbench.status.filter({ hasText: '0.700' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.locator('.chip.good').waitFor();
      await workbench.replaceInEditor('Beta(16, 16)', 'Beta(16, ');
      await workbench.panel.getByText('not fitted').waitFor();
      assert.equal(await workbench.panel.getByText('converged', { exact: true }).count(), 0);
      assert.ok((await workbench.panel.locator('figure svg').count()) > 0, 'the last plots stay');
      await workbench.screenshot('live-broken');
    },
  },
];
