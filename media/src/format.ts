import { durationText, ends, levelText, logText, lossText, pullText, shortNumber, withError } from '../../server/src/report/numbers.js';

const none = '—';

/** `0.700 ± 0.145`; an em dash where there is no number. */
export const estimate = (value: number | null, se: number | null): string => (value === null ? none : withError(value, se));

/** A number by itself. */
export const number = (value: number | null): string => (value === null ? none : shortNumber(value));

/** A loss, or a log-likelihood, per row. */
export const loss = (value: number | null): string => (value === null ? none : lossText(value));

/** How far the MAP lies from the MLE, in standard errors. */
export const shift = (value: number | null): string => (value === null ? none : pullText(value));

/** A log-likelihood or a criterion made of one. */
export const logValue = (value: number | null): string => (value === null ? none : logText(value));

/** `[0.416, 0.984]`; `kinds` says why an end is null. */
export const interval = (
  bounds: readonly [number | null, number | null] | null,
  se: number | null,
  kinds?: readonly [string, string],
): string => (bounds ? `[${ends(bounds, se, kinds).join(', ')}]` : none);

/** "95 %". */
export const level = levelText;

/** A time as a person would say it. */
export const duration = durationText;
