import type { FitReport } from '../report/fitReport.js';

/** A fit in one line of the output channel: what was fitted, how it ended, and how long each part took. */
export function logLine({ file, status, data, diagnostics, mle, seconds, preliminary, stale }: FitReport, version: number): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  const state = stale === true ? 'not fitted, the last answer is stale' : preliminary === true ? 'first answer' : status;
  const value = mle?.logLikelihood ?? null;
  const likelihood = value === null ? '' : `, log-likelihood ${value.toPrecision(8)}`;
  const times = `load ${inMs(seconds.load)}, compile ${inMs(seconds.compile)}, fit ${inMs(seconds.fit)}`;
  const problem = first ? `; line ${String(first.range.start.line + 1)} ${first.code}: ${first.message}` : '';
  return `${name} version ${String(version)}: ${state}, ${String(data.used)} of ${String(data.rows)} rows${likelihood} (${times})${problem}`;
}

const inMs = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
