const significant = 3;
const mostDecimals = 8;

/** Decimals that show a scale with some significant digits. */
function decimalsFor(scale: number, digits = significant): number {
  const magnitude = Math.floor(Math.log10(Math.abs(scale)));
  return Number.isFinite(magnitude) ? Math.min(mostDecimals, Math.max(0, digits - 1 - magnitude)) : significant;
}

/** Two digits of a standard error, three where it begins with 1 or 2. */
function digitsOf(se: number): number {
  const lead = se / 10 ** Math.floor(Math.log10(se));
  return lead < 3 ? 3 : 2;
}

function isPlain(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-6 && size < 1e7);
}

function written(value: number, decimals: number): string {
  const text = isPlain(value) ? value.toFixed(decimals) : value.toExponential(significant - 1);
  return text.replace('-', '−');
}

/** `0.700 ± 0.145`: both as exact as the standard error allows; an em dash where there is no number. */
export function estimate(value: number | null, se: number | null): string {
  if (value === null) return '—';
  if (se === null || se === 0) return value === 0 ? '0' : number(value);
  const decimals = decimalsFor(se, digitsOf(se));
  return `${written(value, decimals)} ± ${written(se, decimals)}`;
}

/** A number by itself. */
export function number(value: number | null): string {
  return value === null ? '—' : written(value, decimalsFor(value));
}

/** A pull in standard errors: hundredths are plenty. */
export function pull(value: number | null): string {
  return value === null
    ? '—'
    : value
        .toFixed(2)
        .replace(/^-(?=0\.00$)/, '')
        .replace('-', '−');
}

/** A log-likelihood or a criterion made of one: differences of hundredths do not matter, so two decimals. */
export function logValue(value: number | null): string {
  return value === null ? '—' : written(value, 2);
}

/** `[0.416, 0.984]`; an open end is infinite. */
export function interval(bounds: readonly [number | null, number | null] | null): string {
  if (!bounds) return '—';
  const [low, high] = bounds;
  const decimals = low !== null && high !== null && high > low ? decimalsFor(high - low) : significant;
  return `[${low === null ? '−∞' : written(low, decimals)}, ${high === null ? '∞' : written(high, decimals)}]`;
}

/** A time as a person says it. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000)).toFixed(0)} ms`;
  return `${seconds.toFixed(1)} s`;
}
