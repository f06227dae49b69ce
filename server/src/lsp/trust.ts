import { fileURLToPath } from 'node:url';
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { didGrantTrustMethod, type InitializationOptions } from '../protocol/messages.js';
import type { Workspace } from '../workspace/workspace.js';

/** Tells the workspace what its files may read: without trust nothing outside the folders of the workspace. */
export class Trust {
  private folders: readonly string[] = [];
  private trusted = true;

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Pick<Workspace, 'setAccess'>,
  ) {
    connection.onNotification(didGrantTrustMethod, () => {
      this.trusted = true;
      this.tell();
    });
  }

  /** At `initialize`. */
  begin(params: InitializeParams): void {
    const { workspaceFolders } = params;
    // `rootUri` comes from editors that know only one folder.
    const { initializationOptions, rootUri } = params as unknown as {
      readonly initializationOptions?: unknown;
      readonly rootUri?: unknown;
    };
    const options = initializationOptions as InitializationOptions | null | undefined;
    this.trusted = options?.trusted !== false;
    this.folders = pathsOf(workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []));
    this.tell();
  }

  /** After `initialized`: folders come and go. */
  watch(): void {
    this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(pathsOf(removed.map(({ uri }) => uri)));
      this.folders = [...this.folders.filter((folder) => !gone.has(folder)), ...pathsOf(added.map(({ uri }) => uri))];
      this.tell();
    });
  }

  private tell(): void {
    this.workspace.setAccess({ trusted: this.trusted, folders: this.folders });
  }
}

const pathsOf = (uris: readonly string[]): string[] => uris.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri));
