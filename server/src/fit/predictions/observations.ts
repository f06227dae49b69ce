import { evaluateColumns } from '../../engine/ir/evaluate.js';
import { Graph, type NodeId } from '../../engine/ir/graph.js';
import { opsOf } from '../../engine/ir/ops.js';
import type { Distribution, Parameterisation } from '../../engine/distributions/distribution.js';
import { tailsAt } from '../../engine/distributions/wrappers/tails.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { Natural } from '../../engine/inference/objective/objective.js';
import { at } from '../../engine/numeric/at.js';
import { symmetricEigen } from '../../engine/numeric/eigen.js';
import { normalQuantile } from '../../engine/numeric/quantiles.js';

/** The distribution of the outcomes of many rows under many parameters. */
export interface Outcomes {
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
  /** For each draw of the parameters, each number of the arguments in each row. */
  readonly draws: readonly (readonly Float64Array[])[];
  /** How many numbers each argument is. */
  readonly sizes: readonly number[];
  readonly rows: number;
}

/**
 * Points spread evenly over the unit cube, the same every time: multiples of the powers of the root of x^(d + 1) = x + 1 (Roberts' sequence), as draws of the parameters
 * from the Normal approximation of their distribution on the working scale.
 */
export function drawsOf({ objective, point, information }: Estimate, count: number): Natural[] {
  const n = objective.dimension;
  const { values, vectors } = symmetricEigen(information.covariance.slice(), n);
  const root = plasticRoot(n);
  return Array.from({ length: count }, (_, k) => {
    const moved = Float64Array.from(point);
    for (let j = 0; j < n; j++) {
      const u = (0.5 + (k + 1) * root ** -(n - j)) % 1;
      const z = normalQuantile(u) * Math.sqrt(Math.max(at(values, j), 0));
      moved.forEach((each, i) => (moved[i] = each + z * at(at(vectors, j), i)));
    }
    return objective.natural(moved);
  });
}

function plasticRoot(n: number): number {
  let root = 2;
  for (let i = 0; i < 60; i++) root = (1 + root) ** (1 / (n + 1));
  return root;
}

const MOST_STEPS = 80;

/** The smallest value of each row that the outcome stays at or below with probability p, averaged over the draws; NaN where there is no distribution function. */
export function averagedQuantiles(outcomes: Outcomes, p: number): Float64Array {
  const cdf = averagedCdf(outcomes);
  const { rows, distribution } = outcomes;
  if (!cdf) return new Float64Array(rows).fill(NaN);
  const { lower, upper, whole = false } = distribution.outcome;
  const [low, high] = bracket(cdf, p, rows, lower, upper);
  for (let step = 0; step < MOST_STEPS; step++) {
    const middle = low.map((from, row) => (whole ? Math.floor((from + at(high, row)) / 2) : (from + at(high, row)) / 2));
    const reached = cdf(middle);
    const open: number[] = [];
    middle.forEach((value, row) => {
      const width = at(high, row) - at(low, row);
      if (whole ? width <= 1 : width <= 1e-10 * Math.max(1e-300, Math.abs(value))) return;
      open.push(row);
      if (at(reached, row) >= p) high[row] = value;
      else low[row] = value;
    });
    if (open.length === 0) break;
  }
  return high;
}

type Cdf = (y: Float64Array) => Float64Array;

/** Bounds with P(Y ≤ low) < p ≤ P(Y ≤ high). */
function bracket(cdf: Cdf, p: number, rows: number, lower: number, upper: number): [Float64Array, Float64Array] {
  const low = new Float64Array(rows).fill(Number.isFinite(lower) ? lower - 1 : -1);
  const high = new Float64Array(rows).fill(Number.isFinite(upper) ? upper : 1);
  for (let k = 0; k < 200 && !Number.isFinite(upper); k++) {
    const reached = cdf(high);
    if (!reached.some((each) => each < p)) break;
    reached.forEach((each, row) => {
      if (each < p) high[row] = 4 * at(high, row);
    });
  }
  for (let k = 0; k < 200 && !Number.isFinite(lower); k++) {
    const reached = cdf(low);
    if (!reached.some((each) => each >= p)) break;
    reached.forEach((each, row) => {
      if (each >= p) low[row] = 4 * at(low, row);
    });
  }
  return [low, high];
}

function averagedCdf({ distribution, parameterisation, draws, sizes, rows }: Outcomes): Cdf | undefined {
  const graph = new Graph();
  const o = opsOf(graph);
  let slot = 1;
  const args = sizes.map((size) => Array.from({ length: size }, () => graph.column(slot++)));
  const root = cdfNode();
  if (root === undefined) return undefined;
  const numbers = slot - 1;
  const columns = Array.from({ length: numbers }, (_, j) => {
    const all = new Float64Array(rows * draws.length);
    draws.forEach((draw, k) => {
      all.set(at(draw, j), k * rows);
    });
    return all;
  });
  return (y) => {
    const repeated = new Float64Array(rows * draws.length);
    draws.forEach((_, k) => {
      repeated.set(y, k * rows);
    });
    const [values = repeated] = evaluateColumns(graph, [root], [repeated, ...columns], repeated.length);
    return average(values, rows);
  };

  function cdfNode(): NodeId | undefined {
    const y = graph.column(0);
    if (parameterisation.logCdf) return o.exp(tailsAt(o, { distribution, parameterisation }, y, args).below);
    const { whole, upper, lower } = distribution.outcome;
    if (whole !== true || upper !== 1 || lower !== 0) return undefined;
    const zero = o.exp(parameterisation.logDensity(o, o.num(0), args));
    return o.select(o.less(y, o.num(0)), o.num(0), o.select(o.less(y, o.num(1)), zero, o.num(1)));
  }
}

/** The mean over draws; those that lead outside the domain of an argument do not count. */
function average(values: Float64Array, rows: number): Float64Array {
  const [sum, count] = [new Float64Array(rows), new Float64Array(rows)];
  values.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    const row = k % rows;
    sum[row] = at(sum, row) + value;
    count[row] = at(count, row) + 1;
  });
  return sum.map((each, row) => each / at(count, row));
}
