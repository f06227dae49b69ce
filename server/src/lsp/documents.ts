import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOf } from '../workspace/paths.js';
import type { Workspace } from '../workspace/workspace.js';

const ESTIMATION = /\.fit\.(yaml|yml|json)$/i;

/** Feeds open documents and changes of files on disk into the workspace. */
export function registerDocuments(
  connection: Connection,
  workspace: Workspace,
  closed: { estimation(uri: string): void; data(path: string): void },
): TextDocuments<TextDocument> {
  const documents = new TextDocuments(TextDocument);
  const isEstimation = (document: TextDocument): boolean => document.languageId === 'estimation' || ESTIMATION.test(document.uri);
  documents.onDidChangeContent(({ document }) => {
    if (isEstimation(document)) workspace.update(document.uri, document.getText(), document.version);
    else if (document.uri.startsWith('file:')) workspace.setBuffer(document.uri, document.getText());
  });
  documents.onDidSave(({ document }) => {
    if (isEstimation(document)) workspace.saved(document.uri);
  });
  documents.onDidClose(({ document }) => {
    if (isEstimation(document)) {
      workspace.close(document.uri);
      closed.estimation(document.uri);
    } else if (document.uri.startsWith('file:')) {
      closed.data(pathOf(document.uri));
      workspace.dropBuffer(document.uri);
    }
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) if (uri.startsWith('file:')) workspace.fileChanged(pathOf(uri));
  });
  documents.listen(connection);
  return documents;
}
