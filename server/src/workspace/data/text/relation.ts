import type { Run, SourceColumn } from '../wire/source.js';
import { columnOf } from '../wire/types.js';

/** The columns of a relation, such as `read_parquet(…)`. Rejects where DuckDB cannot read it. */
export async function describe(run: Run, relation: string): Promise<SourceColumn[]> {
  const rows = await (await run(`DESCRIBE SELECT * FROM ${relation}`)).rows();
  return rows.map(([name, type]) => columnOf(String(name), String(type)));
}

/** The single row of a statement that gives numbers. */
export async function numbersOf(run: Run, sql: string): Promise<number[]> {
  const [row = []] = await (await run(sql)).rows();
  return row.map(Number);
}
