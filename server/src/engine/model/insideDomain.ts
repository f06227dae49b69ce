import { inside } from '../distributions/wrappers/wrapper.js';
import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import { isDerived, variablesAmong } from '../kernel/below.js';
import { isData } from './bound.js';
import type { ArgumentRecord } from '../distributions/distribution.js';
import type { Likelihood, Model } from './model.js';
import { rangesOf } from './ranges.js';

/** An argument that can leave the numbers that its distribution takes, and a node that is 1 where it has not. */
export interface Leaving {
  readonly record: ArgumentRecord;
  readonly node: NodeId;
  readonly isInside: NodeId;
}

type Read = Pick<Model, 'graph' | 'variables' | 'entries'>;

/**
 * Arguments such as the `a + b * x` of `Bernoulli(a + b * x)`, which nothing keeps within 0 and 1. The formula of a density goes on outside of the domain
 * of its arguments, and may even rise there. Recursions and networks are left as they are.
 */
export function leavingArguments(model: Read, { parameterisation, args }: Pick<Likelihood, 'parameterisation' | 'args'>): Leaving[] {
  const { graph } = model;
  const open = parameterisation.arguments.flatMap((record, i) =>
    record.data || (record.domain.lower === -Infinity && record.domain.upper === Infinity)
      ? []
      : (args[i] ?? []).filter((node) => !isData(model, node) && isPlain(model, node)).map((node) => ({ record, node })),
  );
  const ranges = rangesOf(
    model,
    open.map(({ node }) => node),
  );
  return open.flatMap(({ record, node }) => {
    const { lower = -Infinity, upper = Infinity } = ranges.get(node) ?? {};
    if (lower >= record.domain.lower && upper <= record.domain.upper) return [];
    return [{ record, node, isInside: inside(opsOf(graph), node, { ...record.domain, whole: false }) }];
  });
}

/** The likelihood with the density 0 where an argument has left its domain. */
export function withinDomains(model: Read, likelihood: Likelihood): Likelihood {
  const leaving = leavingArguments(model, likelihood);
  if (leaving.length === 0) return likelihood;
  const { graph } = model;
  const o = opsOf(graph);
  const isInside = leaving.map((each) => each.isInside).reduce((a, b) => o.mul(a, b));
  const root = o.select(isInside, likelihood.root, o.num(-Infinity));
  graph.origins.set(root, likelihood.span);
  return { ...likelihood, root };
}

function isPlain({ graph, variables }: Read, node: NodeId): boolean {
  return variablesAmong(graph, graph.reachable([node])).every((index) => {
    const source = variables[index];
    return source !== undefined && !isDerived(source) && source.kind !== 'network';
  });
}
