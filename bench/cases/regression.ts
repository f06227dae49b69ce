import { Random } from '../support/random.js';
import type { CaseColumn } from './case.js';

/** `x1 + x2 + …`, the terms of the cases that regress on standard Normal columns. */
export const terms = (predictors: number): string => Array.from({ length: predictors }, (_, j) => `x${j + 1}`).join(' + ');

/** The true coefficient of `x{j + 1}`: small and of both signs. */
export const slope = (j: number, predictors: number): number => (j % 2 === 0 ? 1 : -1) / (1 + j + predictors / 10);

/** An outcome `y` drawn from its linear predictor `intercept + Σ slope(j) x{j + 1}`, and the predictors. */
export function regressionColumns(
  { rows, predictors, seed, intercept = 0.5 }: { rows: number; predictors: number; seed: number; intercept?: number },
  draw: (eta: number, random: Random, row: readonly Float64Array[], i: number) => number,
): CaseColumn[] {
  const random = new Random(seed);
  const xs = Array.from({ length: predictors }, () => Float64Array.from({ length: rows }, () => random.normal()));
  const slopes = xs.map((_, j) => slope(j, predictors));
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const eta = xs.reduce((sum, x, j) => sum + (slopes[j] ?? 0) * (x[i] ?? 0), intercept);
    return draw(eta, random, xs, i);
  });
  return [{ name: 'y', values: y }, ...xs.map((values, j) => ({ name: `x${j + 1}`, values }))];
}
