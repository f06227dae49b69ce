import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { statusLine } from '../language/features/inlayHints.js';
import {
  didChangeStatusMethod,
  type DidChangeStatusParams,
  didChangeViewMethod,
  type DidChangeViewParams,
  didFitMethod,
  type DidFitParams,
  refitMethod,
  type RefitParams,
  shownMethod,
  type ShownParams,
  viewMethod,
  type ViewParams,
  type ViewResult,
} from '../protocol/messages.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { toView } from '../workspace/view.js';
import { type Parts, Workspace } from '../workspace/workspace.js';
import { Abilities } from './abilities.js';
import { registerCodeAction } from './codeAction.js';
import { registerColumns } from './columns.js';
import { registerCodeLens } from './codeLens.js';
import { registerCompletion, registerSignatureHelp } from './completion.js';
import { toFeatureInput } from './convert.js';
import { DiagnosticsPublisher } from './diagnostics.js';
import { watchDatasets } from './datasetDocuments.js';
import { registerDocuments } from './documents.js';
import { registerDefinition } from './definition.js';
import { registerDocumentHighlight } from './documentHighlight.js';
import { registerDocumentLink } from './documentLink.js';
import { registerDocumentSymbol } from './documentSymbol.js';
import { registerFoldingRange } from './foldingRange.js';
import { registerLinkedEditing } from './linkedEditing.js';
import { registerReferences } from './references.js';
import { registerPanelRequests } from './panelRequests.js';
import { registerRename } from './rename.js';
import { registerSelectionRange } from './selectionRange.js';
import { registerSemanticTokens, tokenLegend } from './semanticTokens.js';
import { registerWorkspaceSymbol } from './workspaceSymbol.js';
import { registerDrafting } from './drafting.js';
import { registerFormatting } from './formatting.js';
import { registerHover } from './hover.js';
import { registerInlayHint } from './inlayHint.js';
import { logLine } from './log.js';
import { FitProgress } from './progress.js';
import { Settings } from './settings.js';
import { Trust } from './trust.js';
import { refuseIllFormed } from './wellFormed.js';

const answers = (ownTokenTypes: boolean): InitializeResult => ({
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['~', '(', '[', ',', '=', ':', ' ', '/', '`'], resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['='] },
    inlayHintProvider: true,
    codeLensProvider: {},
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorInline,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.SourceFixAll,
      ],
    },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    linkedEditingRangeProvider: true,
    semanticTokensProvider: { legend: tokenLegend(ownTokenTypes), full: { delta: true } },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
  },
  serverInfo: { name: 'livelihood' },
});

/** Wires the workspace to a language client over any connection. */
export function startServer(connection: Connection, parts: Parts): void {
  const abilities = new Abilities(connection);
  const settings = new Settings(connection);
  const diagnostics = new DiagnosticsPublisher(connection, () => workspace, abilities.relates);
  const changed = (snapshot: Snapshot): void => {
    // A file that is only shown has no text in an editor to find anything in.
    if (workspace.isEdited(snapshot.uri)) diagnostics.publish(snapshot);
    const { uri, state } = snapshot;
    send(connection, didChangeStatusMethod, { uri, state, text: statusText(snapshot) } satisfies DidChangeStatusParams);
    // Nothing shows a file that was read for the sake of one fit.
    const view = workspace.snapshot(snapshot.uri) && toView(snapshot);
    if (view) send(connection, didChangeViewMethod, { view } satisfies DidChangeViewParams);
    abilities.refresh();
  };
  const fitted = ({ uri, version }: Snapshot, result: DidFitParams['result']): void => {
    send(connection, didFitMethod, { uri, version, result } satisfies DidFitParams);
    connection.console.info(logLine(result, version));
  };
  const progress = new FitProgress(connection, (uri) => workspace.cancel(uri));
  const working = (snapshot: Snapshot, isWorking: boolean): void => progress.tell(snapshot, isWorking);
  const [debounce, run] = [() => settings.debounce, () => settings.run];
  const workspace = new Workspace(parts, { changed, fitted, working }, debounce, run);
  const trust = new Trust(connection, workspace);
  refuseIllFormed(connection);
  connection.onInitialize((params) => {
    abilities.begin(params);
    progress.isWanted = params.capabilities.window?.workDoneProgress === true;
    trust.begin(params);
    settings.begin(params);
    workspace.start();
    return answers(abilities.ownTokenTypes);
  });
  connection.onInitialized(() => {
    void settings.watch(abilities.capabilities, (run) => {
      if (run) workspace.settingsChanged();
      abilities.refresh();
    });
    watchAll(connection, abilities, trust);
  });
  registerPanel(connection, workspace);
  connection.onShutdown(() => workspace.dispose());
  const closed = (uri: string): void => {
    diagnostics.clear(uri);
    abilities.refresh();
  };
  registerDocuments(connection, workspace, { estimation: closed, data: (path) => diagnostics.clearData(path) });
  registerInlayHint(connection, workspace, () => settings.hints);
  registerFeatures(connection, workspace, abilities);
  connection.listen();
}

/** What the panel and its commands ask. */
function registerPanel(connection: Connection, workspace: Workspace): void {
  connection.onRequest(viewMethod, ({ uri }: ViewParams): ViewResult => {
    const snapshot = workspace.snapshot(uri);
    return snapshot ? toView(snapshot) : null;
  });
  connection.onNotification(shownMethod, ({ uris }: ShownParams) => workspace.show(uris));
  connection.onRequest(refitMethod, async ({ uri }: RefitParams) => {
    await workspace.refit(uri);
    return null;
  });
}

/** What editors ask about a file, beside its hints. */
function registerFeatures(connection: Connection, workspace: Workspace, abilities: Abilities): void {
  for (const register of [
    registerHover,
    registerCodeLens,
    registerSignatureHelp,
    registerFormatting,
    registerDrafting,
    registerColumns,
    registerDefinition,
    registerReferences,
    registerDocumentHighlight,
    registerLinkedEditing,
    registerPanelRequests,
    registerWorkspaceSymbol,
    registerFoldingRange,
    registerSelectionRange,
    registerDocumentLink,
  ])
    register(connection, workspace);
  registerCompletion(connection, workspace, () => abilities.isCode);
  registerCodeAction(connection, workspace, () => abilities.createsFiles);
  registerRename(connection, workspace, () => abilities.capabilities);
  registerDocumentSymbol(connection, workspace, () => abilities.capabilities);
  registerSemanticTokens(connection, workspace, () => abilities.ownTokenTypes);
}

function send(connection: Connection, method: string, params: object): void {
  void connection.sendNotification(method, params);
}

function statusText(snapshot: Snapshot): string {
  const [error] = snapshot.problems.filter(({ severity }) => severity === 'error');
  return error && snapshot.state !== 'fitted' ? error.message : statusLine(toFeatureInput(snapshot));
}

/** Follows what changes outside of open files. */
function watchAll(connection: Connection, abilities: Abilities, trust: Trust): void {
  if (abilities.capabilities.workspace?.workspaceFolders) trust.watch();
  void watchDatasets(connection, abilities.capabilities);
  if (abilities.watchesFiles) void watchData(connection);
}

/** Clients without watchers of their own tell of changed data files. */
async function watchData(connection: Connection): Promise<void> {
  const watchers = [{ globPattern: '**/*.{fit.yaml,fit.yml,csv,tsv,txt,json,jsonl,ndjson,parquet,gz,png,jpg,jpeg,PNG,JPG,JPEG}' }];
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
