import { pathToFileURL } from 'node:url';
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/session.js';
import { toDiagnostic } from './convert.js';

/** Publishes the problems of estimation files, and those of a data file at the line where they stand. */
export class DiagnosticsPublisher {
  /** Data file that each estimation file has problems in. */
  private readonly places = new Map<string, string>();

  constructor(private readonly connection: Connection) {}

  publish({ uri, version, problems, lines, data }: Snapshot): void {
    void this.connection.sendDiagnostics({ uri, version, diagnostics: problems.map((problem) => toDiagnostic(problem, lines)) });
    const inData = problems.flatMap((problem) => (problem.cell ? [cellDiagnostic(problem.cell.line, toDiagnostic(problem, lines))] : []));
    const place = data?.path === undefined ? undefined : pathToFileURL(data.path).href;
    const old = this.places.get(uri);
    if (old !== undefined && (old !== place || inData.length === 0)) this.clearData(uri, old);
    if (place === undefined || inData.length === 0) return;
    this.places.set(uri, place);
    void this.connection.sendDiagnostics({ uri: place, diagnostics: inData });
  }

  clear(uri: string): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    const old = this.places.get(uri);
    if (old !== undefined) this.clearData(uri, old);
  }

  private clearData(uri: string, place: string): void {
    this.places.delete(uri);
    void this.connection.sendDiagnostics({ uri: place, diagnostics: [] });
  }
}

/** The whole line of the data file: readers know the line better than the character. */
function cellDiagnostic(line: number, diagnostic: Diagnostic): Diagnostic {
  const start = { line: Math.max(line - 1, 0), character: 0 };
  return { ...diagnostic, range: { start, end: { line: start.line, character: 10_000 } } };
}
