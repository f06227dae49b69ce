import type { PairAnswer } from '../report/views.js';
import type { Fitter } from './pool.js';
import type { Snapshot } from './snapshot.js';

/** Asks a free thread for the likelihood over two parameters of a file; undefined where the question was dropped for another one. */
export async function askPair(
  pool: Fitter,
  { spec, data, stale, report }: Snapshot,
  pair: readonly [string, string],
  signal: AbortSignal,
): Promise<PairAnswer | undefined> {
  if (!data?.data || stale || !report) return { problem: 'The file has changed since its last fit: the contours come after the next one.' };
  const { data: rows, key, validation } = data;
  const job = { spec, data: rows, dataKey: key, ...(validation ? { validation } : {}), pair };
  let answer: PairAnswer | undefined;
  await pool.run(job, signal, (event) => {
    if (event.kind === 'answer') answer = event.pair ?? answer;
    else if (event.kind !== 'cancelled') answer = { problem: event.problems[0]?.message ?? 'There is no answer.' };
  });
  return answer;
}
