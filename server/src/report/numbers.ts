/** A number as people write it: four significant digits and all before the point, no exponent for everyday sizes, a real minus sign. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'none';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return scientific(value);
  return withMinus(size >= 1e4 ? value.toFixed(0) : String(Number(value.toPrecision(4))));
}

function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(3).split('e');
  return `${withMinus(digits)} · 10^${withMinus(exponent.replace('+', ''))}`;
}

/** Estimate and error with two digits of the error, three where it begins with 1 or 2, or as many as are wanted: "0.700 ± 0.145", "0.550 ± 0.079". */
export function withError(estimate: number | null, error: number | null, wanted = 0): string {
  if (estimate === null || Number.isNaN(estimate)) return 'none';
  if (error === null || !(error > 0) || !Number.isFinite(error)) return shortNumber(estimate);
  const exponent = Math.floor(Math.log10(error));
  const digits = wanted > 0 ? wanted - 1 : error / 10 ** exponent < 3 ? 2 : 1;
  const decimals = Math.min(Math.max(digits - exponent, 0), 12);
  const isExtreme = Math.abs(estimate) >= 1e9 || decimals > 8;
  if (isExtreme) return `${shortNumber(estimate)} ± ${shortNumber(error)}`;
  return `${withMinus(estimate.toFixed(decimals))} ± ${error.toFixed(decimals)}`;
}

/** With a real minus sign, and none before a zero. */
const withMinus = (text: string): string => (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', ''));

/**
 * Both ends of an interval with the digits that the standard error allows. `kinds` says why an end is null: an open one is infinite, another could not be
 * shown. Without them it is open.
 */
export function ends(
  [low, high]: readonly [number | null, number | null],
  error: number | null,
  kinds: readonly [string, string] = ['open', 'open'],
  wanted = 0,
): [string, string] {
  const digits = (value: number | null, open: string, kind: string): string =>
    value === null ? (kind === 'open' ? open : 'not found') : (withError(value, error, wanted).split(' ± ')[0] ?? '');
  return [digits(low, '−∞', kinds[0]), digits(high, '∞', kinds[1])];
}

/** "95 %". */
export const levelText = (level: number): string => `${String(Number((100 * level).toFixed(4)))} %`;

/** A log-likelihood or a criterion made of one: differences of hundredths are visible however large it is. */
export function logText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'none';
  return Math.abs(value) >= 100 && Math.abs(value) < 1e9 ? withMinus(value.toFixed(2)) : shortNumber(value);
}

/** A loss, or a log-likelihood, per row. */
export const lossText = (value: number | null): string => (value === null ? 'none' : shortNumber(value));

/** Hundredths of a standard error. */
export const pullText = (value: number): string => withMinus(value.toFixed(2));

/** A time as a person would say it: "9.3 ms", "215 ms", "3.5 s". */
export function durationText(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return `${(1000 * seconds).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
}

/** A number as reports carry it: null where it is not finite. */
export const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);
