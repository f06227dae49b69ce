import type { NodeId } from '../../ir/graph.js';
import { gradientOf } from '../../autodiff/differentiate.js';
import type { BoundModel } from '../../model/bound.js';
import { at } from '../../numeric/at.js';
import type { Natural } from './coordinates.js';
import { rowValues } from './rowValues.js';

/** The gradient of each row's log-density by the entries at a natural point: rows × entries, row-major. For models whose rows do not depend on other rows. */
export function rowScores(bound: BoundModel, x: Natural): Float64Array {
  const scores = new Float64Array(bound.used * x.length);
  for (const { root } of [...bound.model.likelihoods, ...bound.model.targets]) addGradients(scores, bound, root, x);
  return scores;
}

/** The same of any node. */
export function rowGradients(bound: BoundModel, root: NodeId, x: Natural): Float64Array {
  const gradients = new Float64Array(bound.used * x.length);
  addGradients(gradients, bound, root, x);
  return gradients;
}

function addGradients(into: Float64Array, bound: BoundModel, root: NodeId, x: Natural): void {
  const { model, used } = bound;
  const nodes = model.variables.map((_, index) => model.graph.variable(index));
  const slopes = gradientOf(model.graph, root, nodes);
  const wanted = slopes.flatMap((node, index) => (node === undefined ? [] : [{ node, index }]));
  const values = rowValues(
    bound,
    wanted.map(({ node }) => node),
    x,
  );
  wanted.forEach(({ index }, k) => {
    addSlopes(into, x.length, bound, index, values[k] ?? new Float64Array(used));
  });
}

function addSlopes(scores: Float64Array, width: number, { variables, used }: BoundModel, index: number, slopes: Float64Array): void {
  const variable = variables[index];
  const add = (row: number, entry: number, value: number): void => {
    if (entry >= 0) scores[row * width + entry] = (scores[row * width + entry] as number) + value;
  };
  for (let row = 0; row < used; row++) {
    const slope = slopes[row] as number;
    if (variable?.kind === 'scalar') add(row, variable.parameter, slope);
    else if (variable?.kind === 'gather') add(row, at(variable.map, variable.codes[row] as number), slope);
    else if (variable?.kind === 'linear') {
      variable.design.forEach((column, j) => {
        add(row, at(variable.parameters, j), slope * (column[row] as number));
      });
    }
  }
}
