import * as vscode from 'vscode';
import { activeEstimation, languageId } from './documents.js';
import { type Results } from './results.js';
import { findingsText, logLikelihoodText, plainText, stateWords } from './wording.js';

/** The state of the fit beside the language in the status bar: what it is, what was found, and what to do. */
export class LanguageStatus implements vscode.Disposable {
  readonly item = vscode.languages.createLanguageStatusItem('livelihood.fit', { language: languageId });
  readonly #disposable: vscode.Disposable;

  constructor(private readonly results: Results) {
    this.item.name = 'Livelihood';
    this.#disposable = vscode.Disposable.from(
      this.item,
      results.didChange((uri) => {
        if (uri === activeEstimation()?.toString()) this.#draw();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#draw()),
    );
    this.#draw();
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #draw(): void {
    const { item } = this;
    const result = this.results.of(activeEstimation());
    const { Error, Information, Warning } = vscode.LanguageStatusSeverity;
    const hasFailed = result?.state === 'failed';
    item.busy = result?.state === 'fitting';
    item.severity = hasFailed ? Error : result?.report?.status === 'not-converged' ? Warning : Information;
    item.text = result ? stateWords(result) : vscode.l10n.t('not fitted yet');
    const details = hasFailed
      ? [plainText(result.text)]
      : result?.report
        ? [logLikelihoodText(result.report), findingsText(result.report)]
        : [];
    item.detail = details.filter((part) => part !== '').join(' · ');
    item.accessibilityInformation = { label: ['Livelihood', item.text, item.detail].filter((part) => part !== '').join(', ') };
    item.command = hasFailed
      ? { title: vscode.l10n.t('Show Log'), command: 'livelihood.showLog' }
      : { title: vscode.l10n.t('Refit'), command: 'livelihood.refit' };
  }
}
