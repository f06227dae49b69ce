import type { DuckDBMaterializedResult } from '@duckdb/node-api';
import { type Collector, NumberCollector, TextCollector } from './collectors.js';
import { mergedColumns } from './merge.js';
import type { ReadFailure, SentColumn, SentResult, SentTable } from './messages.js';
import type { NumberSink } from './numberSink.js';
import { messageOf, type Run, type SourceColumn, type TableSource } from './source.js';

interface Rows {
  readonly columns: readonly SourceColumn[];
  /** One a source. */
  readonly results: DuckDBMaterializedResult[];
}

/** Reads sources one after the other into one table, column by column name. */
export async function collect(run: Run, sources: readonly TableSource[], numbers: NumberSink): Promise<SentResult> {
  // Each turn learns something from its failure, so the loop ends.
  for (;;) {
    const rows = await attempt(run, sources);
    if (rows === 'again') continue;
    if ('ok' in rows) return rows;
    const counts = rows.results.map(({ rowCount }) => rowCount);
    const [first] = sources;
    if (first && counts.every((count) => count === 0)) return first.noRows();
    return { ok: true, table: await tableOf(sources, counts, await send(rows, numbers)) };
  }
}

async function attempt(run: Run, sources: readonly TableSource[]): Promise<Rows | ReadFailure | 'again'> {
  const results: DuckDBMaterializedResult[] = [];
  let [current] = sources;
  try {
    for (current of sources) await current.prepare?.(run);
    const columns = mergedColumns(sources);
    if ('ok' in columns) return columns;
    for (current of sources) results.push(await run(current.select(places(columns, current))));
    return { columns, results };
  } catch (error) {
    const message = messageOf(error);
    if (current?.learn?.(message)) return 'again';
    if (!current) throw error;
    return await current.explain(message);
  }
}

/** Where the columns of the table stand in a source; those without single values are not read. */
function places(columns: readonly SourceColumn[], source: TableSource): { index: number; asNumber: boolean }[] {
  const indices = new Map(source.columns.map(({ name }, index) => [name, index]));
  return columns.flatMap(({ name, form, unreadable }) =>
    unreadable === undefined ? [{ index: indices.get(name) ?? 0, asNumber: form === 'number' }] : [],
  );
}

async function send({ columns, results }: Rows, numbers: NumberSink): Promise<SentColumn[]> {
  const readable = columns.filter(({ unreadable }) => unreadable === undefined);
  const block = numbers.begin(
    results.reduce((sum, { rowCount }) => sum + rowCount, 0),
    readable.filter(({ form }) => form === 'number').length,
  );
  const collectors = new Map(
    readable.map((column): [SourceColumn, Collector] => [
      column,
      column.form === 'number' ? new NumberCollector(column.name, (bytes) => block.add(bytes)) : new TextCollector(column),
    ]),
  );
  let rows = 0;
  // Each result is let go once it is sent.
  for (let result = results.shift(); result; result = results.shift()) {
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      let index = 0;
      for (const collector of collectors.values()) collector.add(chunk, index++);
      await block.send(chunk.rowCount);
      rows += chunk.rowCount;
    }
  }
  return columns.map(
    (column) => collectors.get(column)?.finish(rows) ?? { kind: 'unreadable', name: column.name, reason: column.unreadable ?? '' },
  );
}

async function tableOf(sources: readonly TableSource[], counts: readonly number[], columns: readonly SentColumn[]): Promise<SentTable> {
  const rows = counts.reduce((a, b) => a + b, 0);
  const table = { rows, columns, ...(sources.every(({ decimalComma }) => decimalComma) ? { decimalComma: true } : {}) };
  const [only] = sources;
  if (!only || sources.length > 1) {
    return { ...table, lines: 'none', parts: sources.map(({ title }, i) => ({ title, rows: counts[i] ?? 0 })) };
  }
  const lines = await only.lines(rows);
  return lines === undefined ? table : { ...table, lines };
}
