import { pathToFileURL } from 'node:url';
import type { Connection } from 'vscode-languageserver';
import { documentLinks } from '../language/features/documentLinks.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toRange } from './convert.js';

export function registerDocumentLink(connection: Connection, workspace: Workspace): void {
  connection.onDocumentLinks(({ textDocument }, token) =>
    ask(workspace, textDocument, token, async (snapshot) => {
      const links = documentLinks(snapshot.spec).map(async (link) => {
        const path = await workspace.fileOf(snapshot, link.path);
        return path === undefined ? [] : [{ range: toRange(link, snapshot.lines), target: pathToFileURL(path).href }];
      });
      return (await Promise.all(links)).flat();
    }),
  );
}
