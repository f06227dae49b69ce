import assert from 'node:assert/strict';
import { type Scenario } from './scenario.js';
import { type Workbench } from './workbench.js';

const ask = async <T>({ panel }: Workbench, script: string): Promise<T> => await panel.locator('body').evaluate(script);

async function openPlots(workbench: Workbench, file: string, told: string): Promise<void> {
  await workbench.openFile(file);
  await workbench.status.filter({ hasText: told }).waitFor();
  await workbench.command('Livelihood: Open Plots');
  await workbench.panel.locator('.chip.good').waitFor();
  await workbench.panel.locator('figure svg').first().waitFor();
}

/** Contrast ratios (WCAG 2) of the colours of marks and words with the background of the panel. */
const contrasts = `(() => {
  const probe = document.createElement('span');
  document.body.append(probe);
  const numbers = (text) => {
    const found = text.match(/[\\d.]+/g).map(Number).slice(0, 3);
    return text.startsWith('color(') ? found : found.map((each) => each / 255);
  };
  const light = (css) => {
    probe.style.color = css;
    const [r, g, b] = numbers(getComputedStyle(probe).color).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const ratio = (css) => (Math.max(light(css), paper) + 0.05) / (Math.min(light(css), paper) + 0.05);
  const names = ['--likelihood', '--prior', '--posterior', '--muted', '--vscode-foreground'];
  const found = Object.fromEntries(names.map((name) => [name, ratio('var(' + name + ')')]));
  probe.remove();
  return found;
})()`;

/** Writes the theme into the user's settings, which are open in the editor. */
async function chooseTheme({ page }: Workbench, theme: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(JSON.stringify({ 'workbench.colorTheme': theme }));
  await page.keyboard.press('Control+s');
}

async function assertContrast(workbench: Workbench, theme: string): Promise<void> {
  const found = await ask<Record<string, number>>(workbench, contrasts);
  for (const [name, ratio] of Object.entries(found)) {
    // Names of the estimates are written in the colours of their curves.
    const least = name === '--prior' ? 3 : 4.5;
    assert.ok(ratio >= least, `${name} in ${theme}: ${ratio.toFixed(2)} is less than ${String(least)}`);
  }
}

/** Keeps the views that the panel is given, and repeats the last one a thousand times with other numbers. */
const listen = `window.addEventListener('message', ({ data }) => { if (data?.method === 'livelihood/show') window.lastShown = data; })`;
const storm = `new Promise((resolve) => {
  const { view } = window.lastShown.params;
  let [sent, frames, isOver] = [0, 0, false];
  const began = performance.now();
  const count = () => { frames++; if (!isOver) requestAnimationFrame(count); };
  requestAnimationFrame(count);
  const tick = setInterval(() => {
    for (let k = 0; k < 5; k++) {
      sent++;
      const shift = sent / 1e4;
      const parameters = view.parameters.map((each) => ({ ...each, map: each.map - shift, posterior: { ...each.posterior, x: each.posterior.x.map((x) => x - shift) } }));
      const params = { ...window.lastShown.params, view: { ...view, title: 'Storm ' + sent, parameters } };
      window.dispatchEvent(new MessageEvent('message', { data: { ...window.lastShown, params } }));
    }
    if (sent < 1000) return;
    clearInterval(tick);
    requestAnimationFrame(() => requestAnimationFrame(() => { isOver = true; resolve({ frames, seconds: (performance.now() - began) / 1000 }); }));
  }, 8);
})`;

/** A file of its own: what other scenarios have edited stays edited. */
const coin = 'data: { heads: 7, flips: 10 }\nmodel: heads ~ Binomial(flips, theta)\nparameters: { theta: "Beta(16, 16)" }\n';

