import * as vscode from 'vscode';
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler, type ErrorHandlerResult } from 'vscode-languageclient/node';
import { type CrashDecision, Crashes } from './crashes.js';

/** Restarts a server that has crashed, unless it does so again and again: then the user must know. */
export class CrashHandler implements ErrorHandler {
  readonly #crashes = new Crashes();

  constructor(private readonly tell: (message: string) => Promise<void>) {}

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed(): CloseHandlerResult {
    const decision = this.#crashes.add(Date.now());
    const message = messageOf(decision);
    if (decision.restart) return { action: CloseAction.Restart, message, handled: true };
    void this.tell(message);
    return { action: CloseAction.DoNotRestart, message, handled: true };
  }
}

function messageOf({ restart, count, minutes }: CrashDecision): string {
  if (restart) return vscode.l10n.t('The estimation server ended unexpectedly and is being restarted.');
  return vscode.l10n.t(
    'The estimation server crashed {0} times within {1} minutes and will not be restarted automatically. Undo the last edit and restart the server; the log says what happened.',
    count,
    minutes,
  );
}
