/** The value below which a share `p` of the values lies, by the nearest rank; NaN of none. */
export function quantile(values: readonly number[], p: number): number {
  return [...values].sort((a, b) => a - b)[Math.round(p * (values.length - 1))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Three digits and a unit that suits. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  return seconds >= 1e-3 ? `${(1e3 * seconds).toPrecision(3)} ms` : `${(1e6 * seconds).toPrecision(3)} µs`;
}

const times = (ratio: number): string => (ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2));

/** `3.1 (2.8–3.4)`: the median and the range. */
export function ratioText(ratios: readonly number[]): string {
  if (ratios.length === 0) return '–';
  return `${times(median(ratios))} (${times(Math.min(...ratios))}–${times(Math.max(...ratios))})`;
}