/** The frame of the panel: in place, in order, at hand by the keyboard, readable in every theme. */
export const panelScenarios: readonly Scenario[] = [
  {
    name: 'a storm of a thousand views ends on the last one, in the same figures',
    async run(workbench) {
      await workbench.newFile('storm.fit.yaml');
      await workbench.page.keyboard.insertText(coin);
      await openPlots(workbench, 'storm.fit.yaml', '0.700');
      await ask(workbench, listen);
      await ask(workbench, `document.querySelector('figure').kept = true; document.querySelector('figure .menu-button').focus()`);
      await workbench.replaceInEditor('Beta(16, 16)', 'Beta(17, 16)');
      await workbench.panel.getByText('prior Beta(17, 16)').waitFor();
      await workbench.panel.locator('.chip.good').waitFor();
      const { frames, seconds } = await ask<{ frames: number; seconds: number }>(workbench, storm);
      console.log(`    ${String(frames)} frames in ${seconds.toFixed(1)} s of 1,000 views`);
      assert.equal(await workbench.panel.locator('h1').innerText(), 'Storm 1000');
      assert.equal(await ask(workbench, `document.querySelector('figure').kept`), true);
      assert.equal(await workbench.panel.locator('figure').count(), 1);
    },
  },
  {
    name: 'a figure and its line know of each other, and the menu copies what it shows',
    async run(workbench) {
      await openPlots(workbench, 'linear-regression.fit.yaml', '49.69');
      const slope = workbench.panel.locator('figure[data-parameter="sigma"]');
      await slope.locator('h3').hover();
      await workbench.page.locator('.monaco-editor .view-overlays .cdr[class*="ced-"]').first().waitFor();
      await slope.locator('.line-link').click();
      await workbench.panel.locator('figure.linked[data-parameter="sigma"]').waitFor();
      await workbench.screenshot('panel-linked');
      await workbench.panel.locator('#tab-compare').click();
      const menu = workbench.panel.locator('[data-key=estimates] .menu-button');
      await menu.focus();
      await workbench.page.keyboard.press('Enter');
      await workbench.panel.getByRole('menuitem', { name: 'Copy as Markdown' }).waitFor();
      await workbench.screenshot('panel-menu');
      await workbench.page.keyboard.press('ArrowDown');
      assert.equal(await ask(workbench, 'document.activeElement.textContent'), 'Copy as LaTeX');
      await workbench.page.keyboard.press('Escape');
      assert.equal(await ask(workbench, `document.activeElement.className`), 'menu-button');
    },
  },
  {
    name: 'a click on a point of the data leads to its row in the file',
    async run(workbench) {
      await openPlots(workbench, 'linear-regression.fit.yaml', '49.69');
      const points = workbench.panel.locator('[data-key=data-fit] svg [aria-label=dot] circle');
      await points.nth(20).scrollIntoViewIfNeeded();
      await points.nth(20).hover({ force: true });
      await points.nth(20).click({ force: true });
      await workbench.page.locator('.tab.active', { hasText: 'penguins.csv' }).waitFor();
    },
  },
  {
    name: 'two parameters have contours, and sections stay as they were folded, also where the file changes',
    async run(workbench) {
      await openPlots(workbench, 'linear-regression.fit.yaml', '49.69');
      await workbench.panel.locator('#section-contour summary').click();
      await workbench.panel.locator('[data-key=contour] svg [aria-label=line]').first().waitFor();
      const spoken = await workbench.panel.locator('#section-contour svg[role=img]').first().getAttribute('aria-label');
      assert.match(spoken ?? '', /The likelihood is highest at .* 1, 2 and 3 σ/);
      await workbench.panel.locator('#section-contour').scrollIntoViewIfNeeded();
      await workbench.screenshot('panel-contour');
      await workbench.panel.locator('#section-density summary').click();
      await workbench.openFile('ridge.fit.yaml');
      await workbench.panel.locator('h1', { hasText: 'Ridge' }).waitFor();
      assert.equal(await workbench.panel.locator('#section-density').getAttribute('open'), null);
    },
  },
  {
    name: 'a pinned panel stays with its file, and says so',
    async run(workbench) {
      await openPlots(workbench, 'washout-100.fit.yaml', '0.700');
      await workbench.panel.locator('#pin').click();
      await workbench.panel.locator('#pin[aria-pressed=true]', { hasText: 'Pinned to this file' }).waitFor();
      await workbench.openFile('ridge.fit.yaml');
      await workbench.status.filter({ hasText: 'Intercept' }).waitFor();
      assert.equal(await workbench.panel.locator('h1').innerText(), 'The prior washes out, 100 flips');
      await workbench.screenshot('panel-pinned');
      await workbench.panel.locator('#pin').click();
      await workbench.panel.locator('h1', { hasText: 'Ridge' }).waitFor();
    },
  },
  {
    name: 'marks and words stand out from the background in every theme, and a narrow panel is readable',
    async run(workbench) {
      await openPlots(workbench, 'washout-100.fit.yaml', '0.700');
      await assertContrast(workbench, 'light');
      await workbench.screenshot('panel-light');
      await workbench.command('Preferences: Open User Settings (JSON)');
      await workbench.page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
      for (const [theme, shown] of [
        ['Default High Contrast Light', '.vscode-high-contrast-light'],
        ['Default High Contrast', '.vscode-high-contrast:not(.vscode-high-contrast-light)'],
        ['Default Dark Modern', '.vscode-dark'],
      ] as const) {
        await chooseTheme(workbench, theme);
        await workbench.panel.locator(`body${shown}`).waitFor();
        await assertContrast(workbench, theme);
        await workbench.screenshot(`panel-${theme.toLowerCase().replaceAll(' ', '-')}`);
      }
      await workbench.page.setViewportSize({ width: 900, height: 900 });
      await workbench.panel.locator('figure svg').first().waitFor();
      await workbench.screenshot('panel-narrow');
      const wide = await ask<boolean>(workbench, 'document.documentElement.scrollWidth > document.documentElement.clientWidth');
      assert.equal(wide, false, 'the panel scrolls sideways');
    },
  },
];
