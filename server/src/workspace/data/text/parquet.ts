import { basename } from 'node:path';
import { failure, type ReadFailure } from '../wire/messages.js';
import { cell, messageOf, type Run, selection, type SourceColumn, type TableSource, type Wanted } from '../wire/source.js';
import { sqlName, sqlPath } from '../wire/sql.js';
import { describe } from './relation.js';

/** A Parquet file: the types of its columns are those of the file. */
export class ParquetSource implements TableSource {
  readonly title: string;

  private constructor(
    private readonly path: string,
    readonly columns: readonly SourceColumn[],
  ) {
    this.title = `\`${basename(path)}\``;
  }

  static async open(run: Run, path: string): Promise<ParquetSource | ReadFailure> {
    try {
      return new ParquetSource(path, await describe(run, relation(path)));
    } catch (error) {
      return damageFailure(path, messageOf(error));
    }
  }

  select(wanted: readonly Wanted[]): string {
    const cells = wanted.map(({ index, asNumber }) => cell(sqlName(this.columns[index]?.name ?? ''), asNumber));
    return selection(cells, relation(this.path));
  }

  explain(message: string): ReadFailure {
    return damageFailure(this.path, message);
  }

  noRows(): ReadFailure {
    return failure('data-malformed', `${this.title} has columns but no rows.`);
  }

  lines(): Promise<'none'> {
    return Promise.resolve('none');
  }
}

/** Older writers do not mark text as such. */
const relation = (path: string): string => `read_parquet(${sqlPath(path)}, binary_as_string = true)`;

function damageFailure(path: string, message: string): ReadFailure {
  const name = `\`${basename(path)}\``;
  if (/magic bytes|too small/i.test(message)) {
    return failure(
      'data-unreadable',
      `${name} is not a complete Parquet file: it was cut off, or it is another kind of file. Write it again.`,
    );
  }
  if (/encrypt/i.test(message)) return failure('data-unreadable', `${name} is encrypted: write it without encryption.`);
  return failure('data-unreadable', `${name} is damaged and cannot be read as Parquet. Write it again.`);
}
