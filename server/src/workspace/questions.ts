import type { FitJob } from '../fit/question/job.js';
import type { FitAnswer } from '../report/answer.js';
import type { Fitter } from './pool.js';
import type { Snapshot } from './snapshot.js';

type Answer = FitAnswer | { readonly problem: string };

/** Asks a free thread something about a file besides its fit; undefined where the question was dropped for another one. */
export async function ask(
  pool: Fitter,
  { spec, data, stale, report }: Snapshot,
  what: Pick<FitJob, 'pair' | 'rowPlots'>,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  if (!data?.data || stale || !report) return { problem: 'The file has changed since its last fit: this comes after the next one.' };
  const { data: rows, key, validation } = data;
  const job = { spec, data: rows, dataKey: key, ...(validation ? { validation } : {}), ...what };
  let answer: Answer | undefined;
  await pool.run(job, signal, (event) => {
    if (event.kind === 'answer') answer = event;
    else if (event.kind !== 'cancelled') answer = { problem: event.problems[0]?.message ?? 'There is no answer.' };
  });
  return answer;
}
