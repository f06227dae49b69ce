import type { Method } from '../cases/case.js';
import type { Answer } from './peerProcess.js';

/** How far estimates may lie apart, in our standard errors; how far standard errors and log-likelihoods may, relatively. */
export const tolerances = { estimate: 0.02, error: 0.01, logLikelihood: 1e-6 };

export interface Agreement {
  /** Largest distance of an estimate, in our standard errors. */
  readonly estimate: number;
  /** Largest relative distance of a standard error; NaN where the peer gives none. */
  readonly error: number;
  /** By how much the peer's log-likelihood is above ours, relatively. */
  readonly logLikelihood: number;
  /** What exceeds its tolerance. */
  readonly problems: readonly string[];
}

/** Compares a peer's answer with ours, which `theirs` lists in the same order. */
export function agreement(ours: Answer, theirs: Answer, { label, otherErrors }: Method): Agreement {
  const estimate = largest(ours.estimates, (value, i) => Math.abs(value - Number(theirs.estimates[i])) / Number(ours.errors[i]));
  const known = (i: number): boolean => typeof theirs.errors[i] === 'number';
  const error = largest(ours.errors, (value, i) => (known(i) ? Math.abs(Number(theirs.errors[i]) / value - 1) : -Infinity));
  const logLikelihood = (theirs.logLikelihood - ours.logLikelihood) / Math.abs(ours.logLikelihood);
  const problems = [
    ...(ours.estimates.length === theirs.estimates.length ? [] : [`${label} gives ${theirs.estimates.length} estimates`]),
    ...beyond(`${label}: an estimate lies`, estimate, tolerances.estimate, 'standard errors away'),
    ...beyond(`${label}: a standard error differs by the share`, error, otherErrors?.tolerance ?? tolerances.error, ''),
    ...beyond(`${label}: the log-likelihood differs by the share`, Math.abs(logLikelihood), tolerances.logLikelihood, ''),
  ];
  return { estimate, error: error === -Infinity ? NaN : error, logLikelihood, problems };
}

function largest(values: readonly (number | null)[], distance: (value: number, i: number) => number): number {
  return Math.max(...values.map((value, i) => distance(value ?? NaN, i)));
}

/** Not within the tolerance, which no NaN is. */
function beyond(what: string, value: number, tolerance: number, unit: string): string[] {
  return value <= tolerance ? [] : [`${what} ${value.toPrecision(2)} ${unit}`.trimEnd()];
}
