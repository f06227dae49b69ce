import type { NodeId } from '../ir/graph.js';
import { mul } from '../ir/primitives/mul.js';
import type { BoundVariable, Term } from '../kernel/kernel.js';
import { type BoundModel, isData } from '../model/bound.js';
import type { Model } from '../model/model.js';

/** The terms of the log-likelihood, with `variables` instead of the model's own. Weights multiply each row. */
export function likelihoodTerms(bound: BoundModel, variables: readonly BoundVariable[] = bound.variables): Term[] {
  const { model, used, weights } = bound;
  const columns = weights && bound.columns.length === model.columns.length ? [...bound.columns, weights] : bound.columns;
  const inputs = bound.inputs ?? new Float64Array(0);
  const term = (root: NodeId): Term => ({
    graph: model.graph,
    root: weights ? weigh(model, root) : root,
    rows: used,
    columns,
    inputs,
    variables,
  });
  const likelihoods = model.likelihoods.map(({ root, args }) => ({
    ...term(root),
    through: args.flat().filter((node) => !isData(model, node)),
  }));
  return [...likelihoods, ...model.targets.map(({ root }) => term(root))];
}

/** The weights are in the slot after the model's own columns. */
const weigh = (model: Model, root: NodeId): NodeId => model.graph.apply(mul, model.graph.column(model.columns.length), root);
