import { at } from '../../engine/numeric/at.js';
import type { CalibrationView, RocView } from '../../report/views.js';

/** Bins of equally many rows. */
const BINS = 10;
/** A bin of fewer rows says little. */
const LEAST_ROWS = 5;
/** Points of a curve that is drawn. */
const MOST_POINTS = 400;
/** 95 % of a Normal distribution. */
const Z = 1.959963984540054;

const orderOf = (values: Float64Array): number[] => Array.from(values.keys()).sort((a, b) => at(values, a) - at(values, b));

/** Mean probabilities of bins beside the shares in which the event happened, each with Wilson's 95 % interval. */
export function calibrationOf(probabilities: Float64Array, observed: Float64Array, weights?: Float64Array): CalibrationView {
  const order = orderOf(probabilities);
  const bins = Math.max(1, Math.min(BINS, Math.floor(order.length / LEAST_ROWS)));
  const weight = (row: number): number => weights?.[row] ?? 1;
  return Array.from({ length: bins }, (_, bin) => {
    const rows = order.slice(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins));
    const n = rows.reduce((sum, row) => sum + weight(row), 0);
    const predicted = rows.reduce((sum, row) => sum + weight(row) * at(probabilities, row), 0) / n;
    const share = rows.reduce((sum, row) => sum + weight(row) * at(observed, row), 0) / n;
    const [low, high] = wilson(share, n);
    return { rows: rows.length, predicted, observed: share, low, high };
  });
}

function wilson(share: number, n: number): [number, number] {
  const scale = 1 / (1 + Z ** 2 / n);
  const middle = scale * (share + Z ** 2 / (2 * n));
  const half = scale * Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Shares of true and of false alarms as the threshold falls, and the area below; undefined where all rows have the same outcome. */
export function rocOf(probabilities: Float64Array, observed: Float64Array, weights?: Float64Array): RocView | undefined {
  const order = orderOf(probabilities).reverse();
  const weight = (row: number): number => weights?.[row] ?? 1;
  const positive = order.reduce((sum, row) => sum + weight(row) * at(observed, row), 0);
  const negative = order.reduce((sum, row) => sum + weight(row) * (1 - at(observed, row)), 0);
  if (!(positive > 0 && negative > 0)) return undefined;
  const points = [{ false: 0, true: 0 }];
  let [hits, alarms, area] = [0, 0, 0];
  for (const [i, row] of order.entries()) {
    hits += (weight(row) * at(observed, row)) / positive;
    alarms += (weight(row) * (1 - at(observed, row))) / negative;
    const next = order[i + 1];
    // Rows with the same probability pass the threshold together.
    if (next !== undefined && probabilities[next] === probabilities[row]) continue;
    const before = at(points, points.length - 1);
    area += (alarms - before.false) * (hits + before.true) * 0.5;
    points.push({ false: alarms, true: hits });
  }
  const step = Math.ceil(points.length / MOST_POINTS);
  return { points: points.filter((_, i) => i % step === 0 || i === points.length - 1), area };
}
