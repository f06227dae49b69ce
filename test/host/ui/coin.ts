import assert from 'node:assert/strict';
import { type Scenario } from './scenario.js';

const coin = 'suspicious-coin.fit.yaml';

/** What the first minute with the first example shows. The edit comes last: it stays in the workspace, unsaved. */
export const coinScenarios: readonly Scenario[] = [
  {
    name: 'the coin shows its estimates beside the parameter, above the file and in the status bar',
    async run(workbench) {
      await workbench.openFile(coin);
      await workbench.lens
        .filter({ hasText: /compare/i })
        .first()
        .waitFor();
      await workbench.status.filter({ hasText: '0.700' }).waitFor();
      await workbench.editorText('0.550').waitFor();
      await workbench.screenshot('coin');
    },
  },
  {
    name: 'the hover on theta has both estimates and a picture',
    async run(workbench) {
      await workbench.openFile(coin);
      await workbench.status.filter({ hasText: '0.700' }).waitFor();
      const hover = await workbench.hover('theta', 'Beta', 'img');
      await hover.filter({ hasText: '0.700' }).filter({ hasText: '0.550' }).waitFor();
      await workbench.screenshot('hover');
    },
  },
  {
    name: 'the comparison has a table of both estimates, also in a dark theme',
    async run(workbench) {
      await workbench.openFile(coin);
      await workbench.status.filter({ hasText: '0.700' }).waitFor();
      await workbench.command('Livelihood: Compare MLE vs MAP');
      const table = workbench.panel.locator('table').first();
      await table.waitFor();
      const text = await table.innerText();
      assert.match(text, /0\.700/);
      assert.match(text, /0\.550/);
      await workbench.screenshot('compare');
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
      await workbench.screenshot('compare-dark');
    },
  },
  {
    name: 'the panel draws the curves and follows an edit',
    async run(workbench) {
      await workbench.openFile(coin);
      await workbench.status.filter({ hasText: '0.700' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.locator('svg [aria-label=line] path').first().waitFor();
      await workbench.panel.getByText('0.550').first().waitFor();
      await workbench.screenshot('panel');
      await workbench.replaceInEditor('Beta(16, 16)', 'Beta(2, 16)');
      await workbench.panel.getByText('0.308').first().waitFor();
      await workbench.screenshot('panel-edited');
    },
  },
];
