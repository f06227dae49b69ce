import { normalQuantile } from '../../numeric/quantiles.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import type { Cancellation } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import { at } from '../../numeric/at.js';
import { symmetricEigen } from '../../numeric/eigen.js';
import type { Natural } from '../objective/coordinates.js';
import type { LastLayer } from './lastLayer.js';
import { normalStream } from '../../numeric/random.js';
import { variableValues } from '../objective/rowValues.js';

/** Draws of a network's outputs; half of them mirror the others. */
const DRAWS = 256;
/** Rows times draws times nodes that are still computed. */
const MOST_WORK = 5e8;

/**
 * Log-densities of rows averaged over what the data leave open in a network's last layer: log mean exp of each node over Normal draws of the outputs. One output takes
 * evenly spread quantiles, several outputs seeded draws in mirrored pairs (the error of a mean of 256). Undefined where that would take too long.
 */
export function averagedDensities(
  bound: BoundModel,
  nodes: readonly NodeId[],
  x: Natural,
  layer: LastLayer,
  stop: Cancellation,
): Float64Array[] | undefined {
  const { model, columns, used } = bound;
  const below = model.graph.reachable(nodes).length;
  if (used * DRAWS * below > MOST_WORK) return undefined;
  const given = variableValues(bound, nodes, x, used);
  const factors = factorsOf(layer.covariances(bound), layer.variables.length, used);
  const sums = nodes.map(() => ({ most: new Float64Array(used).fill(-Infinity), sum: new Float64Array(used) }));
  for (const draw of drawsOf(layer.variables.length)) {
    if (stop.cancelled) return undefined;
    const moved = given.map((values, index) => movedBy(values, layer.variables.indexOf(index), draw, factors));
    evaluateColumns(model.graph, nodes, columns, used, moved, stop).forEach((values, k) => {
      const into = sums[k];
      for (let row = 0; into && row < used; row++) addExponential(into, row, values[row] as number);
    });
  }
  return sums.map(({ most, sum }) => sum.map((each, row) => (most[row] as number) + Math.log(each / DRAWS)));
}

/** Adds e^value to a sum that is kept as e^most · sum. */
function addExponential({ most, sum }: { most: Float64Array; sum: Float64Array }, row: number, value: number): void {
  const before = most[row] as number;
  if (value <= before) {
    (sum[row] as number) += Math.exp(value - before);
    return;
  }
  sum[row] = (before === -Infinity ? 0 : (sum[row] as number) * Math.exp(before - value)) + (Number.isNaN(value) ? NaN : 1);
  most[row] = value;
}

function drawsOf(outputs: number): Float64Array[] {
  if (outputs === 1) return Array.from({ length: DRAWS }, (_, k) => Float64Array.of(normalQuantile((k + 0.5) / DRAWS)));
  const normal = normalStream(1);
  return Array.from({ length: DRAWS / 2 }, () => Float64Array.from({ length: outputs }, normal)).flatMap((draw) => [
    draw,
    draw.map((each) => -each),
  ]);
}

/** A root of each row's covariance, which may be singular: eigenvectors times the roots of their eigenvalues. */
function factorsOf(covariances: Float64Array, k: number, rows: number): Float64Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const { values, vectors } = symmetricEigen(covariances.slice(row * k * k, (row + 1) * k * k), k);
    return Float64Array.from({ length: k * k }, (_, cell) => {
      const [i, j] = [Math.floor(cell / k), cell % k];
      return (vectors[j]?.[i] ?? NaN) * Math.sqrt(Math.max(at(values, j), 0));
    });
  });
}

/** The values of an output moved by a draw; any other variable as it is. */
function movedBy(values: Float64Array, output: number, draw: Float64Array, factors: readonly Float64Array[]): Float64Array {
  if (output < 0) return values;
  const k = draw.length;
  return values.map((value, row) => {
    const factor = factors[row];
    let by = 0;
    for (let j = 0; j < k; j++) by += (factor?.[output * k + j] ?? 0) * at(draw, j);
    return value + by;
  });
}
