import type { Connection, Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import { usesOf } from '../language/dataset/reader.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toDiagnostic, toFeatureInput, toRange } from './convert.js';

interface Found {
  /** The path of the data file, and its URI in the editor. */
  readonly path: string;
  readonly place: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The data files that editors hold. */
type Editors = Pick<Workspace, 'uriOfBuffer' | 'datasetText' | 'readsBuffer'>;

/** Publishes the problems of estimation files, and those of a data file at their cells while an editor holds it. */
export class DiagnosticsPublisher {
  /** What each estimation file has found in its data file; several may read the same one. */
  private readonly found = new Map<string, Found>();

  /** `relates` says whether the editor shows places in other files beside a problem. */
  constructor(
    private readonly connection: Pick<Connection, 'sendDiagnostics'>,
    private readonly editors: () => Editors,
    private readonly relates: () => boolean,
  ) {}

  publish(snapshot: Snapshot): void {
    const { uri, version, problems, lines, data } = snapshot;
    void this.connection.sendDiagnostics({ uri, version, diagnostics: problems.map((problem) => toDiagnostic(problem, lines)) });
    const place = data?.path === undefined ? undefined : this.editors().uriOfBuffer(data.path);
    if (data?.path === undefined || place === undefined) return this.publishData(uri, undefined);
    // What was found in an older text of the data stays until the newest has been read: the editor moves it along.
    if (this.editors().readsBuffer(snapshot, data.path))
      this.publishData(uri, { path: data.path, place, diagnostics: this.cells(snapshot, data.path) });
  }

  /** An estimation file is closed. */
  clear(uri: string): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.publishData(uri, undefined);
  }

  /** A data file is closed. */
  clearData(path: string): void {
    for (const [uri, found] of this.found) if (found.path === path) this.publishData(uri, undefined);
  }

  private cells(snapshot: Snapshot, path: string): Diagnostic[] {
    const text = this.editors().datasetText(path);
    return snapshot.problems.flatMap((problem): Diagnostic[] => {
      if (!problem.cell || !text) return [];
      const range = toRange(text.cell(problem.cell.line, problem.cell.field), text.lines);
      const related = this.relates() ? { relatedInformation: [readAt(snapshot, problem)] } : {};
      return [{ ...toDiagnostic(problem, snapshot.lines), range, ...related }];
    });
  }

  private publishData(uri: string, now: Found | undefined): void {
    const before = this.found.get(uri);
    if (now && now.diagnostics.length > 0) this.found.set(uri, now);
    else this.found.delete(uri);
    const places = [before?.place, this.found.get(uri)?.place].filter((place) => place !== undefined);
    for (const place of new Set(places)) void this.connection.sendDiagnostics({ uri: place, diagnostics: this.inFile(place) });
  }

  /** What all estimation files have found in a data file, each problem once, with all places that read the cell. */
  private inFile(place: string): Diagnostic[] {
    const all = new Map<string, Diagnostic>();
    for (const { diagnostics } of [...this.found.values()].filter((found) => found.place === place)) {
      for (const each of diagnostics) {
        const key = JSON.stringify([each.range, each.message]);
        const related = [...(all.get(key)?.relatedInformation ?? []), ...(each.relatedInformation ?? [])];
        all.set(key, related.length > 0 ? { ...each, relatedInformation: related } : each);
      }
    }
    return [...all.values()];
  }
}

/** Where the model reads the column of a cell; where it names its data otherwise. */
function readAt(snapshot: Snapshot, { related: [column] = [], span }: Snapshot['problems'][number]): DiagnosticRelatedInformation {
  const { uri, lines } = snapshot;
  const [use] = column === undefined ? [] : usesOf(toFeatureInput(snapshot), column);
  const message = use && column !== undefined ? `\`${column}\` is read here` : 'The data are read here';
  return { location: { uri, range: toRange(use ?? span, lines) }, message };
}
