import type { NodeId } from '../ir/graph.js';
import { rewrite } from '../ir/substitute.js';
import type { BoundModel } from '../model/bound.js';
import type { Model } from '../model/model.js';
import { underModel, working, workingsOf } from '../model/workings.js';

const centredLikelihood = working<BoundModel>('the likelihood with latent values at their centre');

/** The same model with every latent variable at 0, the centre of its distribution: starting values are taken from it. */
export function withoutLatents(bound: BoundModel): BoundModel {
  if (bound.latents.length === 0) return bound;
  const made = workingsOf(bound).once(centredLikelihood, () => ({
    ...bound,
    model: { ...bound.model, ...centre(bound.model) },
    latents: [],
  }));
  const { likelihoods, targets, latents } = made.model;
  return underModel(made, { ...bound.model, likelihoods, targets, latents });
}

function centre(model: Model): Pick<Model, 'likelihoods' | 'targets' | 'latents'> {
  const { graph, variables } = model;
  const atCentre = (root: NodeId): NodeId =>
    rewrite(graph, root, (id) => {
      const node = graph.node(id);
      return node.kind === 'variable' && variables[node.index]?.kind === 'latent' ? graph.constant(0) : undefined;
    });
  const likelihoods = model.likelihoods.map((each) => ({
    ...each,
    root: atCentre(each.root),
    args: each.args.map((nodes) => nodes.map(atCentre)),
  }));
  return { likelihoods, targets: model.targets.map((each) => ({ ...each, root: atCentre(each.root) })), latents: [] };
}
