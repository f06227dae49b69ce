import type { NodeId } from '../ir/graph.js';
import { rewrite } from '../ir/substitute.js';
import type { BoundVariable, Curvature, Order, Term } from '../kernel/kernel.js';
import { derivativesOf, type TermDerivatives } from '../kernel/termKernel.js';
import { nodesBelow, variablesAmong } from '../kernel/below.js';

/** A node with what a row needs of it. */
export interface Local extends TermDerivatives {
  readonly root: NodeId;
}

/** A node whose values in earlier rows are looked back at. */
export interface Track {
  readonly local: Local;
  /** The variable that stands for its value in the row itself. */
  readonly current: number;
  /** How far back it is looked at. */
  readonly depth: number;
}

/** A value of a track in an earlier row. */
export interface Previous {
  readonly variable: number;
  /** Index of its track. */
  readonly track: number;
  readonly steps: number;
  readonly initial: Local;
}

/** A sum over rows that are worked out in their order. */
export interface Plan {
  /** The term with a further variable for each track: its value in the row itself. */
  readonly term: Term;
  readonly tracks: readonly Track[];
  readonly previous: readonly Previous[];
  readonly target: Local;
}

/**
 * How Σ root is worked out row by row. Where a track's node stands inside of another expression it is cut out and becomes a variable, so that
 * each expression is differentiated once and the chain rule joins them.
 */
export function planOf(term: Term, order: Order, curvature: Curvature): Plan {
  const { graph, root, variables } = term;
  const lags = lagsBelow(term);
  // Arguments have smaller numbers than what is made of them: tracks come in an order in which they can be worked out.
  const nodes = [...new Set(lags.map(({ source }) => source.node))].sort((a, b) => a - b);
  const currents = nodes.map((node): BoundVariable => ({ kind: 'previous', node, steps: 0, initial: node }));
  const extended = { ...term, variables: [...variables, ...currents] };
  const cuts = new Map(nodes.map((node, index) => [node, graph.variable(variables.length + index)]));
  const depthOf = (node: NodeId): number => Math.max(...lags.map(({ source }) => (source.node === node ? source.steps : 0)));
  return {
    term: extended,
    tracks: nodes.map((node, index) => ({
      local: localOf(cutTerm({ ...extended, root: node }, cuts, node), order, 'exact'),
      current: variables.length + index,
      depth: depthOf(node),
    })),
    previous: lags.map(({ variable, source }) => ({
      variable,
      track: nodes.indexOf(source.node),
      steps: source.steps,
      initial: localOf({ ...extended, root: source.initial }, order, 'exact'),
    })),
    target: localOf(cutTerm({ ...extended, root }, cuts), order, curvature),
  };
}

type Lag = Extract<BoundVariable, { kind: 'previous' }>;

/** The values in earlier rows that a term depends on; what means are made of is worked out before. */
function lagsBelow({ graph, root, variables }: Term): { readonly variable: number; readonly source: Lag }[] {
  const below = nodesBelow(graph, variables, [root], ({ kind }) => kind === 'previous');
  return variablesAmong(graph, below).flatMap((variable) => {
    const source = variables[variable];
    return source?.kind === 'previous' ? [{ variable, source }] : [];
  });
}

/** A term with variables in place of the nodes of `cuts`; `own` stays. What is data alone stays too: it needs no derivative. */
function cutTerm(term: Term, cuts: ReadonlyMap<NodeId, NodeId>, own?: NodeId): Term {
  const { graph, root, through } = term;
  const isVariable = (id: NodeId): boolean => variablesAmong(graph, graph.reachable([id])).length > 0;
  const cut = (node: NodeId): NodeId =>
    rewrite(graph, node, (id) => {
      const variable = id === own ? undefined : cuts.get(id);
      return variable !== undefined && isVariable(id) ? variable : undefined;
    });
  return { ...term, root: cut(root), ...(through ? { through: through.map(cut) } : {}) };
}

function localOf(term: Term, order: Order, curvature: Curvature): Local {
  if (order === 0) return { root: term.root, used: [], gradient: [], hessian: [] };
  const { used, gradient, hessian } = derivativesOf(term, curvature);
  return { root: term.root, used, gradient, hessian: order === 2 ? hessian : [] };
}

/** The nodes that have to be worked out for a node and its derivatives. */
export const rootsOf = ({ root, gradient, hessian }: Local): NodeId[] =>
  [root, ...gradient, ...hessian.flat()].filter((node) => node !== undefined);
