import { type BoundModel, looksAround } from '../../model/bound.js';
import { type Estimate, estimate } from '../estimate.js';
import type { Natural } from '../objective/objective.js';
import type { Target } from '../../model/model.js';
import { uniformStream } from '../../numeric/random.js';
import { withRows } from '../../bind/thin.js';
import { at } from '../../numeric/at.js';
import { trialsOf } from '../prediction/trials.js';

/** Both estimates from random subsets of the rows (of the trials of Binomial counts), all of one size; those of a subset that has none are left out. */
export interface FewerRows {
  readonly rows: number;
  readonly draws: number;
  readonly mle: readonly Natural[];
  readonly map: readonly Natural[];
}

/** Shares of the rows, and how many subsets of each. */
const SHARES = [1 / 8, 1 / 4, 1 / 2];
const DRAWS = 8;
/** Fewer rows than this are not divided, and more trials are not distinguished. */
const LEAST = 16;
const MOST = 1e5;
/** A subset has more rows than this for each parameter. */
const ROWS_BY_ENTRY = 2;
/** Rows times parameters above which this many fits take too long. */
const DEAR = 2e4;

/**
 * Fits of random subsets, drawn by the seed without replacement: how the estimates scatter, and how far the prior holds the MAP, where there are fewer rows.
 * Undefined where a subset of the rows is no smaller sample of the same kind (weights, latent values, rows that look at others), and where time runs out: a part
 * of them would depend on the clock. Numbers that were taken from all rows (the mean of a column) stay what they are.
 */
export function fitsOfFewerRows(mle: Estimate, map: Estimate, seed: number, deadline: number): FewerRows[] | undefined {
  const { bound, dimension } = map.objective;
  if (!isDivisible(bound) || bound.used * dimension > DEAR) return undefined;
  const uniform = uniformStream(seed);
  const { total, among } = trialsOf(bound) ?? { total: bound.used, among: (chosen: Int32Array) => withRows(bound, chosen) };
  if (total < LEAST || total > MOST) return undefined;
  const sizes = SHARES.map((share) => Math.round(share * total)).filter((rows) => rows > ROWS_BY_ENTRY * dimension);
  const found = sizes.map((rows): FewerRows => {
    const subsets = Array.from({ length: DRAWS }, () => among(drawSubset(total, rows, uniform)));
    const all = (target: Target, from: Estimate): Natural[] => subsets.flatMap((few) => refit(few, target, from, deadline) ?? []);
    return { rows, draws: DRAWS, mle: all('mle', mle), map: all('map', map) };
  });
  const isCut = Date.now() > deadline || map.objective.cancellation.cancelled;
  return isCut || found.length === 0 ? undefined : found;
}

function isDivisible({ model, weights, latents }: BoundModel): boolean {
  const isOwn = model.columns.every(({ kind }) => kind === 'data' || kind === 'reduction');
  return !weights && latents.length === 0 && model.networks.length === 0 && isOwn && !looksAround(model);
}

/** The estimate from these rows, searched for from that of all; undefined where there is none, or it is not determined. */
function refit(few: BoundModel, target: Target, { natural, objective }: Estimate, deadline: number): Natural | undefined {
  if (Date.now() > deadline) return undefined;
  const found = estimate(few, target, { starts: 1, seed: 1, deadline }, objective.cancellation, natural);
  const isUsable = (found.status === 'converged' || found.status === 'boundary') && found.information.flat.length === 0;
  return isUsable ? found.natural : undefined;
}

/** This many of the first `n` numbers, in increasing order: selection by the first steps of a shuffle (Fisher & Yates). */
function drawSubset(n: number, count: number, uniform: () => number): Int32Array {
  const numbers = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(uniform() * (n - i));
    [numbers[i], numbers[other]] = [at(numbers, other), at(numbers, i)];
  }
  return numbers.subarray(0, count).sort();
}
