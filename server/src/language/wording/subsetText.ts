import type { Subsets } from '../../report/facts.js';
import { shortNumber } from '../../report/numbers.js';

/** The prior's hold on the MAP is worth a sentence where the MAP scatters by less than this share of the MLE's scatter. */
const STEADIER = 2 / 3;

/** How both estimates scatter over quarters of the rows (or trials). */
export function subsetText(sizes: readonly Subsets[], rows: number, unit: string): string[] {
  const quarters = sizes.find((each) => each.rows === Math.round(rows / 4));
  if (!quarters || quarters.mle.length < quarters.draws || quarters.map.length < quarters.draws) return [];
  const [mle, map] = [scatter(quarters.mle), scatter(quarters.map)];
  const round = (value: number): string => shortNumber(Number(value.toPrecision(2)));
  return map < STEADIER * mle
    ? [
        `From ${String(quarters.rows)} of the ${unit}, drawn ${String(quarters.draws)} times, the MLE scatters by ±${round(mle)} and the MAP by ±${round(map)}.`,
      ]
    : [];
}

/** Standard deviation. */
function scatter(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
