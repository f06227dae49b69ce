import { type FrameLocator, type Locator, type Page } from 'playwright-core';
import { screenshot } from '../workbench.js';

/** The workbench as a person uses it: names for what the scenarios do and look at. */
export class Workbench {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000);
  }

  /** Waits until the workbench listens: its explorer lists the folder. */
  async ready(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Opens a file of the folder by clicking it in the explorer. */
  async openFile(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Makes a file in the folder by typing its name in the explorer. */
  async newFile(name: string): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await this.page.locator('.explorer-folders-view').hover();
    await this.page.locator('.pane-header [aria-label="New File..."]').click();
    const input = this.page.locator('.explorer-folders-view .monaco-inputbox input');
    const tab = this.page.locator('.tab.active', { hasText: name });
    // The explorer draws itself anew as files arrive, and an input that is drawn anew is empty.
    for (let attempt = 0; attempt < 5 && !(await tab.isVisible()); attempt++) {
      await input.fill(name);
      await input.press('Enter');
      await tab.waitFor({ timeout: 4000 }).catch(() => undefined);
    }
    await tab.waitFor();
    await this.page.locator('.monaco-editor .view-lines').first().click();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // The list does not grow by itself when an extension has been found since.
    for (let attempt = 0; attempt < 10 && !(await row.isVisible()); attempt++) {
      await this.page.keyboard.press('F1');
      await input.fill('>');
      await input.fill(`>${title}`);
      await row.waitFor({ timeout: 4000 }).catch(() => undefined);
    }
    await row.waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Rests the pointer on a word of the line that also has another text, and answers the hover once it holds what is waited for. */
  async hover(word: string, inLineWith: string, holds = '*'): Promise<Locator> {
    const exactly = new RegExp(`^\\s*${word}\\s*$`);
    const hover = this.page.locator('.monaco-hover:visible .hover-contents').first();
    const held = hover.locator(holds).first();
    // An inlay hint that arrives under the pointer swallows the hover, and one that is open does not change: then the pointer goes away and comes again.
    for (let attempt = 0; attempt < 8 && !(await held.isVisible()); attempt++) {
      await this.page.mouse.move(700, 600);
      await this.editorText(inLineWith).locator('span span', { hasText: exactly }).first().hover();
      await held.waitFor({ timeout: 4000 }).catch(() => undefined);
    }
    await held.waitFor();
    return hover;
  }

  /** A text anywhere in the editor, as in an inlay hint. */
  editorText(text: string): Locator {
    return this.page.locator('.monaco-editor .view-line', { hasText: text }).first();
  }

  /** Selects a text of the editor by the find widget and types over it. */
  async replaceInEditor(from: string, to: string): Promise<void> {
    await this.page.locator('.monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('Control+f');
    const find = this.page.locator('.find-widget textarea').first();
    await find.fill(from);
    await find.press('Enter');
    await find.press('Escape');
    await this.page.keyboard.insertText(to);
  }

  /** The side bar with the views of the container. */
  get sidebar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** The lenses above the file. */
  get lens(): Locator {
    return this.page.locator('.codelens-decoration a');
  }

  /** The text of our item in the status bar. */
  get status(): Locator {
    return this.page.locator('[id="livelihood.livelihood.livelihood.status"], .statusbar-item[id*="livelihood.status"]').first();
  }

  /** The inside of the panel beside the editor. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Keeps a picture for a person to look at, in .cache/screenshots. */
  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }
}
