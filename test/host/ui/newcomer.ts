import { type Scenario } from './scenario.js';

/** The newcomer's script of docs/editor.md, with no key but those that it names: from a folder with a CSV file to a fitted model. */
export const newcomerScenarios: readonly Scenario[] = [
  {
    name: 'a newcomer gets from a CSV file to a fitted model by completion alone',
    async run(workbench) {
      const { page } = workbench;
      const list = page.locator('.suggest-widget.visible .monaco-list-row');
      const press = (...keys: readonly string[]): Promise<void> =>
        keys.reduce(async (before, key) => {
          await before;
          await page.keyboard.press(key);
        }, Promise.resolve());
      const choose = async (text: string): Promise<void> => {
        await page.keyboard.press('Control+Space');
        await list.filter({ hasText: text }).first().waitFor();
      };
      const accept = async (typed: string, label: string): Promise<void> => {
        await page.keyboard.type(typed);
        await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: label }).waitFor();
        await page.keyboard.press('Enter');
      };
      await workbench.newFile('first.fit.yaml');
      await choose('data');
      await workbench.screenshot('newcomer-1-keys');
      await accept('dat', 'data');
      await list.filter({ hasText: 'line.csv' }).first().waitFor();
      await workbench.screenshot('newcomer-2-files');
      await accept('line', 'line.csv');
      await press('End', 'Enter');
      await choose('model');
      await accept('mod', 'model');
      await list.filter({ hasText: '1.1 to' }).first().waitFor();
      await workbench.screenshot('newcomer-3-outcome');
      await accept('y', 'y');
      await list.filter({ hasText: 'Normal' }).first().waitFor();
      await workbench.screenshot('newcomer-4-distributions');
      await accept('Norm', 'Normal');
      await page.locator('.parameter-hints-widget.visible').waitFor();
      await workbench.screenshot('newcomer-5-arguments');
      await accept('lin', 'linear');
      await page.locator('.parameter-hints-widget.visible', { hasText: 'linear' }).waitFor();
      await workbench.screenshot('newcomer-6-linear');
      await page.keyboard.type('b');
      await list.filter({ hasText: 'a new parameter' }).first().waitFor();
      await workbench.screenshot('newcomer-7-new');
      await press('Enter');
      await page.keyboard.type(', x');
      await press('Escape', 'Tab');
      await accept('sigma', 'a new parameter');
      await workbench.status.filter({ hasText: 'MLE' }).waitFor();
      await workbench.editorText('sigma:').waitFor();
      await workbench.screenshot('newcomer-8-fitted');
    },
  },
];
