import type { BoundVariable } from '../kernel/kernel.js';
import { TILE } from '../kernel/tape.js';
import { appliedAmong } from './networkTerm.js';

/** The values of network outputs among variables in the first rows, by the index of the variable. */
export function networkValues(
  variables: readonly (BoundVariable | undefined)[],
  point: Float64Array,
  rows: number,
): Map<number, Float64Array> {
  const values = new Map<number, Float64Array>();
  const { applied, rows: together } = appliedAmong(variables, TILE);
  for (const each of applied) {
    each.begin(point);
    for (const { place } of each.outputs) values.set(place, new Float64Array(rows));
    for (let start = 0; start < rows; start += together) {
      const count = Math.min(together, rows - start);
      each.forward(start, count);
      for (const { output, place } of each.outputs) each.read(output, values.get(place)?.subarray(start) ?? new Float64Array(count), count);
    }
    each.end();
  }
  return values;
}
