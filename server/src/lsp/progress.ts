import { basename } from 'node:path';
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/snapshot.js';

/** Fits that are done sooner are not worth mentioning. */
const PATIENCE_MS = 500;

/** Shows fits that take a while, each with a way to end it. */
export class FitProgress {
  /** Whether the client shows progress. */
  isWanted = false;
  private readonly shown = new Map<string, { readonly timer: NodeJS.Timeout; reporter?: WorkDoneProgressServerReporter }>();

  constructor(
    private readonly connection: Connection,
    private readonly cancel: (uri: string) => void,
  ) {}

  tell(snapshot: Snapshot, isWorking: boolean): void {
    const { uri } = snapshot;
    const old = this.shown.get(uri);
    this.shown.delete(uri);
    clearTimeout(old?.timer);
    old?.reporter?.done();
    if (!isWorking || !this.isWanted) return;
    this.shown.set(uri, { timer: setTimeout(() => void this.begin(snapshot), PATIENCE_MS) });
  }

  private async begin({ uri, path, data }: Snapshot): Promise<void> {
    const mine = this.shown.get(uri);
    const reporter = await this.connection.window.createWorkDoneProgress();
    const rows = data?.data ? `${data.data.rows.toLocaleString('en')} rows` : '';
    reporter.begin(`Fitting ${basename(path).replace(/^untitled:/, '')}`, undefined, rows, true);
    reporter.token.onCancellationRequested(() => this.cancel(uri));
    // The fit may have ended while the client answered.
    if (mine && this.shown.get(uri) === mine) mine.reporter = reporter;
    else reporter.done();
  }
}
