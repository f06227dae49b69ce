import * as vscode from 'vscode';
import type { DidFitParams } from '../../server/src/protocol/messages.js';
import { type EstimationServer } from './server.js';

/** Steps of the walkthrough that no command shows: an estimate that followed an edit, and one that a prior has moved. */
export class Milestones implements vscode.Disposable {
  readonly #versions = new Map<string, number>();
  readonly #reached = new Set<string>();
  readonly #subscription: vscode.Disposable;

  constructor(server: EstimationServer) {
    this.#subscription = server.didFit((fit) => this.#take(fit));
  }

  /** Those that have been reached, by the names of their context keys. */
  get reached(): readonly string[] {
    return [...this.#reached];
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take({ uri, version, result }: DidFitParams): void {
    if (result.preliminary || result.stale || (result.mle === null && result.map === null)) return;
    const first = this.#versions.get(uri) ?? version;
    this.#versions.set(uri, first);
    if (version > first) this.#reach('livelihood.hasFollowedEdit');
    if (version > first && result.map) this.#reach('livelihood.hasEditedWithPrior');
  }

  #reach(key: string): void {
    if (this.#reached.has(key)) return;
    this.#reached.add(key);
    void vscode.commands.executeCommand('setContext', key, true);
  }
}
