import type { Chunks, Listing } from '../task.js';
import { PASSING_ROWS } from './plan.js';

const MOST_CHUNKS = 64;
const LEAST_ROWS = 8192;
/** All chunks' sums together stay below this. */
const MOST_BYTES = 64 * 2 ** 20;

/** Depends only on the numbers of rows and of sums, never on the number of threads. */
export function chunksOf({ rows, sums }: Listing): Chunks {
  const most = Math.min(MOST_CHUNKS, Math.floor(rows / LEAST_ROWS), Math.floor(MOST_BYTES / (sums.to - sums.from)));
  const each = Math.ceil(rows / Math.max(most, 1) / PASSING_ROWS) * PASSING_ROWS;
  return { count: Math.ceil(rows / each), rows: each };
}
