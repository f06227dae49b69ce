import * as vscode from 'vscode';
import type { FitReport } from '../../server/src/report/fitReport.js';
import { logText } from '../../server/src/report/numbers.js';
import type { FileResult } from './results.js';

/** The state of a file in words. */
export function stateWords({ state, report }: FileResult): string {
  switch (state) {
    case 'fitting':
      return vscode.l10n.t('fitting');
    case 'stale':
      return vscode.l10n.t('stale: changed since the fit');
    case 'waiting':
      return report ? vscode.l10n.t('stale: refit to update') : vscode.l10n.t('not fitted: refit to start');
    case 'failed':
      return vscode.l10n.t('no estimate');
    case 'fitted':
      return report && report.preliminary !== true && report.status === 'not-converged'
        ? vscode.l10n.t('not converged')
        : vscode.l10n.t('estimates are current');
  }
}

/** `1 error, 2 warnings`; notes and hints are read in the file. */
export function findingsText({ diagnostics }: FitReport): string {
  const count = (severity: string): number => diagnostics.filter((each) => each.severity === severity).length;
  const parts = [errorsText(count('error')), warningsText(count('warning'))].filter((text) => text !== '');
  return parts.length === 0 ? vscode.l10n.t('no warnings') : parts.join(', ');
}

function errorsText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', count);
}

function warningsText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', count);
}

/** `log-likelihood −6.109` of the MLE, or of the MAP where there is no other; empty where there is neither. */
export function logLikelihoodText({ mle, map }: FitReport): string {
  const value = mle?.logLikelihood ?? map?.logLikelihood;
  return value === undefined || value === null ? '' : vscode.l10n.t('log-likelihood {0}', logText(value));
}

const MINUTE = 60_000;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
];

/** `changed 5 min. ago`, in the language of the window. */
export function changedText(time: number, now: number): string {
  const unit = UNITS.find(([, length]) => now - time >= length);
  if (!unit) return vscode.l10n.t('changed just now');
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { style: 'short' });
  return vscode.l10n.t('changed {0}', format.format(-Math.floor((now - time) / unit[1]), unit[0]));
}

/** `$(name)` in a text that the user wrote is not an icon, and marks of Markdown are nothing here. */
export function plainText(text: string): string {
  return text.replaceAll('`', '').replaceAll('$(', '$\u200b(');
}
