import { Affine, backwardWays, evenTable } from './affine.js';
import type { LayerKind, Ways } from './layer.js';
import type { Workspace } from './workspace.js';

function ready(space: Workspace, rows: number, inner: number, columns: number): Ways {
  const tables = { rows: evenTable(space, rows, inner), inner: evenTable(space, inner, 1) };
  const slopeTables = { rows: evenTable(space, rows, columns), inner: evenTable(space, columns, 1) };
  const affine = new Affine(space, tables, inner, columns, rows);
  return {
    forward: (flow, count) => affine.forward(flow, count),
    forwardAlong: (flow, along, count) => affine.forwardAlong(flow, along, count),
    ...backwardWays(
      affine,
      (into, slopes, turned, count) =>
        space.kernels.product(into, slopes, turned, slopeTables.rows.subarray(0, count), slopeTables.inner, inner),
      1,
    ),
  };
}

/** output = input W + b with W of shape inputs × units, as in Keras. */
export const dense: LayerKind = {
  name: 'dense',
  usage: 'dense(units)',
  isFullyConnected: true,
  text: 'every output is a weighted sum of all inputs, plus a bias',
  arguments: [{ name: 'units', least: 1 }],
  place: (shape, [units]) => {
    const [inputs] = shape;
    if (inputs === undefined || shape.length !== 1) return { needs: 'a row of numbers (write flatten before it)' };
    const columns = Number(units);
    return {
      layer: {
        outputShape: [columns],
        weights: inputs * columns,
        biases: columns,
        fan: [inputs, columns],
        work: inputs * columns,
        ready: (space, rows) => ready(space, rows, inputs, columns),
      },
    };
  },
};
