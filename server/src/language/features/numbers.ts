/** A number as people write it: four significant digits and all before the point, no exponent for everyday sizes, a real minus sign. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'none';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return scientific(value);
  return signed(size >= 1e4 ? value.toFixed(0) : String(Number(value.toPrecision(4))));
}

function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(3).split('e');
  return `${signed(digits)} · 10^${signed(exponent.replace('+', ''))}`;
}

/** Estimate and error with two digits of the error, three where it begins with 1 or 2: "0.700 ± 0.145", "0.550 ± 0.079". */
export function withError(estimate: number | null, error: number | null): string {
  if (estimate === null || Number.isNaN(estimate)) return 'none';
  if (error === null || !(error > 0) || !Number.isFinite(error)) return shortNumber(estimate);
  const exponent = Math.floor(Math.log10(error));
  const digits = error / 10 ** exponent < 3 ? 2 : 1;
  const decimals = Math.min(Math.max(digits - exponent, 0), 12);
  const isExtreme = Math.abs(estimate) >= 1e9 || decimals > 8;
  if (isExtreme) return `${shortNumber(estimate)} ± ${shortNumber(error)}`;
  return `${signed(estimate.toFixed(decimals))} ± ${error.toFixed(decimals)}`;
}

/** With a real minus sign, and none before a zero. */
const signed = (text: string): string => (/[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', ''));
