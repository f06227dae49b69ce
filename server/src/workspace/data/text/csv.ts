import { basename } from 'node:path';
import { kindOf } from '../../../language/data/kinds.js';
import { certainMark } from '../../../language/data/marks.js';
import { missingTexts } from '../../../language/data/texts.js';
import type { Mark } from '../../../engine/model/dataSpec.js';
import type { RawTexts } from '../../../language/data/raw.js';
import { TextCollector } from './collectors.js';
import { type CsvField, csvFields, withForm } from './csvFields.js';
import { encodingName } from './encoding.js';
import type { Dialect } from './head.js';
import { rowLines } from './lines.js';
import { failure, type ReadFailure } from '../wire/messages.js';
import { cell, type Run, selection, type SourceColumn, type TableSource, type Wanted } from '../wire/source.js';
import { sqlPath, sqlText } from '../wire/sql.js';

const sampleRows = 2000;
/** Several times the longest line that DuckDB takes; its own choice takes 32 MB. */
const BUFFER_BYTES = 8 * 2 ** 20;

/** What a source may need of its surroundings. */
export interface CsvOptions {
  /** It is worth the while to find columns of numbers beforehand. */
  readonly isLarge: boolean;
  readonly isWanted: (column: string) => boolean;
  /** Writes the table anew, as DuckDB can read it; gives the path of the copy. */
  readonly plainCopy: (dialect: Dialect) => Promise<string>;
}

/** A text table. Nothing is left to DuckDB's guesses: dialect, names and types are given. */
export class CsvSource implements TableSource {
  readonly title: string;
  readonly semicolons: boolean;
  readonly marks: readonly Mark[];
  private readonly fields: readonly CsvField[];
  /** Fields read as numbers, and whether their decimal mark is beyond doubt. */
  private numeric: ReadonlyMap<number, boolean> = new Map();
  /** How missing values are written in columns of numbers. */
  private readonly nulls = new Set(['']);
  private sampled: boolean;
  private copy: string | undefined;
  private encoding: Dialect['oddities']['encoding'];

  constructor(
    private readonly path: string,
    private readonly dialect: Dialect,
    private readonly options: CsvOptions,
  ) {
    this.title = `\`${basename(path)}\``;
    this.semicolons = dialect.delimiter === ';';
    this.marks = dialect.marks;
    this.encoding = dialect.oddities.encoding;
    this.sampled = !options.isLarge;
    this.fields = csvFields(dialect.names, dialect.header);
  }

  get columns(): readonly SourceColumn[] {
    return withForm(this.fields, this.numeric);
  }

  /** Columns of numbers are read as such at once where the file is large: several times faster. */
  async prepare(run: Run): Promise<void> {
    if (this.dialect.isOdd && this.copy === undefined) await this.makeCopy();
    if (this.sampled) return;
    const fields = this.fields.filter(({ name, unreadable }) => unreadable === undefined && this.options.isWanted(name));
    const result = await run(`${this.selectFields(fields.map(({ field }) => ({ field, asNumber: false })))} LIMIT ${String(sampleRows)}`);
    const collectors = fields.map((column) => new TextCollector(column));
    for (let block = await result.nextBlock(); block; block = await result.nextBlock()) {
      for (const [index, collector] of collectors.entries()) collector.add(block, index);
    }
    this.numeric = new Map(
      collectors.flatMap((collector, i): [number, boolean][] => {
        const mark = numberMark(collector.finish(result.rowCount));
        return mark === undefined ? [] : [[fields[i]?.field ?? 0, mark === 'certain']];
      }),
    );
    this.sampled = true;
  }

  private async makeCopy(): Promise<void> {
    this.copy = await this.options.plainCopy({ ...this.dialect, oddities: { ...this.dialect.oddities, encoding: this.encoding } });
  }

  /** A column that holds a text further down, bytes that are not UTF-8, odd line ends: read it so. */
  async learn(message: string): Promise<boolean> {
    const field = Number(/Error when converting column "c(\d+)"/.exec(message)?.[1] ?? NaN);
    if (this.numeric.has(field)) return this.learnText(field, /Could not convert string "(.*?)" to/.exec(message)?.[1]);
    if (this.copy !== undefined || /unterminated quote|Expected Number of Columns|Maximum line size/.test(message)) return false;
    if (message.includes('not utf-8 encoded')) this.encoding = 'windows-1252';
    await this.makeCopy();
    return true;
  }

