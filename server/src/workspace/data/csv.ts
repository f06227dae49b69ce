import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { kindOf } from '../../language/data/texts.js';
import { NumberCollector, TextCollector } from './collectors.js';
import type { Dialect } from './head.js';
import { rowLines } from './lines.js';
import { failure, type ReadFailure, type SentColumn, type SentResult, type SentTable } from './messages.js';
import type { NumberSink } from './numberSink.js';

const sampleRows = 2000;
/** Several times the longest line that DuckDB takes; its own choice takes 32 MB. */
const BUFFER_BYTES = 8 * 2 ** 20;

/** Reads a text table by DuckDB. Nothing is left to its guesses: dialect, names and types are given. */
export class CsvReader {
  private numeric: ReadonlySet<number> = new Set();
  private sampled = false;
  private rows = 0;
  private encoding: Dialect['encoding'];

  constructor(
    private readonly connection: DuckDBConnection,
    private readonly path: string,
    private readonly dialect: Dialect,
    private readonly numbers: NumberSink,
  ) {
    this.encoding = dialect.encoding;
  }

  /** Each turn learns something from its failure, so the loop ends. */
  async read(): Promise<SentResult> {
    for (;;) {
      try {
        await this.sample();
        return await this.finish(await this.columns(''));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (!this.learn(message)) return this.explain(message);
      }
    }
  }

  /** Columns of numbers are read as such at once where the file is large: several times faster. */
  private async sample(): Promise<void> {
    if (!this.dialect.large || this.sampled) return;
    this.numeric = numericColumns(await this.columns(`LIMIT ${String(sampleRows)}`));
    this.sampled = true;
  }

  /** A column that holds a text further down, or bytes that are not UTF-8: read it so. */
  private learn(message: string): boolean {
    const column = Number(/Error when converting column "c(\d+)"/.exec(message)?.[1] ?? NaN);
    if (this.numeric.has(column)) {
      this.numeric = new Set([...this.numeric].filter((index) => index !== column));
      return true;
    }
    if (!message.includes('not utf-8 encoded') || this.encoding !== 'utf-8') return false;
    this.encoding = 'latin-1';
    return true;
  }

  private async columns(limit: string): Promise<SentColumn[]> {
    // Not streamed: an error in the middle of a stream ends it without a word, and rows would be lost.
    const result = await this.connection.run(`SELECT ${this.selection()} FROM ${this.source()} ${limit}`);
    const block = this.numbers.begin(result.rowCount, this.numeric.size);
    const collectors = this.dialect.names.map((name, index) =>
      this.numeric.has(index) ? new NumberCollector(name, (bytes) => block.add(bytes)) : new TextCollector(name),
    );
    let rows = 0;
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const [index, collector] of collectors.entries()) collector.add(chunk, index);
      await block.send(chunk.rowCount);
      rows += chunk.rowCount;
    }
    this.rows = rows;
    return collectors.map((collector) => collector.finish(rows));
  }

  private selection(): string {
    return this.dialect.names
      .map((_, index) => (this.numeric.has(index) ? `coalesce(c${String(index)}, 'NaN'::DOUBLE)` : `c${String(index)}`))
      .join(', ');
  }

  private source(): string {
    const { delimiter, compressed, names } = this.dialect;
    const columns = names.map((_, index) => `'c${String(index)}': '${this.numeric.has(index) ? 'DOUBLE' : 'VARCHAR'}'`).join(', ');
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
    return `read_csv('${literalPath(this.path)}', ${options.join(', ')})`;
  }

  private async finish(columns: readonly SentColumn[]): Promise<SentResult> {
    const { rows } = this;
    if (rows === 0) return failure('data-malformed', `\`${basename(this.path)}\` has column names but no rows below them.`, { line: 1 });
    const lines = this.dialect.compressed ? undefined : await rowLines(this.path, rows, columns.length === 1);
    const table: SentTable = {
      rows,
      columns,
      ...(lines ? { lines } : {}),
      ...(this.dialect.delimiter === ';' ? { decimalComma: true } : {}),
    };
    return { ok: true, table };
  }

  private explain(message: string): ReadFailure {
    const name = basename(this.path);
    const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? NaN);
    const at = Number.isNaN(line) ? {} : { line };
    const where = Number.isNaN(line) ? `\`${name}\`` : `Line ${String(line)} of \`${name}\``;
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
    if (/gzip|decompress/i.test(message)) return failure('data-unreadable', `\`${name}\` is not a sound gzip file.`);
    return failure('data-unreadable', `${where} cannot be read: ${message.split('\n')[0] ?? ''}`, at);
  }
}

/** Paths are patterns to DuckDB: `[`, `*` and `?` are made to stand for themselves. */
function literalPath(path: string): string {
  return path.replace(/[[*?]/g, '[$&]').replaceAll("'", "''");
}

/** The columns that the sample shows to be numbers; those with none at all may be anything. */
function numericColumns(sample: readonly SentColumn[]): ReadonlySet<number> {
  return new Set(
    sample.flatMap((column, index) =>
      column.kind === 'texts' && column.texts.length > 0 && kindOf(column).kind === 'numeric' ? [index] : [],
    ),
  );
}
