import { basename } from 'node:path';
import { kindOf } from '../../language/data/texts.js';
import { TextCollector } from './collectors.js';
import type { Dialect } from './head.js';
import { rowLines } from './lines.js';
import { failure, type ReadFailure } from './messages.js';
import { cell, type Run, selection, type SourceColumn, type TableSource, type Wanted } from './source.js';
import { sqlPath } from './sql.js';

const sampleRows = 2000;
/** Several times the longest line that DuckDB takes; its own choice takes 32 MB. */
const BUFFER_BYTES = 8 * 2 ** 20;

/** A text table. Nothing is left to DuckDB's guesses: dialect, names and types are given. */
export class CsvSource implements TableSource {
  readonly title: string;
  readonly decimalComma: boolean;
  private numeric: ReadonlySet<number> = new Set();
  private sampled: boolean;
  private encoding: Dialect['encoding'];

  /** `isLarge` where it is worth the while to find columns of numbers beforehand. */
  constructor(
    private readonly path: string,
    private readonly dialect: Dialect,
    isLarge: boolean,
  ) {
    this.title = `\`${basename(path)}\``;
    this.decimalComma = dialect.delimiter === ';';
    this.encoding = dialect.encoding;
    this.sampled = !isLarge;
  }

  get columns(): readonly SourceColumn[] {
    return this.dialect.names.map((name, index) => ({ name, form: this.numeric.has(index) ? 'number' : 'text' }));
  }

  /** Columns of numbers are read as such at once where the file is large: several times faster. */
  async prepare(run: Run): Promise<void> {
    if (this.sampled) return;
    const wanted = this.dialect.names.map((_, index) => ({ index, asNumber: false }));
    const result = await run(`${this.select(wanted)} LIMIT ${String(sampleRows)}`);
    const collectors = this.columns.map((column) => new TextCollector(column));
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const [index, collector] of collectors.entries()) collector.add(chunk, index);
    }
    this.numeric = new Set(collectors.flatMap((collector, index) => (isNumeric(collector.finish(result.rowCount)) ? [index] : [])));
    this.sampled = true;
  }

  /** A column that holds a text further down, or bytes that are not UTF-8: read it so. */
  learn(message: string): boolean {
    const column = Number(/Error when converting column "c(\d+)"/.exec(message)?.[1] ?? NaN);
    if (this.numeric.has(column)) {
      this.numeric = new Set([...this.numeric].filter((index) => index !== column));
      return true;
    }
    if (!message.includes('not utf-8 encoded') || this.encoding !== 'utf-8') return false;
    this.encoding = 'latin-1';
    return true;
  }

  select(wanted: readonly Wanted[]): string {
    const numbers = new Set(wanted.flatMap(({ index, asNumber }) => (asNumber ? [index] : [])));
    return selection(
      wanted.map(({ index, asNumber }) => cell(`c${String(index)}`, asNumber)),
      this.relation(numbers),
    );
  }

  private relation(numbers: ReadonlySet<number>): string {
    const { delimiter, compressed, names } = this.dialect;
    const columns = names.map((_, index) => `'c${String(index)}': '${numbers.has(index) ? 'DOUBLE' : 'VARCHAR'}'`).join(', ');
    const options = [
      'auto_detect = false',
      'header = true',
      `buffer_size = ${String(BUFFER_BYTES)}`,
      `delim = '${delimiter}'`,
      `quote = '"'`,
      `escape = '"'`,
      `nullstr = ['', 'NA', 'NaN', 'nan', 'null', 'NULL']`,
      `encoding = '${this.encoding}'`,
      `compression = '${compressed ? 'gzip' : 'none'}'`,
      `columns = {${columns}}`,
    ];
    return `read_csv(${sqlPath(this.path)}, ${options.join(', ')})`;
  }

  noRows(): ReadFailure {
    return failure('data-malformed', `${this.title} has column names but no rows below them.`, { line: 1 });
  }

  async lines(rows: number): Promise<Int32Array | undefined> {
    return this.dialect.compressed ? undefined : await rowLines(this.path, rows, this.dialect.names.length === 1);
  }

  explain(message: string): ReadFailure {
    const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? NaN);
    const at = Number.isNaN(line) ? {} : { line };
    const where = Number.isNaN(line) ? this.title : `Line ${String(line)} of ${this.title}`;
    const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
    if (expected !== undefined && found !== undefined) {
      const fields = `${found} ${found === '1' ? 'field' : 'fields'}, but line 1 names ${expected} ${expected === '1' ? 'column' : 'columns'}`;
      return failure(
        'data-malformed',
        `${where} has ${fields}. Add or remove fields; a field that holds the separator stands in double quotes.`,
        at,
      );
    }
    if (message.includes('unterminated quote')) {
      return failure('data-malformed', `${where} has a double quote that is not closed: quotes in a field are written twice (\`""\`).`, at);
    }
    if (message.includes('Maximum line size'))
      return failure('data-malformed', `${where} is longer than 2 MB: is it a table, and is a double quote left open?`, at);
    if (/gzip|decompress/i.test(message)) return failure('data-unreadable', `${this.title} is not a sound gzip file.`);
    return failure('data-unreadable', `${where} cannot be read: ${message.split('\n')[0] ?? ''}`, at);
  }
}

/** A sample shows a column of numbers; one with none at all may be anything. */
function isNumeric(sample: ReturnType<TextCollector['finish']>): boolean {
  return sample.texts.length > 0 && kindOf(sample).kind === 'numeric';
}
