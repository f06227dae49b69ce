import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  CreateFile,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Action } from '../language/actions/action.js';
import { actionsAt } from '../language/actions/index.js';
import { scopeOfInput } from '../language/features/input.js';
import type { Fix, Problem, Span } from '../report/problem.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toDiagnostic, toFeatureInput, toRange } from './convert.js';

/** `createsFiles`: the client can make files in an edit. */
export function registerCodeAction(connection: Connection, workspace: Workspace, createsFiles: () => boolean): void {
  connection.onCodeAction(({ textDocument, range, context: { only } }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    if (!snapshot) return null;
    const selection = { from: snapshot.lines.offset(range.start), to: snapshot.lines.offset(range.end) };
    const all = [...fixes(snapshot, selection), ...refactorings(snapshot, selection, createsFiles()), ...fixAll(snapshot)];
    return only ? all.filter(({ kind = '' }) => only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`))) : all;
  });
}

function fixes(snapshot: Snapshot, selection: Span): CodeAction[] {
  const touched = snapshot.problems.filter(({ span }) => span.from <= selection.to && selection.from <= span.to);
  return touched.flatMap((problem) => (problem.fixes ?? []).map((fix) => quickFix(snapshot, problem, fix)));
}

const editsOf = (edits: Fix['edits'], { lines }: Snapshot): TextEdit[] =>
  edits.map(({ span, text }) => ({ range: toRange(span, lines), newText: text }));

function quickFix(snapshot: Snapshot, problem: Problem, fix: Fix): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(problem, snapshot.lines)],
    edit: { changes: { [snapshot.uri]: editsOf(fix.edits, snapshot) } },
    ...(fix.preferred ? { isPreferred: true } : {}),
  };
}

function refactorings(snapshot: Snapshot, selection: Span, createsFiles: boolean): CodeAction[] {
  const input = toFeatureInput(snapshot);
  const offered = actionsAt({ ...input, scope: scopeOfInput(input), selection, fileName: basename(snapshot.path) });
  return offered
    .filter(({ file }) => file === undefined || createsFiles)
    .map((action) => ({ title: action.title, kind: action.kind, edit: workspaceEdit(snapshot, action) }));
}

function workspaceEdit(snapshot: Snapshot, { edits, file }: Action): WorkspaceEdit {
  const own = editsOf(edits, snapshot);
  if (!file) return { changes: { [snapshot.uri]: own } };
  const uri = pathToFileURL(join(dirname(snapshot.path), file.name)).href;
  const start = { line: 0, character: 0 };
  const written: TextDocumentEdit = { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: file.text }] };
  return {
    documentChanges: [
      CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
      written,
      { textDocument: { uri: snapshot.uri, version: snapshot.version }, edits: own },
    ],
  };
}

/** The fixes that are almost surely meant, those that do not get in each other's way. */
function fixAll(snapshot: Snapshot): CodeAction[] {
  const preferred = snapshot.problems.flatMap(({ fixes: own = [] }) =>
    own.filter(({ preferred: isMeant }) => isMeant === true).slice(0, 1),
  );
  const chosen: Fix['edits'][number][] = [];
  for (const { edits } of preferred) {
    const isApart = edits.every(({ span }) => chosen.every((other) => span.to < other.span.from || other.span.to < span.from));
    if (isApart) chosen.push(...edits);
  }
  if (chosen.length === 0) return [];
  return [{ title: 'Fix all', kind: CodeActionKind.SourceFixAll, edit: { changes: { [snapshot.uri]: editsOf(chosen, snapshot) } } }];
}
