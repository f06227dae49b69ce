import type { Graph, NodeId } from '../ir/graph.js';
import { evaluateColumns } from '../ir/evaluate.js';
import { type BoundModel, isData } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';

/** What a row's outcome wants of a number: that it rises, falls, stays, or nothing. */
export type Wish = 1 | -1 | 'same' | 0;

/** A difference of two nodes (the second may be missing) and what each row wants of it: otherwise its probability falls. */
export interface Demand {
  readonly node: NodeId;
  readonly less?: NodeId;
  readonly wishes: readonly Wish[];
}

/** Predictors of a likelihood, and what outcomes want of them. `predictors` are the nodes that have to be affine. */
export interface Demands {
  readonly predictors: readonly NodeId[];
  /** The other arguments: they stay as they are. */
  readonly others: readonly NodeId[];
  /** Reads all rows. */
  readonly demands: () => readonly Demand[];
}

/** Undefined for a distribution whose probability does not rise to a limit as a predictor goes to infinity. */
export function demandsOf(bound: BoundModel, likelihood: Likelihood): Demands | undefined {
  const names = likelihood.parameterisation.arguments.map(({ name }) => name);
  const argument = (name: string): readonly NodeId[] | undefined => likelihood.args[names.indexOf(name)];
  const others = (...own: string[]): NodeId[] => likelihood.args.filter((_, i) => !own.includes(names[i] ?? '')).flat();
  const outcomes = (): Float64Array => columnOf(bound, likelihood.outcome.node);
  const { graph } = bound.model;
  switch (likelihood.distribution.name) {
    case 'Bernoulli':
    case 'Binomial': {
      const [trials] = argument('n') ?? [];
      const eta = argument('logit')?.[0] ?? underLink(graph, argument('p')?.[0]);
      if (eta === undefined || (trials !== undefined && !isData(bound.model, trials))) return undefined;
      const wishes = (): Wish[] => {
        const sizes = trials === undefined ? undefined : columnOf(bound, trials);
        return Array.from(outcomes(), (y, row) => shareWish(y, sizes?.[row] ?? 1));
      };
      return { predictors: [eta], others: others('p', 'logit'), demands: () => [{ node: eta, wishes: wishes() }] };
    }
    case 'Poisson':
    case 'NegativeBinomial': {
      const eta = argument('log')?.[0] ?? underExp(graph, (argument('rate') ?? argument('mean'))?.[0]);
      if (eta === undefined) return undefined;
      const wishes = (): Wish[] => Array.from(outcomes(), (y) => (y === 0 ? -1 : 'same'));
      return { predictors: [eta], others: others('log', 'rate', 'mean'), demands: () => [{ node: eta, wishes: wishes() }] };
    }
    case 'Categorical': {
      const logits = argument('logits');
      return logits && { predictors: logits, others: [], demands: () => pairs(logits, outcomes()) };
    }
    case 'OrderedLogistic':
    case 'OrderedProbit': {
      const [eta] = argument('eta') ?? [];
      const cuts = argument('cutpoints') ?? [];
      return eta === undefined ? undefined : { predictors: [eta, ...cuts], others: [], demands: () => places(eta, cuts, outcomes()) };
    }
    default:
      return undefined;
  }
}

const columnOf = ({ model, columns, used }: BoundModel, node: NodeId): Float64Array =>
  evaluateColumns(model.graph, [node], columns, used)[0] ?? new Float64Array(0);

/** Of successes among trials; no trial says nothing. */
function shareWish(successes: number, trials: number): Wish {
  if (trials === 0) return 0;
  return successes === trials ? 1 : successes === 0 ? -1 : 'same';
}

/** Class k wants its logit above each other one. */
function pairs(logits: readonly NodeId[], outcomes: Float64Array): Demand[] {
  return logits.flatMap((node, k) =>
    logits.slice(0, k).map((less, j) => ({ node, less, wishes: Array.from(outcomes, (y): Wish => (y === k ? 1 : y === j ? -1 : 0)) })),
  );
}

/** Class k wants the cutpoint above it higher and the one below it lower, both seen from eta. */
function places(eta: NodeId, cuts: readonly NodeId[], outcomes: Float64Array): Demand[] {
  return cuts.map((node, k) => ({
    node,
    less: eta,
    wishes: Array.from(outcomes, (y): Wish => (y === k ? 1 : y === k + 1 ? -1 : 0)),
  }));
}

/** The predictor below a link that takes the whole line to (0, 1): logistic, Phi, or inv_cloglog. */
function underLink(graph: Graph, node: NodeId | undefined): NodeId | undefined {
  return argumentOf(graph, node, 'logistic') ?? argumentOf(graph, node, 'Phi') ?? through(graph, node, ['neg', 'expm1', 'neg', 'exp']);
}

const underExp = (graph: Graph, node: NodeId | undefined): NodeId | undefined => argumentOf(graph, node, 'exp');

const through = (graph: Graph, node: NodeId | undefined, names: readonly string[]): NodeId | undefined =>
  names.reduce((inner, name) => argumentOf(graph, inner, name), node);

function argumentOf(graph: Graph, node: NodeId | undefined, primitive: string): NodeId | undefined {
  const found = node === undefined ? undefined : graph.node(node);
  return found?.kind === 'apply' && found.primitive.name === primitive ? found.args[0] : undefined;
}
