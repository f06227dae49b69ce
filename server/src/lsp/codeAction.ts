import { type CodeAction, CodeActionKind, type Connection } from 'vscode-languageserver';
import type { Fix, Problem } from '../report/problem.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toDiagnostic, toRange } from './convert.js';

export function registerCodeAction(connection: Connection, workspace: Workspace): void {
  connection.onCodeAction(({ textDocument, range }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    if (!snapshot) return null;
    const [from, to] = [snapshot.lines.offset(range.start), snapshot.lines.offset(range.end)];
    const touched = snapshot.problems.filter(({ span }) => span.from <= to && from <= span.to);
    return touched.flatMap((problem) => (problem.fixes ?? []).map((fix) => action(snapshot, problem, fix)));
  });
}

function action({ uri, lines }: Snapshot, problem: Problem, fix: Fix): CodeAction {
  const edits = fix.edits.map(({ span, text }) => ({ range: toRange(span, lines), newText: text }));
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(problem, lines)],
    edit: { changes: { [uri]: edits } },
    ...(fix.preferred ? { isPreferred: true } : {}),
  };
}
