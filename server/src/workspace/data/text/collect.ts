import { at } from '../../../engine/numeric/at.js';
import { type Collector, NumberCollector, TextCollector } from './collectors.js';
import { mergedColumns } from './merge.js';
import type { ReadFailure, SentColumn, SentResult, SentTable } from '../wire/messages.js';
import type { NumberSink } from '../wire/numberSink.js';
import { messageOf, type Result, type Run, type SourceColumn, type TableSource } from '../wire/source.js';

interface Rows {
  readonly columns: readonly MarkedColumn[];
  /** One for each source. */
  readonly results: Result[];
}

/** Reads sources one after the other into one table, column by column name. */
export async function collect(
  run: Run,
  sources: readonly TableSource[],
  numbers: NumberSink,
  isWanted: IsWanted = () => true,
): Promise<SentResult> {
  // Each turn learns something from its failure, so the loop ends.
  for (;;) {
    const rows = await attempt(run, sources, isWanted);
    if (rows === 'again') continue;
    if ('ok' in rows) return rows;
    const counts = rows.results.map(({ rowCount }) => rowCount);
    const [first] = sources;
    if (first && counts.every((count) => count === 0)) return first.noRows();
    const { columns, doubtful } = await send(rows, numbers);
    const isAgain = doubtful.length > 0 && sources.filter((source) => source.distrust?.(doubtful)).length > 0;
    if (!isAgain) return { ok: true, table: await tableOf(sources, counts, columns) };
  }
}

async function attempt(run: Run, sources: readonly TableSource[], isWanted: IsWanted): Promise<Rows | ReadFailure | 'again'> {
  const results: Result[] = [];
  let [current] = sources;
  try {
    for (current of sources) await current.prepare?.(run);
    const all = mergedColumns(sources);
    if ('ok' in all) return all;
    const columns = markUnread(all, isWanted);
    for (current of sources) results.push(await run(current.select(places(columns, current))));
    return { columns, results };
  } catch (error) {
    const message = messageOf(error);
    if (await current?.learn?.(message)) return 'again';
    if (!current) throw error;
    return await current.explain(message);
  }
}

/** Tables of more columns than this give only the values of the requested ones. */
export const MANY_COLUMNS = 100;

export type IsWanted = (column: string) => boolean;

interface MarkedColumn extends SourceColumn {
  readonly isUnread?: true;
}

const markUnread = (columns: readonly SourceColumn[], isWanted: IsWanted): readonly MarkedColumn[] =>
  columns.length <= MANY_COLUMNS ? columns : columns.map((column) => (isWanted(column.name) ? column : { ...column, isUnread: true }));

const isRead = ({ unreadable, isUnread }: MarkedColumn): boolean => unreadable === undefined && !isUnread;

/** Where the columns of the table are in a source; those without single values are not read. */
function places(columns: readonly MarkedColumn[], source: TableSource): { index: number; asNumber: boolean }[] {
  const indices = new Map(source.columns.map(({ name }, index) => [name, index]));
  return columns.filter(isRead).map(({ name, form }) => ({ index: indices.get(name) ?? 0, asNumber: form === 'number' }));
}

async function send(
  { columns, results }: Rows,
  numbers: NumberSink,
): Promise<{ readonly columns: readonly SentColumn[]; readonly doubtful: readonly string[] }> {
  const readable = columns.filter(isRead);
  const block = numbers.begin(
    results.reduce((sum, { rowCount }) => sum + rowCount, 0),
    readable.filter(({ form }) => form === 'number').length,
  );
  const collectors = new Map(
    readable.map((column): [SourceColumn, Collector] => [
      column,
      column.form === 'number' ? new NumberCollector(column, (bytes) => block.add(bytes)) : new TextCollector(column),
    ]),
  );
  let rows = 0;
  // Each result is released once it is sent.
  for (let result = results.shift(); result; result = results.shift()) {
    for (let some = await result.nextBlock(); some; some = await result.nextBlock()) {
      let index = 0;
      for (const collector of collectors.values()) collector.add(some, index++);
      await block.send(some.rowCount);
      rows += some.rowCount;
    }
  }
  const sent = columns.map((column) => collectors.get(column)?.finish(rows) ?? withoutValues(column));
  const doubtful = [...collectors].filter(([, collector]) => collector instanceof NumberCollector && collector.isDoubtful);
  return { columns: sent, doubtful: doubtful.map(([{ name }]) => name) };
}

function withoutValues({ name, unreadable, advice, at, isUnread }: MarkedColumn): SentColumn {
  if (isUnread) return { kind: 'unread', name };
  return { kind: 'unreadable', name, reason: unreadable ?? '', ...(advice === undefined ? {} : { advice }), ...(at ? { at } : {}) };
}

async function tableOf(sources: readonly TableSource[], counts: readonly number[], columns: readonly SentColumn[]): Promise<SentTable> {
  const rows = counts.reduce((a, b) => a + b, 0);
  const marks = [...new Set(sources.flatMap((source) => source.marks ?? []))];
  const table = {
    rows,
    columns,
    ...(sources.every(({ semicolons }) => semicolons) ? { semicolons: true } : {}),
    ...(marks.length > 0 ? { marks } : {}),
  };
  const [only] = sources;
  if (!only || sources.length > 1) {
    return { ...table, lines: 'none', parts: sources.map(({ title }, i) => ({ title, rows: at(counts, i) })) };
  }
  const lines = await only.lines(rows);
  return lines === undefined ? table : { ...table, lines };
}
