import { type Connection, DidChangeConfigurationNotification, type ClientCapabilities } from 'vscode-languageserver';

/** The user's settings, `livelihood.*`; requested at the start and whenever they change. */
export class Settings {
  debounce = -1;
  inlayHints = true;

  constructor(private readonly connection: Connection) {}

  /** After `initialized`. */
  async watch(capabilities: ClientCapabilities, changed: () => void): Promise<void> {
    if (capabilities.workspace?.configuration !== true) return;
    if (capabilities.workspace.didChangeConfiguration?.dynamicRegistration === true) {
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: 'livelihood' });
    }
    this.connection.onDidChangeConfiguration(() => void this.read().then(changed));
    await this.read();
    changed();
  }

  private async read(): Promise<void> {
    const found: unknown = await this.connection.workspace.getConfiguration('livelihood');
    if (typeof found !== 'object' || found === null) return;
    const { debounce, inlayHints } = found as { debounce?: unknown; inlayHints?: unknown };
    if (typeof debounce === 'number') this.debounce = debounce;
    if (typeof inlayHints === 'boolean') this.inlayHints = inlayHints;
  }
}
