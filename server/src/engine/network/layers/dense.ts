import { Affine } from '../affine.js';
import type { LayerKind } from '../layer.js';

/** output = input W + b with W of shape inputs × units, as in Keras. */
export const dense: LayerKind = {
  name: 'dense',
  usage: 'dense(units)',
  text: 'every output is a weighted sum of all inputs and a bias',
  arguments: [{ name: 'units', least: 1 }],
  place: (shape, [units]) => {
    const [inputs] = shape;
    if (inputs === undefined || shape.length !== 1) return { needs: 'a row of numbers (write flatten before it)' };
    const affine = new Affine(inputs, Number(units));
    return {
      layer: {
        outputShape: [affine.columns],
        weights: affine.inner * affine.columns,
        biases: affine.columns,
        fan: [affine.inner, affine.columns],
        work: affine.inner * affine.columns,
        forward: (flow, rows) => affine.forward(flow, rows),
        backward: (flow, slopes, into, rows) => affine.backward(flow, slopes, into, rows),
        forwardAlong: (flow, along, rows) => affine.forwardAlong(flow, along, rows),
        backwardAlong: (flow, along, slopes, slopesAlong, into, rows) => affine.backwardAlong(flow, along, slopes, slopesAlong, into, rows),
      },
    };
  },
};
