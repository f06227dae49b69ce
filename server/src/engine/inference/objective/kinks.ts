import type { Graph, NodeId } from '../../ir/graph.js';
import { substitute } from '../../ir/substitute.js';
import type { BoundVariable } from '../../kernel/kernel.js';
import { isDerived, nodesBelow, withNodes } from '../../kernel/below.js';
import { type BoundModel, isData } from '../../model/bound.js';
import { at } from '../../numeric/at.js';
import { Objective } from './objective.js';

/** The absolute values of parameters in the likelihood, such as a Laplace density has: nodes of their arguments. */
export function likelihoodKinks({ model }: BoundModel): NodeId[] {
  const { graph, likelihoods, targets } = model;
  const roots = [...likelihoods, ...targets].map(({ root }) => root);
  return nodesBelow(graph, model.variables, roots).flatMap((id) => (graph.argumentsOf(id, 'abs') ?? []).filter((r) => !isData(model, r)));
}

/** The objective with every such |r| replaced by a smooth function of r; columns and inputs may be added. */
export function withoutKinks(objective: Objective, replace: (r: NodeId) => NodeId, extra: Partial<BoundModel>): Objective {
  const { bound, target, held, cancellation } = objective;
  const { model } = bound;
  const rewrite = <T extends { readonly root: NodeId }>(each: T): T => ({ ...each, root: rewritten(model.graph, each.root) });
  const rewritten = (graph: Graph, root: NodeId): NodeId =>
    substitute(graph, root, 'abs', (args, id) => (isData(model, at(args, 0)) ? id : replace(at(args, 0))));
  const variables = bound.variables.map((each): BoundVariable =>
    isDerived(each) ? withNodes(each, (node) => rewritten(model.graph, node)) : each,
  );
  const smooth = { ...model, likelihoods: model.likelihoods.map(rewrite), targets: model.targets.map(rewrite) };
  return new Objective({ ...bound, ...extra, variables, model: smooth }, target, held, cancellation);
}
