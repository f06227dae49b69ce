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
import { bracket, type ByRow, solveReal, solveWhole } from './solve.js';

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

/** The smallest value of each row that the outcome stays at or below with probability p, averaged over the draws; NaN where there is no distribution function. */
export function averagedQuantiles(outcomes: Outcomes, p: number): Float64Array {
  const { rows, distribution } = outcomes;
  const cdf = averagedCdf(outcomes);
  if (!cdf) return new Float64Array(rows).fill(NaN);
  const { lower, upper, whole = false } = distribution.outcome;
  const range = bracket(cdf, p, rows, lower, upper);
  return whole ? solveWhole(cdf, p, range) : solveReal(cdf, p, range);
}

function averagedCdf({ distribution, parameterisation, draws, sizes }: Outcomes): ByRow | undefined {
  const graph = new Graph();
  const o = opsOf(graph);
  let slot = 1;
  const args = sizes.map((size) => Array.from({ length: size }, () => graph.column(slot++)));
  const root = cdfNode();
  if (root === undefined) return undefined;
  const numbers = slot - 1;
  return (rows, y) => {
    const columns = Array.from({ length: numbers }, (_, j) => repeated(rows.length, (row, k) => at(at(at(draws, k), j), at(rows, row))));
    const values = evaluateColumns(graph, [root], [repeated(rows.length, (row) => at(y, row)), ...columns], rows.length * draws.length);
    return average(at(values, 0), rows.length);
  };

  /** A column with a value for each row under each draw. */
  function repeated(count: number, value: (row: number, draw: number) => number): Float64Array {
    const column = new Float64Array(count * draws.length);
    for (let k = 0; k < draws.length; k++) for (let row = 0; row < count; row++) column[k * count + row] = value(row, k);
    return column;
  }

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
