import { type Estimate, estimate } from '../../engine/inference/estimate.js';
import { rowScores } from '../../engine/inference/rowScores.js';
import { type BoundModel, looksAround, rowName } from '../../engine/model/bound.js';
import type { Problem } from '../../engine/problem.js';
import { shortNumber, withError } from '../features/numbers.js';
import { type Fitted, nameOf } from './check.js';
import type { SlowCheck, Until } from './slow.js';

/** With more rows no single one counts; with fewer for each parameter every one does. */
const MOST_ROWS = 20_000;
const LEAST_ROWS_EACH = 3;
/** Standard errors that one row moves an estimate by: enough to be told, and, by one step, enough to be looked at. */
const TOLD = 1;
const LOOKED_AT = 0.4;
const MOST_LOOKED_AT = 3;

interface Influence {
  readonly row: number;
  readonly entry: number;
  /** In standard errors. */
  readonly change: number;
}

/** One row without which an estimate is more than a standard error elsewhere (Belsley, Kuh & Welsch 1980): found by one step, told after a fit without it. */
export const influentialRow: SlowCheck = (fitted, until) => {
  const { bound, mle } = fitted;
  const { latents, likelihoods, targets } = bound.model;
  const isPlain = latents.length === 0 && targets.length === 0 && !bound.weights && !looksAround(bound.model);
  const isClear = mle.status === 'converged' && mle.atKink.length === 0 && mle.information.flat.length === 0;
  const enough = bound.used >= LEAST_ROWS_EACH * mle.objective.dimension + 2 && bound.used <= MOST_ROWS;
  if (!isPlain || !isClear || !enough || mle.objective.dimension === 0) return [];
  const influences = candidates(bound, mle).flatMap(({ row }) => (until.isOver() ? [] : (without(fitted, row, until) ?? [])));
  const worst = influences.reduce<(typeof influences)[number] | undefined>((a, b) => (a && a.change >= b.change ? a : b), undefined);
  return worst && worst.change > TOLD ? [told(fitted, worst, likelihoods[0]?.span ?? fitted.spec.modelSpan)] : [];
};

/** The rows that move some estimate most, by C · score: one Newton step without the row. */
function candidates(bound: BoundModel, mle: Estimate): Influence[] {
  const scores = rowScores(bound, mle.natural);
  const width = mle.natural.length;
  const { objective, point, information, standardErrors } = mle;
  const n = objective.dimension;
  const jacobian = objective.jacobian(point);
  const found: Influence[] = [];
  const covariance = naturalCovariance(jacobian, information.covariance, n);
  for (let row = 0; row < bound.used; row++) {
    let best: Influence = { row, entry: -1, change: 0 };
    objective.free.forEach((entry, a) => {
      const moved = objective.free.reduce(
        (sum, other, b) => sum + (covariance[a * n + b] as number) * (scores[row * width + other] as number),
        0,
      );
      const change = Math.abs(moved) / (standardErrors[entry] ?? NaN);
      if (change > best.change) best = { row, entry, change };
    });
    found.push(best);
  }
  return found
    .filter(({ change }) => change > LOOKED_AT)
    .sort((a, b) => b.change - a.change)
    .slice(0, MOST_LOOKED_AT);
}

/** J C J'. */
function naturalCovariance(jacobian: Float64Array, covariance: Float64Array, n: number): Float64Array {
  const product = (left: Float64Array, right: (k: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, cell) => {
      const [i, j] = [Math.floor(cell / n), cell % n];
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (left[i * n + k] as number) * right(k, j);
      return sum;
    });
  const half = product(jacobian, (k, j) => covariance[k * n + j] as number);
  return product(half, (k, j) => jacobian[j * n + k] as number);
}

/** The largest change of an estimate in a fit without the row; undefined where that has no clear maximum. */
function without({ bound, mle, spec }: Fitted, row: number, until: Until): (Influence & { readonly value: number }) | undefined {
  const weights = new Float64Array(bound.used).fill(1);
  weights[row] = 0;
  const options = { starts: 1, seed: spec.settings.seed, deadline: Date.now() + 500 };
  const stop = {
    get cancelled() {
      return until.isOver();
    },
  };
  const found = estimate({ ...bound, weights, observations: bound.used - 1 }, 'mle', options, stop, mle.natural);
  if (found.status !== 'converged') return undefined;
  const changes = mle.objective.free.map((entry): Influence & { readonly value: number } => {
    const value = found.natural[entry] ?? NaN;
    return { row, entry, value, change: Math.abs(value - (mle.natural[entry] ?? NaN)) / (mle.standardErrors[entry] ?? NaN) };
  });
  return changes.reduce((a, b) => (b.change > a.change ? b : a));
}

function told(fitted: Fitted, { row, entry, change, value }: Influence & { readonly value: number }, span: Problem['span']): Problem {
  const { bound, mle } = fitted;
  const name = nameOf(fitted, entry);
  const se = mle.standardErrors[entry] ?? NaN;
  const isNormal = bound.model.likelihoods.some(({ distribution }) => distribution.name === 'Normal');
  const message =
    `One row counts for much: without ${rowName(bound, row)} the estimate of ${name} moves by ${change.toFixed(1)} standard errors, from ` +
    `${withError(mle.natural[entry] ?? NaN, se)} to ${shortNumber(value)}. Look whether the row is right.` +
    (isNormal ? ' `StudentT` listens less to single rows.' : '');
  return { severity: 'information', code: 'influential-row', message, span, related: [name] };
}
