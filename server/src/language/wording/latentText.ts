import { at } from '../../engine/numeric/at.js';
import type { LatentModes } from '../../report/facts.js';
import { withError } from '../../report/numbers.js';

/** A level with its value. */
export interface LevelValue {
  readonly level: string;
  readonly estimate: number;
  readonly se: number;
}

/** The levels that have a finite value, the smallest value first. */
export function sortedLevels({ levels, estimates, standardErrors }: LatentModes): LevelValue[] {
  return levels
    .map((level, k) => ({ level, estimate: at(estimates, k), se: at(standardErrors, k) }))
    .filter(({ estimate }) => Number.isFinite(estimate))
    .sort((a, b) => a.estimate - b.estimate);
}

/** "18 levels, −40.0 ± 11.9 (309) to 33.9 ± 11.9 (337)". */
export function levelSummary(levels: readonly LevelValue[]): string {
  const sorted = [...levels].sort((a, b) => a.estimate - b.estimate);
  const [first, last] = [sorted[0], sorted.at(-1)];
  const count = `${levels.length.toLocaleString('en')} ${levels.length === 1 ? 'level' : 'levels'}`;
  if (!first || !last) return count;
  return sorted.length === 1 ? `${count}, ${valueText(first)}` : `${count}, ${valueText(first)} to ${valueText(last)}`;
}

const valueText = ({ level, estimate, se }: LevelValue): string => `${withError(estimate, se)} (${level})`;
