import { rewrite } from '../ir/substitute.js';
import type { BoundModel } from '../model/bound.js';
import type { Model } from '../model/model.js';

const known = new WeakMap<BoundModel, BoundModel>();

/** The same model with every latent variable at 0, the centre of its distribution: what starting values are taken from. */
export function withoutLatents(bound: BoundModel): BoundModel {
  if (bound.latents.length === 0) return bound;
  const old = known.get(bound);
  if (old) return old;
  const made = { ...bound, model: centred(bound.model), latents: [] };
  known.set(bound, made);
  return made;
}

function centred(model: Model): Model {
  const { graph, variables } = model;
  const atCentre = (root: number): number =>
    rewrite(graph, root, (id) => {
      const node = graph.node(id);
      return node.kind === 'variable' && variables[node.index]?.kind === 'latent' ? graph.constant(0) : undefined;
    });
  const likelihoods = model.likelihoods.map((each) => ({
    ...each,
    root: atCentre(each.root),
    args: each.args.map((nodes) => nodes.map(atCentre)),
  }));
  return { ...model, likelihoods, targets: model.targets.map((each) => ({ ...each, root: atCentre(each.root) })), latents: [] };
}
