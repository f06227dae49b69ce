import * as vscode from 'vscode';

/** A file to begin with: `media/templates/ID.fit.yaml`. */
export interface Template {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

/** The templates, the simplest ones first. */
export function templates(): readonly Template[] {
  const { l10n } = vscode;
  return [
    { id: 'coin', label: l10n.t('Coin'), detail: l10n.t('A share: ten flips, MLE and MAP of one probability') },
    { id: 'regression', label: l10n.t('Regression'), detail: l10n.t('A straight line through measured values') },
    { id: 'classification', label: l10n.t('Classification'), detail: l10n.t('Yes or no, by a logistic regression') },
    { id: 'counts', label: l10n.t('Counts'), detail: l10n.t('How often something happens: Poisson rates by group') },
    { id: 'curve', label: l10n.t('Curve'), detail: l10n.t('A formula of your own: exponential decay') },
    { id: 'survival', label: l10n.t('Survival'), detail: l10n.t('Time until an event, some of them not seen to the end') },
    { id: 'mixed-model', label: l10n.t('Mixed Model'), detail: l10n.t('Repeated measurements: each person has a level of their own') },
    { id: 'time-series', label: l10n.t('Time Series'), detail: l10n.t('Each value depends on the one before') },
    { id: 'network', label: l10n.t('Neural Network'), detail: l10n.t('A small network with weight decay as its prior') },
    { id: 'comparison', label: l10n.t('Comparison'), detail: l10n.t('Two opinions about the same data: without a prior and with one') },
  ];
}
