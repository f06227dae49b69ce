import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver';
import { defaultStyle, type HintStyle } from '../language/features/hintStyle.js';
import type { InitializationOptions, RunMode } from '../protocol/messages.js';

/** The user's settings, `livelihood.*`; requested at the start and whenever they change. */
export class Settings {
  debounce = -1;
  run: RunMode = 'onType';
  private inlayHints = true;
  private style = defaultStyle;

  constructor(private readonly connection: Connection) {}

  /** How hints are written; undefined where there are none. */
  get hints(): HintStyle | undefined {
    return this.inlayHints ? this.style : undefined;
  }

  /** At `initialize`. */
  begin({ initializationOptions }: InitializeParams): void {
    this.run = oneOf(runModes, (initializationOptions as InitializationOptions | null | undefined)?.run, this.run);
  }

  /** After `initialized`; `changed` hears whether files are to be fitted at other times than before. */
  async watch(capabilities: ClientCapabilities, changed: (isRun: boolean) => void): Promise<void> {
    if (capabilities.workspace?.configuration !== true) return;
    if (capabilities.workspace.didChangeConfiguration?.dynamicRegistration === true) {
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: 'livelihood' });
    }
    const read = async (): Promise<void> => {
      const { run } = this;
      await this.read();
      changed(run !== this.run);
    };
    this.connection.onDidChangeConfiguration(() => void read());
    await read();
  }

  private async read(): Promise<void> {
    const found: unknown = await this.connection.workspace.getConfiguration('livelihood');
    if (typeof found !== 'object' || found === null) return;
    const { debounce, inlayHints, run, hints } = found as Readonly<Record<string, unknown>>;
    if (typeof debounce === 'number') this.debounce = debounce;
    if (typeof inlayHints === 'boolean') this.inlayHints = inlayHints;
    this.run = oneOf(runModes, run, this.run);
    this.style = styleOf(hints);
  }
}

const runModes: readonly RunMode[] = ['onType', 'onSave', 'manual'];

function styleOf(hints: unknown): HintStyle {
  const { show, digits } = (hints ?? {}) as Readonly<Record<string, unknown>>;
  const isCount = typeof digits === 'number' && Number.isInteger(digits) && digits >= 0 && digits <= MOST_DIGITS;
  return { show: oneOf(['error', 'interval', 'estimate'], show, defaultStyle.show), digits: isCount ? digits : defaultStyle.digits };
}

const MOST_DIGITS = 6;

/** What a user has written in the settings may be anything. */
const oneOf = <T>(known: readonly T[], given: unknown, otherwise: T): T => known.find((each) => each === given) ?? otherwise;
