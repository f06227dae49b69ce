import * as vscode from 'vscode';
import type { OutcomeOffer } from '../../server/src/protocol/messages.js';
import { type EstimationServer } from './server.js';

const DATA = ['csv', 'tsv', 'txt', 'json', 'jsonl', 'parquet', 'gz'];

/** Asks for an outcome and its distribution, and opens a first estimation file beside the dataset. */
export async function newFromDataset(server: EstimationServer, given?: unknown): Promise<void> {
  const dataset = given instanceof vscode.Uri ? given : await chooseDataset();
  if (!dataset) return;
  const { outcomes, problem } = await server.outcomes(dataset.toString());
  if (problem !== undefined) return void vscode.window.showErrorMessage(problem);
  const outcome = await chooseOutcome(outcomes);
  const distribution = outcome && (await chooseDistribution(outcome));
  if (!outcome || distribution === undefined) return;
  const text = await server.draft(dataset.toString(), outcome.name, distribution);
  if (text !== null) await open(await freeName(dataset), text);
}

async function chooseDataset(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && /[.](csv|tsv|json|jsonl)$/i.test(active.path)) return active;
  return (
    await vscode.window.showOpenDialog({ filters: { [vscode.l10n.t('Data files')]: DATA }, title: vscode.l10n.t('Which dataset?') })
  )?.[0];
}

async function chooseOutcome(outcomes: readonly OutcomeOffer[]): Promise<OutcomeOffer | undefined> {
  const items = outcomes.map((outcome) => ({ label: outcome.name, description: outcome.detail, outcome }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which column is the outcome?'),
    matchOnDescription: true,
  });
  return picked?.outcome;
}

async function chooseDistribution({ name, distributions }: OutcomeOffer): Promise<string | undefined> {
  const items = distributions.map((each) => ({ label: each.name, description: each.title }));
  const title = vscode.l10n.t('How is {0} distributed? The best fit to its values comes first', name);
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}

/** `houses.fit.yaml` beside `houses.csv`, or with a number where there is one. */
async function freeName(dataset: vscode.Uri): Promise<vscode.Uri> {
  const stem = dataset.path.replace(/([.](csv|tsv|txt|json|jsonl|ndjson|parquet|gz))+$/i, '');
  for (let i = 1; ; i++) {
    const uri = dataset.with({ path: `${stem}${i === 1 ? '' : `-${String(i)}`}.fit.yaml` });
    if (!(await exists(uri))) return uri;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function open(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}
