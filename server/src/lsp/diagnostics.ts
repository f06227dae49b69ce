import { pathToFileURL } from 'node:url';
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Snapshot } from '../workspace/snapshot.js';
import { toDiagnostic } from './convert.js';

interface Found {
  /** The data file. */
  readonly place: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Publishes the problems of estimation files, and those of a data file at their lines. */
export class DiagnosticsPublisher {
  /** What each estimation file has found in its data file; several may read the same one. */
  private readonly found = new Map<string, Found>();

  /** `bufferOf` is the text of a data file that is open in an editor. */
  constructor(
    private readonly connection: Pick<Connection, 'sendDiagnostics'>,
    private readonly bufferOf: (path: string) => string | undefined,
  ) {}

  publish({ uri, version, problems, lines, data }: Snapshot): void {
    void this.connection.sendDiagnostics({ uri, version, diagnostics: problems.map((problem) => toDiagnostic(problem, lines)) });
    const text = data?.path === undefined ? undefined : this.bufferOf(data.path);
    const diagnostics = problems.flatMap((problem) =>
      problem.cell ? [cellDiagnostic(problem.cell.line, toDiagnostic(problem, lines), text)] : [],
    );
    this.publishData(uri, data?.path === undefined ? undefined : { place: pathToFileURL(data.path).href, diagnostics });
  }

  clear(uri: string): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.publishData(uri, undefined);
  }

  private publishData(uri: string, now: Found | undefined): void {
    const before = this.found.get(uri);
    if (now && now.diagnostics.length > 0) this.found.set(uri, now);
    else this.found.delete(uri);
    const places = [before?.place, this.found.get(uri)?.place].filter((place) => place !== undefined);
    for (const place of new Set(places)) void this.connection.sendDiagnostics({ uri: place, diagnostics: this.inFile(place) });
  }

  /** What all estimation files have found in a data file, each problem once. */
  private inFile(place: string): Diagnostic[] {
    const all = [...this.found.values()].filter((found) => found.place === place).flatMap(({ diagnostics }) => diagnostics);
    return [...new Map(all.map((each) => [JSON.stringify([each.range, each.message]), each])).values()];
  }
}

/** The whole line of a data file that is open: readers know the line better than the character. For any other file, the beginning of the line, which exists however long it is. */
function cellDiagnostic(line: number, diagnostic: Diagnostic, text: string | undefined): Diagnostic {
  const start = { line: Math.max(line - 1, 0), character: 0 };
  return { ...diagnostic, range: { start, end: { line: start.line, character: text === undefined ? 0 : lengthOfLine(text, start.line) } } };
}

/** Characters of a line (from 0) without its end; 0 where there is no such line. */
function lengthOfLine(text: string, line: number): number {
  let from = 0;
  for (let passed = 0; passed < line; passed++) {
    const end = text.indexOf('\n', from);
    if (end < 0) return 0;
    from = end + 1;
  }
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '').length;
}
