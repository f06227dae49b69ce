/** Below this many rows no other thread is asked to help. */
const SHARED_ROWS = 8192;

/** A column of zeros, in memory that other threads can read where it is long and the host has such memory. */
export function sharedColumn(rows: number): Float64Array {
  if (rows < SHARED_ROWS || typeof SharedArrayBuffer === 'undefined') return new Float64Array(rows);
  return new Float64Array(new SharedArrayBuffer(8 * rows));
}
