import assert from 'node:assert/strict';
import { type Scenario } from './scenario.js';
import { type Workbench } from './workbench.js';

/** The steps, each with a text of its picture. */
const steps = [
  ['file', 'coin.fit.yaml'],
  ['edit', 'MLE 0.400'],
  ['prior', 'MAP 0.550'],
  ['plots', 'flipper length'],
  ['models', 'AIC'],
] as const;

/** What the container shows before any file has been opened. It comes first: files with changes are opened again with the window. */
export const emptyScenarios: readonly Scenario[] = [
  {
    name: 'the container says what to do while no estimation file has been active',
    async run(workbench) {
      await workbench.ready();
      await workbench.command('View: Show Livelihood');
      await row(workbench, 'biased-coin.fit.yaml').filter({ hasText: 'not opened' }).waitFor();
      await workbench.sidebar.getByRole('button', { name: 'New File…' }).first().waitFor();
      await workbench.screenshot('views-empty');
      await workbench.command('View: Show Explorer');
    },
  },
];

/** What it shows of a file, and the way in for newcomers. */
export const viewScenarios: readonly Scenario[] = [
  {
    name: 'the container shows files, columns and estimates, and a click leads to the line',
    async run(workbench) {
      await workbench.openFile('linear-regression.fit.yaml');
      await workbench.status.filter({ hasText: '49.69' }).waitFor();
      await workbench.command('View: Show Livelihood');
      await row(workbench, 'linear-regression.fit.yaml').filter({ hasText: 'log-likelihood' }).waitFor();
      await row(workbench, 'flipper_length').filter({ hasText: 'number' }).first().waitFor();
      const slope = row(workbench, 'b[flipper_length]');
      await slope.filter({ hasText: '49.69' }).waitFor();
      await slope.click();
      await workbench.page.locator('.monaco-editor.focused .current-line').first().waitFor();
      await workbench.screenshot('views');
      assert.match((await row(workbench, 'linear-regression.fit.yaml').getAttribute('aria-label')) ?? '', /log-likelihood/);
    },
  },
  {
    name: 'New File… offers an estimation file from a template, which is fitted before it is saved',
    async run(workbench) {
      // The command is there only once the window has been restored.
      await workbench.openFile('line.fit.yaml');
      await workbench.status.filter({ hasText: 'MLE' }).waitFor();
      await workbench.page.keyboard.press('F1');
      await workbench.page.locator('.quick-input-widget input[type=text]').fill('>Create: New File...');
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'New File...' }).first().click();
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'New Estimation File…' }).first().waitFor();
      await workbench.screenshot('new-file');
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'New Estimation File…' }).first().click();
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Survival' }).first().waitFor();
      await workbench.screenshot('templates');
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Survival' }).first().click();
      await workbench.editorText('0.913').waitFor();
      await workbench.screenshot('template');
    },
  },
  {
    name: 'the walkthrough has five steps with pictures',
    async run(workbench) {
      await workbench.ready();
      await workbench.command('Welcome: Open Walkthrough...');
      await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Estimate with Livelihood' }).first().click();
      for (const [i, [step, text]] of steps.entries()) {
        const button = workbench.page.locator(`.getting-started-step[data-step-id$="livelihood.start#${step}"]`);
        if (i > 0) await button.click();
        await workbench.panel.locator('svg text', { hasText: text }).first().waitFor();
        await workbench.screenshot(`walkthrough-${step}`);
      }
      // The picture keeps the keyboard to itself.
      await workbench.page.locator('.tab.active').click();
      await workbench.command('Preferences: Toggle between Light/Dark Themes');
      await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
      await workbench.screenshot('walkthrough-dark');
    },
  },
];

const row = ({ sidebar }: Workbench, text: string): ReturnType<Workbench['sidebar']['locator']> =>
  sidebar.locator('.monaco-list-row', { hasText: text });
