import { at } from '../numeric/at.js';
import type { Sample } from './distribution.js';

/** Moments of the outcomes; a spread of 0 becomes a tiny one, so that scales can start from it. */
export function sampleOf(values: Float64Array): Sample {
  const sorted = Float64Array.from(values).sort();
  const { mean, sd } = moments(values);
  const [minimum = NaN] = sorted;
  const logs = minimum > 0 ? moments(values.map(Math.log)) : { mean: NaN, sd: NaN };
  return {
    mean,
    sd: sd > 0 ? sd : Math.max(1e-8, Math.abs(mean) * 1e-8),
    median: sorted.at(Math.floor(sorted.length / 2)) ?? NaN,
    minimum,
    maximum: sorted.at(-1) ?? NaN,
    meanLog: logs.mean,
    sdLog: logs.sd > 0 ? logs.sd : 1,
    sorted,
  };
}

/** Standard deviation of the residuals from a location; a small share of the outcomes' own size where they are 0. */
export function residualSpread(values: Float64Array, location: Float64Array): number {
  const { sd } = moments(values.map((value, i) => value - at(location, i)));
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.max(sd, 1e-12 * size) || 1;
}

/** Mean and standard deviation with divisor n, in two passes. */
function moments(values: Float64Array): { mean: number; sd: number } {
  const rough = total(values, (value) => value) / values.length;
  const mean = rough + total(values, (value) => value - rough) / values.length;
  return { mean, sd: Math.sqrt(total(values, (value) => (value - mean) ** 2) / values.length) };
}

function total(values: Float64Array, of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum;
}