  private learnText(field: number, text: string | undefined): boolean {
    if (text !== undefined && missingTexts.includes(text) && !this.nulls.has(text)) this.nulls.add(text);
    else this.numeric = new Map([...this.numeric].filter(([index]) => index !== field));
    return true;
  }

  distrust(names: readonly string[]): boolean {
    const known = this.numeric.size;
    const fields = new Set(this.fields.flatMap(({ name, field }) => (names.includes(name) ? [field] : [])));
    this.numeric = new Map([...this.numeric].filter(([index]) => !fields.has(index)));
    return this.numeric.size < known;
  }

  select(wanted: readonly Wanted[]): string {
    return this.selectFields(wanted.map(({ index, asNumber }) => ({ field: this.fields[index]?.field ?? 0, asNumber })));
  }

  private selectFields(wanted: readonly { readonly field: number; readonly asNumber: boolean }[]): string {
    const numbers = new Set(wanted.flatMap(({ field, asNumber }) => (asNumber ? [field] : [])));
    const cells = wanted.map(({ field, asNumber }) => cell(`c${String(field)}`, asNumber));
    return selection(cells, this.relation(numbers));
  }

  private relation(numbers: ReadonlySet<number>): string {
    const { delimiter, compressed, names, skip } = this.dialect;
    const columns = names.map((_, field) => `'c${String(field)}': '${numbers.has(field) ? 'DOUBLE' : 'VARCHAR'}'`).join(', ');
    const options = [
      'auto_detect = false',
      'header = false',
      `skip = ${String(skip)}`,
      `buffer_size = ${String(BUFFER_BYTES)}`,
      `delim = ${sqlText(delimiter)}`,
      `quote = '"'`,
      `escape = '"'`,
      `nullstr = [${[...this.nulls].map(sqlText).join(', ')}]`,
      `compression = '${compressed && this.copy === undefined ? 'gzip' : 'none'}'`,
      `columns = {${columns}}`,
    ];
    return `read_csv(${sqlPath(this.copy ?? this.path)}, ${options.join(', ')})`;
  }

  noRows(): ReadFailure {
    return failure('data-malformed', `${this.title} has column names but no rows below them.`, { line: this.dialect.header });
  }

  async lines(rows: number): Promise<Int32Array | undefined> {
    const { compressed, names, skip } = this.dialect;
    const path = this.copy ?? (compressed ? undefined : this.path);
    return await rowLines(path, rows, { blankIsRow: names.length === 1, skip });
  }

  explain(message: string): ReadFailure {
    const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? NaN);
    const at = Number.isNaN(line) ? {} : { line };
    const where = Number.isNaN(line) ? this.title : `Line ${String(line)} of ${this.title}`;
    const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
    if (expected !== undefined && found !== undefined) {
      const fields = `${found} ${found === '1' ? 'field' : 'fields'}, but line ${String(this.dialect.header)} names ${expected} ${expected === '1' ? 'column' : 'columns'}`;
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
    const tried = `It was read as ${encodingName[this.encoding]} with \`${this.dialect.delimiter === '\t' ? 'tab' : this.dialect.delimiter}\` between fields`;
    return failure('data-unreadable', `${where} cannot be read as a text table. ${tried}: save it as CSV in UTF-8.`, at);
  }
}

/** Whether a sample shows a column of numbers with points, and whether beyond doubt; one with none at all may be anything. */
function numberMark(sample: RawTexts): 'certain' | 'doubtful' | undefined {
  const found = sample.texts.length > 0 ? kindOf(sample) : undefined;
  if (found?.kind !== 'numeric' || found.style.decimal !== '.' || found.doubtful !== undefined) return undefined;
  const texts = sample.texts.filter((_, code) => !found.gone.has(code));
  return texts.length > 0 && certainMark(texts) === '.' ? 'certain' : 'doubtful';
}
