import { type Scenario } from './scenario.js';

/** The other examples as a person sees them. */
export const exampleScenarios: readonly Scenario[] = [
  {
    name: 'a regression draws the data with the fitted line',
    async run(workbench) {
      await workbench.openFile('linear-regression.fit.yaml');
      await workbench.status.filter({ hasText: '49.69' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.locator('svg [aria-label=dot] circle').first().waitFor();
      await workbench.panel.getByText('flipper_length').first().waitFor();
      await workbench.screenshot('regression');
    },
  },
  {
    name: 'the hover on ridge coefficients tells the penalty that the prior is',
    async run(workbench) {
      await workbench.openFile('ridge.fit.yaml');
      await workbench.status.filter({ hasText: 'MAP' }).waitFor();
      const hover = await workbench.hover('b', 'Normal(0');
      await hover.filter({ hasText: 'λ = σ²/β² = 7.29' }).waitFor();
      await workbench.lens.filter({ hasText: 'converged' }).first().waitFor();
      await workbench.screenshot('ridge-hover');
    },
  },
  {
    name: 'the lasso compares ten coefficients, four of them exactly 0',
    async run(workbench) {
      await workbench.openFile('lasso.fit.yaml');
      await workbench.status.filter({ hasText: 'MAP' }).waitFor();
      await workbench.command('Livelihood: Compare MLE vs MAP');
      await workbench.panel.getByText('b[s6]').first().waitFor();
      await workbench.screenshot('lasso-compare');
    },
  },
  {
    name: 'softmax regression plots each coefficient of each class',
    async run(workbench) {
      await workbench.openFile('softmax.fit.yaml');
      await workbench.status.filter({ hasText: 'MAP' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.getByText('B[Gentoo, bill_depth]').first().waitFor();
      await workbench.screenshot('softmax');
    },
  },
  {
    name: 'the classifier of digits shows how it learnt, its filters, and the images that it takes for others',
    async run(workbench) {
      await workbench.openFile('digits.fit.yaml');
      await workbench.status.filter({ hasText: 'loss MAP 0.0768' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.getByText('How the networks learnt').first().waitFor();
      await workbench.panel.getByText('f: first filters, MAP').waitFor();
      await workbench.screenshot('digits-plots');
      await workbench.panel.locator('#tab-compare').click();
      await workbench.panel.getByText('MAP: 252 of 300 rows held out are classified correctly').waitFor();
      await workbench.panel.locator('canvas[aria-label="3/040.png"]').first().waitFor();
      await workbench.screenshot('digits-compare');
    },
  },
  {
    name: 'the curve of a network has a band of what the data leave open',
    async run(workbench) {
      await workbench.openFile('network-regression.fit.yaml');
      await workbench.status.filter({ hasText: 'MAP 21.66' }).waitFor();
      await workbench.command('Livelihood: Open Plots');
      await workbench.panel.getByText('acceleration by time').first().waitFor();
      await workbench.panel.locator('svg [aria-label=area] path').first().waitFor();
      await workbench.screenshot('network-regression');
    },
  },
];
