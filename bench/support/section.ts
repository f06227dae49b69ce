/** A section of the report: a table with the text that belongs to it. */
export interface Section {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** What makes the bench fail: answers that disagree. */
  readonly failures?: readonly string[];
}

/** One kind of measurement. */
export interface Part {
  readonly name: string;
  readonly what: string;
  /** It measures the output of `npm run build`. */
  readonly ofBuild?: true;
  readonly run: (options: Options) => AsyncIterable<Section>;
}

export interface Options {
  readonly quick: boolean;
  /** Names of cases; all where empty. */
  readonly cases: readonly string[];
  /** Names of peers; all where empty. */
  readonly peers: readonly string[];
  /** At most this many rounds. */
  readonly rounds: number;
  /** The Python that the peers' libraries are installed for. */
  readonly python: string;
}

export function markdown({ title, header, rows, notes, failures = [] }: Section): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [line(header), line(header.map((_, j) => (j === 0 ? '---' : '--:'))), ...rows.map(line)];
  const said = [...failures.map((failure) => `**Fails:** ${failure}`), ...notes].map((note) => `- ${note}`);
  return [`## ${title}`, '', ...table, ...(said.length > 0 ? ['', ...said] : []), ''].join('\n');
}

/** The table with its columns under each other, for a terminal. */
export function plain({ title, header, rows, notes, failures = [] }: Section): string {
  const widths = header.map((cell, j) => Math.max(cell.length, ...rows.map((row) => row[j]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, j) => (j === 0 ? cell.padEnd(widths[j] ?? 0) : cell.padStart(widths[j] ?? 0))).join('  ');
  return ['', title, line(header), ...rows.map(line), ...failures.map((failure) => `FAILS: ${failure}`), ...notes, ''].join('\n');
}
