import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/messages.js';

/** What the editor can do, known from its first request on. */
export class Abilities {
  capabilities: ClientCapabilities = {};
  /** It is VS Code, or made of it, and knows its commands. */
  isCode = false;
  /** It knows the types of tokens that no standard names. */
  ownTokenTypes = false;

  constructor(private readonly connection: Connection) {}

  begin({ capabilities, clientInfo, initializationOptions }: InitializeParams): void {
    this.capabilities = capabilities;
    this.isCode = /code/i.test(clientInfo?.name ?? '');
    this.ownTokenTypes = (initializationOptions as InitializationOptions | null | undefined)?.ownTokenTypes === true;
  }

  /** It shows the places that a diagnostic refers to. */
  readonly relates = (): boolean => this.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true;

  get createsFiles(): boolean {
    const edit = this.capabilities.workspace?.workspaceEdit;
    return edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true;
  }

  get watchesFiles(): boolean {
    return this.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** Has the editor ask anew for what stands in the text. */
  refresh(): void {
    const { workspace } = this.capabilities;
    if (workspace?.inlayHint?.refreshSupport) void this.connection.languages.inlayHint.refresh();
    if (workspace?.codeLens?.refreshSupport) void this.connection.sendRequest('workspace/codeLens/refresh');
  }
}
