import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  type Connection,
  InsertTextFormat,
  MarkupKind,
  SignatureInformation,
} from 'vscode-languageserver';
import type { Completion, CompletionKind } from '../language/completion/completion.js';
import { completeAt, takesNewNames } from '../language/completion/complete.js';
import { type FileChoice, wantsFile } from '../language/completion/values.js';
import { signaturesAt } from '../language/features/signature.js';
import { placeAt } from '../language/resolve/place.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toFeatureInput, toRange } from './convert.js';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  column: CompletionItemKind.Field,
  parameter: CompletionItemKind.Variable,
  definition: CompletionItemKind.Variable,
  distribution: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  network: CompletionItemKind.Module,
  layer: CompletionItemKind.Class,
  argument: CompletionItemKind.Property,
  level: CompletionItemKind.EnumMember,
  key: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  file: CompletionItemKind.File,
  prior: CompletionItemKind.Class,
};

/** Commands of VS Code. */
const nextCommands = {
  suggest: { title: 'Suggest', command: 'editor.action.triggerSuggest' },
  signature: { title: 'Show the signature', command: 'editor.action.triggerParameterHints' },
};

/** Files that models read. */
const DATA = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|gz)$/i;
/** Milliseconds for which a first list of names waits for the data. */
const PATIENCE = 1000;
/** More entries of a folder are not offered. */
const MOST_FILES = 200;

/** `opensAgain`: the client knows VS Code's command that opens completion once more. */
export function registerCompletion(connection: Connection, workspace: Workspace, opensAgain: () => boolean): void {
  /** The items that were offered last: their documentation is asked for one by one. */
  let offered: readonly Completion[] = [];
  connection.onCompletion(async ({ textDocument, position }) => {
    const snapshot = await workspace.snapshotWithData(textDocument.uri, PATIENCE);
    if (!snapshot) return null;
    const offset = snapshot.lines.offset(position);
    const files = await filesFor(snapshot, offset);
    offered = completeAt(toFeatureInput(snapshot), offset, files);
    // A word that nobody knows is offered as a new parameter, letter by letter.
    const isIncomplete = takesNewNames(toFeatureInput(snapshot), offset);
    return { isIncomplete, items: offered.map((each, index) => itemOf(each, index, snapshot, opensAgain())) };
  });
  connection.onCompletionResolve((item) => {
    const found = offered[item.data as number];
    const documentation = found?.label === item.label ? found.documentation : undefined;
    return documentation === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: documentation } };
  });
}

function itemOf(each: Completion, index: number, { lines, text }: Snapshot, opensAgain: boolean): CompletionItem {
  const { label, kind, detail, insert, isSnippet, span, others, then, commits } = each;
  return {
    label,
    kind: KINDS[kind],
    ...(detail === undefined ? {} : { detail }),
    // What is there is replaced; an editor compares with it as it stands.
    filterText: each.filter ?? (text.charAt(span.from) === '`' ? `\`${label}` : label),
    sortText: String(Math.round((each.rank + 100) * 1000)).padStart(8, '0'),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: toRange(span, lines), newText: insert },
    ...(others ? { additionalTextEdits: others.map((edit) => ({ range: toRange(edit.span, lines), newText: edit.text })) } : {}),
    ...(then && opensAgain ? { command: nextCommands[then] } : {}),
    ...(commits ? { commitCharacters: [...commits] } : {}),
    data: index,
  };
}

/** What lies in the folder that is being written, files of data and folders. */
async function filesFor({ text, path: file }: Snapshot, offset: number): Promise<FileChoice[]> {
  const place = placeAt(text, offset);
  if (place.kind !== 'value' || !wantsFile(place)) return [];
  const word = text.slice(place.word.from, place.word.to).replace(/^["']/, '');
  const folder = word.includes('/') ? word.slice(0, word.lastIndexOf('/') + 1) : '';
  try {
    const entries = await readdir(path.resolve(path.dirname(file), folder), { withFileTypes: true });
    return entries
      .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() ? entry.name !== 'node_modules' : DATA.test(entry.name)))
      .slice(0, MOST_FILES)
      .map((entry) => ({ path: `${folder}${entry.name}`, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}

export function registerSignatureHelp(connection: Connection, workspace: Workspace): void {
  connection.onSignatureHelp(({ textDocument, position }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    const found = snapshot && signaturesAt(snapshot.text, snapshot.lines.offset(position));
    if (!found) return null;
    const signatures = found.signatures.map(({ label, text, parameters, active }) => ({
      ...SignatureInformation.create(label),
      documentation: { kind: MarkupKind.Markdown, value: text },
      parameters: parameters.map((parameter) => ({ label: parameter.label, documentation: parameter.text })),
      ...(active === undefined ? {} : { activeParameter: active }),
    }));
    const { active: activeParameter } = found.signatures[found.active] ?? {};
    return { signatures, activeSignature: found.active, ...(activeParameter === undefined ? {} : { activeParameter }) };
  });
}
