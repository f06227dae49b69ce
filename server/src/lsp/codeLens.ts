import type { CodeLens, Connection } from 'vscode-languageserver';
import { lensTitle } from '../language/features/lens.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toFeatureInput } from './convert.js';
import { datasetLens } from './datasetLens.js';

/** The total time of an answer, as the panel shows it. */
const secondsOf = (report: Snapshot['report']): number => (report ? report.seconds.load + report.seconds.compile + report.seconds.fit : 0);

export function registerCodeLens(connection: Connection, workspace: Workspace): void {
  connection.onCodeLens(({ textDocument }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    if (!snapshot) return datasetLens(workspace, textDocument.uri);
    const { uri, state, problems, report } = snapshot;
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const title = lensTitle(toFeatureInput(snapshot), state, 1000 * secondsOf(report), errors);
    const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const lens = (text: string, command: string): CodeLens => ({ range: top, command: { title: text, command, arguments: [uri] } });
    return [lens(title, 'livelihood.refit'), lens('Compare MLE vs MAP', 'livelihood.compare'), lens('Open plots', 'livelihood.openPlots')];
  });
}
