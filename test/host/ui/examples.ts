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
];
