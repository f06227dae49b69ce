import { evaluateColumns } from '../ir/evaluate.js';
import type { Graph, NodeId } from '../ir/graph.js';
import type { Domain } from '../distributions/distribution.js';
import type { Wish } from '../distributions/traits.js';
import { type BoundModel, isData } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';

/** A difference of two nodes (the second may be missing) and what each row demands of it: otherwise its probability falls. */
export interface Demand {
  readonly node: NodeId;
  readonly less?: NodeId;
  readonly wishes: readonly Wish[];
}

/** Predictors of a likelihood, and what outcomes demand of them. `predictors` are the nodes that have to be affine. */
export interface Demands {
  readonly predictors: readonly NodeId[];
  /** The other arguments: they stay as they are. */
  readonly others: readonly NodeId[];
  /** Reads all rows. */
  readonly demands: () => readonly Demand[];
}

/** Undefined for a distribution whose probability does not rise to a limit as a predictor goes to infinity. */
export function demandsOf(bound: BoundModel, { distribution, parameterisation, args, outcome }: Likelihood): Demands | undefined {
  const { graph } = bound.model;
  const { recession, arguments: records } = parameterisation;
  if (!recession) return undefined;
  const indices = recession.in.map((wanted) => records.findIndex(({ name }) => name === wanted));
  const own = indices.map((index) => onLine(graph, records[index]?.domain, args[index] ?? []));
  const trials = distribution.counts?.of === 'trials' ? args[0]?.[0] : undefined;
  if (!own.every((nodes) => nodes !== undefined) || (trials !== undefined && !isData(bound.model, trials))) return undefined;
  const demands = (): Demand[] => {
    const [outcomes, sizes] = [columnOf(bound, outcome.node), trials === undefined ? undefined : columnOf(bound, trials)];
    return recession
      .wants(own)
      .map(({ wish, ...nodes }) => ({ ...nodes, wishes: Array.from(outcomes, (y, row) => wish(y, sizes?.[row] ?? 1)) }));
  };
  return { predictors: own.flat(), others: args.filter((_, i) => !indices.includes(i)).flat(), demands };
}

const columnOf = ({ model, columns, used }: BoundModel, node: NodeId): Float64Array =>
  evaluateColumns(model.graph, [node], columns, used)[0] ?? new Float64Array(0);

/** The nodes below the link to a domain, on the whole line; undefined where there is no link that is known. */
function onLine(graph: Graph, domain: Domain | undefined, nodes: readonly NodeId[]): NodeId[] | undefined {
  const link = domain?.lower === -Infinity ? (node: NodeId) => node : domain?.upper === 1 ? underLink : underExp;
  const found = nodes.map((node) => link(node, graph));
  return found.length > 0 && found.every((node) => node !== undefined) ? found : undefined;
}

/** The predictor below a link that takes the whole line to (0, 1): logistic, Phi, or inv_cloglog. */
const underLink = (node: NodeId, graph: Graph): NodeId | undefined =>
  argumentOf(graph, node, 'logistic') ?? argumentOf(graph, node, 'Phi') ?? through(graph, node, ['neg', 'expm1', 'neg', 'exp']);

const underExp = (node: NodeId, graph: Graph): NodeId | undefined => argumentOf(graph, node, 'exp');

const through = (graph: Graph, node: NodeId | undefined, names: readonly string[]): NodeId | undefined =>
  names.reduce((inner, name) => argumentOf(graph, inner, name), node);

function argumentOf(graph: Graph, node: NodeId | undefined, primitive: string): NodeId | undefined {
  const found = node === undefined ? undefined : graph.node(node);
  return found?.kind === 'apply' && found.primitive.name === primitive ? found.args[0] : undefined;
}
