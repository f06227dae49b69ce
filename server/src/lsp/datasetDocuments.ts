import {
  type ClientCapabilities,
  CodeLensRequest,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentSelector,
  HoverRequest,
  ReferencesRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver';

/** Text tables and JSON. An estimation file may be JSON too, in a language of its own. */
const documentSelector: DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{csv,tsv,txt,jsonl,ndjson}' },
  { scheme: 'file', language: 'json', pattern: '**/*.json' },
];

/** Asks for data files beside the estimation files: their text counts, saved or not. Nothing but what is about data is offered there, no formatting for one. */
export async function watchDatasets(connection: Connection, { textDocument }: ClientCapabilities): Promise<void> {
  const { synchronization, hover, codeLens, references, definition } = textDocument ?? {};
  const all = [synchronization, hover, codeLens, references, definition];
  if (!all.every((each) => each?.dynamicRegistration === true)) return;
  const { client } = connection;
  const options = { documentSelector };
  await client.register(DidOpenTextDocumentNotification.type, options);
  await client.register(DidChangeTextDocumentNotification.type, { ...options, syncKind: TextDocumentSyncKind.Incremental });
  await client.register(DidCloseTextDocumentNotification.type, options);
  await client.register(HoverRequest.type, options);
  await client.register(CodeLensRequest.type, options);
  await client.register(ReferencesRequest.type, options);
  await client.register(DefinitionRequest.type, options);
}
