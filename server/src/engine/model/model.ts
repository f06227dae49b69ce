import type { ArgumentNodes, Distribution, Parameterisation } from '../distributions/distribution.js';
import type { Graph, NodeId } from '../ir/graph.js';
import type { DerivedVariable } from '../kernel/kernel.js';
import type { ColumnSlot } from './columns.js';
import type { Network } from '../network/network.js';
import type { Span } from '../../report/problem.js';
import type { Support } from '../transforms/support.js';
import type { EntryIndex } from './entryIndex.js';

/** What is maximised: the likelihood, or likelihood times prior. */
export type Target = 'mle' | 'map';

/** One unknown number of the model: a scalar parameter or one entry of a vector. */
export interface Entry {
  readonly index: EntryIndex;
  /** As reported: `theta`, `b[area]`, `B[virginica, x1]`. */
  readonly name: string;
  /** The key under `parameters`. */
  readonly owner: string;
  /** The part between brackets, without spaces; undefined for a scalar. */
  readonly label?: string;
  /** Where the key is. */
  readonly span: Span;
  /** From the places of use and `lower`/`upper`: the support of the MLE. */
  support: Support;
  /** The support narrowed by the prior: that of the MAP. */
  mapSupport: Support;
  start?: number;
  fixed?: number;
  /** Whether a likelihood statement depends on it. */
  inLikelihood: boolean;
  /** Index into `Model.priors`; undefined where the prior is flat. */
  prior?: number;
  /** A weight or a bias of a network: not reported by itself. */
  readonly network?: true;
}

/** Entries that constrain each other. */
export interface Group {
  /** simplex: not negative, with sum 1. ordered: increasing. */
  readonly kind: 'simplex' | 'ordered';
  readonly entries: readonly EntryIndex[];
  /** A simplex may have one more number that is not an entry: what the others leave of 1. */
  readonly rest: boolean;
  /** Entries of an ordered vector that equal the one before them: an estimate may lie where they meet. */
  readonly ties?: readonly EntryIndex[];
}

/** How a row-level variable of the graph follows from entries, or from other nodes. */
export type VariableSource = EntrySource | LatentSource | NetworkSource | (DerivedVariable & { readonly span: Span });

/** A latent value of the row's level: `member` counts the values that statement `latent` of the model gives a level. */
export interface LatentSource {
  readonly kind: 'latent';
  readonly latent: number;
  readonly member: number;
  /** The column of levels. */
  readonly codes: NodeId;
}

/** One output of a network of the model, over nodes of data alone. */
export interface NetworkSource {
  readonly kind: 'network';
  /** Index into `Model.networks`. */
  readonly network: number;
  readonly inputs: readonly NodeId[];
  readonly output: number;
}

/** A network whose shapes are known: its parameters are entries that follow each other. */
export interface ModelNetwork {
  readonly name: string;
  /** Where the key is. */
  readonly span: Span;
  readonly network: Network;
  readonly first: EntryIndex;
}

/** A variable that follows from entries alone. */
export type EntrySource =
  | { readonly kind: 'scalar'; readonly entry: EntryIndex }
  | { readonly kind: 'gather'; readonly entries: readonly EntryIndex[]; readonly codes: NodeId }
  /** `design[j]` is a node over columns alone. */
  | {
      readonly kind: 'linear';
      readonly entries: readonly EntryIndex[];
      readonly design: readonly NodeId[];
      readonly labels: readonly string[];
    };

/** How the outcome of a statement is read from its column. */
export interface Outcome {
  readonly node: NodeId;
  /** As written. */
  readonly text: string;
  readonly span: Span;
  /** For a text or boolean column: its name and what counts as 1, or all its levels. */
  readonly column?: string;
  readonly success?: string;
  readonly levels?: readonly string[];
  /** Whether the user gave the order of the levels. */
  readonly isOrderGiven?: boolean;
}

export interface Likelihood {
  readonly span: Span;
  readonly outcome: Outcome;
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
  readonly args: ArgumentNodes;
  /** Log-density of a row. */
  readonly root: NodeId;
}

/** `u[subject] ~ Normal(0, tau)`: values that each level has, which are integrated out. */
export interface Latent {
  readonly span: Span;
  readonly text: string;
  /** `u`, or `u` and `v` where they are correlated. */
  readonly names: readonly string[];
  readonly column: string;
  readonly codes: NodeId;
  readonly levels: readonly string[];
  /** The values as functions of the row's latent variables, which are standardised where the distribution allows it. */
  readonly values: readonly NodeId[];
  /** Log-density of a level's latent variables. */
  readonly root: NodeId;
  /** Arguments of the distribution: the same in all rows of a level. */
  readonly args: readonly NodeId[];
}

/** How a distribution turns latent variables into latent values. */
export type LatentShape = Pick<Latent, 'values' | 'root' | 'args'>;

/** One prior as written, for all entries that it applies to. The graph has one variable: the entry; further ones are other parameters. */
export interface Prior {
  readonly text: string;
  readonly span: Span;
  readonly distribution: Distribution;
  readonly parameterisation: Parameterisation;
  readonly graph: Graph;
  readonly root: NodeId;
  readonly inputs: readonly number[];
  readonly entries: readonly EntryIndex[];
  /** Further variables of the graph, from index 1 on. */
  readonly others: readonly EntryIndex[];
  /** The arguments as numbers in the first parameterisation, where no other parameter takes part. */
  readonly constants?: readonly number[];
  readonly proper: boolean;
}

/** One function of parameters under `derived`. Its graph has a variable for each entry of the model. */
export interface DerivedQuantity {
  readonly name: string;
  /** Where its key is, and its formula. */
  readonly span: Span;
  readonly formula: Span;
  readonly graph: Graph;
  readonly root: NodeId;
  /** Entry of each variable of the graph. */
  readonly variables: readonly EntryIndex[];
  /** The entries that it depends on. */
  readonly entries: readonly EntryIndex[];
  /** Parameters in it that the model does not use: inputs of the graph, without a value. */
  readonly unknown: readonly string[];
  /** What the graph's further variables, after those of entries, stand for: indexes of `RowModel.summaries`. */
  readonly summaries: readonly number[];
}

/** A number made of the rows: a mean or a sum of a node over the used rows, or the value of a node that is the same in all of them. */
export interface RowSummary {
  readonly form: 'mean' | 'sum' | 'value';
  readonly node: NodeId;
  /** The rows that count are those in which this node, of data alone, is not 0. */
  readonly where?: NodeId;
}

/** The model built once more, with what is asked about its rows as further nodes: its entries, and the columns and variables that it begins with, are the same. */
export interface RowModel {
  readonly model: Model;
  readonly summaries: readonly RowSummary[];
}

/** The estimation file with every name resolved: everything that a fit needs except the data. */
export interface Model {
  readonly graph: Graph;
  readonly columns: readonly ColumnSlot[];
  readonly variables: readonly VariableSource[];
  readonly likelihoods: readonly Likelihood[];
  readonly entries: readonly Entry[];
  readonly groups: readonly Group[];
  readonly priors: readonly Prior[];
  /** `target +=` terms. */
  readonly targets: readonly { readonly root: NodeId; readonly span: Span }[];
  readonly latents: readonly Latent[];
  readonly networks: readonly ModelNetwork[];
  readonly weights?: string;
  readonly derived: readonly DerivedQuantity[];
  /** Where something is asked about rows: about their means, effects or predictions. */
  readonly rows?: RowModel;
}
