import type { Graph, NodeId } from '../ir/graph.js';
import { evaluateColumns } from '../ir/evaluate.js';
import { type BoundModel, isData } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';

/** What a row's outcome demands of a number: that it rises, falls, stays, or nothing. */
export type Wish = 1 | -1 | 'same' | 0;

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
export function demandsOf(bound: BoundModel, likelihood: Likelihood): Demands | undefined {
  return readers[likelihood.distribution.name]?.(new Statement(bound, likelihood));
}

/** A likelihood by the names of its arguments. */
class Statement {
  readonly graph: Graph;

  constructor(
    readonly bound: BoundModel,
    private readonly likelihood: Likelihood,
  ) {
    this.graph = bound.model.graph;
  }

  get outcomes(): Float64Array {
    return columnOf(this.bound, this.likelihood.outcome.node);
  }

  list(name: string): readonly NodeId[] | undefined {
    return this.likelihood.args[this.names.indexOf(name)];
  }

  node(name: string): NodeId | undefined {
    return this.list(name)?.[0];
  }

  /** All arguments but these. */
  others(...own: string[]): NodeId[] {
    return this.likelihood.args.filter((_, i) => !own.includes(this.names[i] ?? '')).flat();
  }

  private get names(): string[] {
    return this.likelihood.parameterisation.arguments.map(({ name }) => name);
  }
}

type Reader = (statement: Statement) => Demands | undefined;

const readers: Readonly<Record<string, Reader>> = {
  Bernoulli: shares,
  Binomial: shares,
  Poisson: counts,
  NegativeBinomial: counts,
  OrderedLogistic: ordered,
  OrderedProbit: ordered,
  Categorical: (statement) => {
    const logits = statement.list('logits');
    return logits && { predictors: logits, others: [], demands: () => pairs(logits, statement.outcomes) };
  },
};

function shares(statement: Statement): Demands | undefined {
  const { bound, graph } = statement;
  const trials = statement.node('n');
  const eta = statement.node('logit') ?? underLink(graph, statement.node('p'));
  if (eta === undefined || (trials !== undefined && !isData(bound.model, trials))) return undefined;
  const wishes = (): Wish[] => {
    const sizes = trials === undefined ? undefined : columnOf(bound, trials);
    return Array.from(statement.outcomes, (y, row) => shareWish(y, sizes?.[row] ?? 1));
  };
  return { predictors: [eta], others: statement.others('p', 'logit'), demands: () => [{ node: eta, wishes: wishes() }] };
}

function counts(statement: Statement): Demands | undefined {
  const eta = statement.node('log') ?? underExp(statement.graph, statement.node('rate') ?? statement.node('mean'));
  if (eta === undefined) return undefined;
  const wishes = (): Wish[] => Array.from(statement.outcomes, (y) => (y === 0 ? -1 : 'same'));
  return { predictors: [eta], others: statement.others('log', 'rate', 'mean'), demands: () => [{ node: eta, wishes: wishes() }] };
}

function ordered(statement: Statement): Demands | undefined {
  const eta = statement.node('eta');
  const cuts = statement.list('cutpoints') ?? [];
  return eta === undefined ? undefined : { predictors: [eta, ...cuts], others: [], demands: () => places(eta, cuts, statement.outcomes) };
}

const columnOf = ({ model, columns, used }: BoundModel, node: NodeId): Float64Array =>
  evaluateColumns(model.graph, [node], columns, used)[0] ?? new Float64Array(0);

/** Demands of successes among trials; a row without trials says nothing. */
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
