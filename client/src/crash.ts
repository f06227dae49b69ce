import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler, type ErrorHandlerResult } from 'vscode-languageclient/node';
import { Crashes } from './crashes.js';

/** Restarts a server that has crashed, unless it does so again and again: then the user must know. */
export class CrashHandler implements ErrorHandler {
  readonly #crashes = new Crashes();

  constructor(private readonly tell: (message: string) => Promise<void>) {}

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed(): CloseHandlerResult {
    const decision = this.#crashes.add(Date.now());
    if (decision.restart) return { action: CloseAction.Restart, message: decision.message, handled: true };
    void this.tell(decision.message);
    return { action: CloseAction.DoNotRestart, message: decision.message, handled: true };
  }
}
