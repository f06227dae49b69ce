/** A number as people write it: four significant digits, no exponent for everyday sizes, a real minus sign. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'none';
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e7) ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return text.replace('-', '−').replace(/e\+?(−?|-?)(\d+)/, (_, sign: string, digits: string) => ` · 10^${sign === '' ? '' : '−'}${digits}`);
}

/** Estimate and error with two digits of the error, three where it begins with 1 or 2: "0.700 ± 0.145", "0.550 ± 0.079". */
export function withError(estimate: number | null, error: number | null): string {
  if (estimate === null) return 'none';
  if (error === null || !(error > 0)) return shortNumber(estimate);
  const exponent = Math.floor(Math.log10(error));
  const digits = error / 10 ** exponent < 3 ? 2 : 1;
  const decimals = Math.min(Math.max(digits - exponent, 0), 12);
  const isExtreme = Math.abs(estimate) >= 1e9 || decimals > 8;
  if (isExtreme) return `${shortNumber(estimate)} ± ${shortNumber(error)}`;
  return `${signed(estimate.toFixed(decimals))} ± ${error.toFixed(decimals)}`;
}

const signed = (text: string): string => text.replace('-', '−');
