import type { Graph, NodeId } from '../ir/graph.js';
import { looksAround, ownEntries } from './bound.js';
import type { Likelihood, Model, Target } from './model.js';

/**
 * Whether the objective is known to have one maximum, so that one start is enough: the distributions' own statements
 * (`oneMaximumIn`), affine predictors, and priors with concave logs. False says nothing but "try several starts".
 */
export function hasOneMaximum(model: Model, target: Target): boolean {
  const hasMore = model.targets.length > 0 || model.latents.length > 0 || model.networks.length > 0;
  if (hasMore || looksAround(model)) return false;
  const strict = target === 'map' || model.likelihoods.length > 1;
  const priorsConcave = model.priors.every(
    ({ distribution, constants }) => constants !== undefined && distribution.logConcave?.(constants) === true,
  );
  return (target === 'mle' || priorsConcave) && model.likelihoods.every((likelihood) => isSimple(model, likelihood, strict));
}

/** `strict`: arguments other than the affine ones must be known numbers, so that the log-likelihood is concave in all that is free. */
function isSimple(model: Model, { parameterisation, args }: Likelihood, strict: boolean): boolean {
  const affine = parameterisation.oneMaximumIn;
  if (affine === undefined) return false;
  const isFree = (variable: number): boolean => isFreeVariable(model, variable);
  return parameterisation.arguments.every(({ name }, i) =>
    (args[i] ?? []).every((node) => {
      if (isKnown(model.graph, node, isFree)) return true;
      if (affine.includes(name)) return isAffine(model.graph, node, isFree);
      const concave = strict ? affine.length === 0 && args.length === 1 : true;
      return concave && model.graph.node(node).kind === 'variable';
    }),
  );
}

export function isFreeVariable(model: Model, variable: number): boolean {
  return ownEntries(model.variables[variable]).some((entry) => entry >= 0 && model.entries[entry]?.fixed === undefined);
}

function isKnown(graph: Graph, node: NodeId, isFree: (variable: number) => boolean): boolean {
  return graph.reachable([node]).every((id) => {
    const inner = graph.node(id);
    return inner.kind !== 'variable' || !isFree(inner.index);
  });
}

/** Sums, and products and quotients with what is known. */
export function isAffine(graph: Graph, root: NodeId, isFree: (variable: number) => boolean): boolean {
  const shapes = new Map<NodeId, Shape>();
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (node.kind === 'variable') shapes.set(id, isFree(node.index) ? 'affine' : 'known');
    else if (node.kind !== 'apply') shapes.set(id, 'known');
    else
      shapes.set(
        id,
        shapeOf(
          node.primitive.name,
          node.args.map((arg) => shapes.get(arg) ?? 'other'),
        ),
      );
  }
  return shapes.get(root) !== 'other';
}

type Shape = 'known' | 'affine' | 'other';

function shapeOf(name: string, args: readonly Shape[]): Shape {
  if (args.every((shape) => shape === 'known')) return 'known';
  if (args.includes('other')) return 'other';
  const isLinear = name === 'add' || name === 'sub' || name === 'neg';
  const isScaled = (name === 'mul' && args.includes('known')) || (name === 'div' && args[1] === 'known');
  return isLinear || isScaled ? 'affine' : 'other';
}
