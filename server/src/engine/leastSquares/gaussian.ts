import { gradientOf } from '../autodiff/differentiate.js';
import { firstNotFinite } from '../distributions/distribution.js';
import type { Squares } from '../distributions/traits.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { BoundVariable } from '../kernel/kernel.js';
import { type BoundModel, isData } from '../model/bound.js';
import { type EntryIndex, entryOf } from '../model/entryIndex.js';
import type { Likelihood, Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** A Normal likelihood whose mean is affine in its parameters and whose standard deviation is the same for all rows: a sum of squares. */
export interface Gaussian {
  /** Entries that the mean reads, and the column of each. */
  readonly entries: readonly EntryIndex[];
  readonly design: readonly Float64Array[];
  /** The outcome minus the known part of the mean. */
  readonly outcome: Float64Array;
  readonly sd: NodeId;
  /** Σ of the part of the log-density that is data alone. */
  readonly rest: number;
  /** Number of rows, or the sum of their weights. */
  readonly count: number;
  /** The linear predictor that makes up the mean, where there is exactly one and no other statement reads it. */
  readonly alone?: number;
}

/** From this many columns on there have to be as many rows. */
const MANY_COLUMNS = 300;
const MOST_COLUMNS = 2000;

/** A likelihood as a sum of squares; undefined where it is not one, or where a number in it is not finite. */
export function gaussianForm(bound: BoundModel, likelihood: Likelihood): Gaussian | undefined {
  const { model, used } = bound;
  const { graph } = model;
  const form = likelihood.parameterisation.squares?.(opsOf(graph), likelihood.outcome.node, likelihood.args);
  const terms = form && isConstantInRows(bound, form.sd) ? affineTerms(bound, form.mean) : undefined;
  if (!form || !terms || used === 0) return undefined;
  const byEntry = designOf(bound, terms);
  if (byEntry.size > MOST_COLUMNS || (byEntry.size > MANY_COLUMNS && byEntry.size > used)) return undefined;
  const { outcome, rest } = knownParts(bound, form);
  const [alone] = terms.length === 1 ? terms : [];
  const isAlone = alone && graph.constantValue(alone.coefficient) === 1 && statementsWith(model, alone.variable) === 1;
  const result = {
    entries: [...byEntry.keys()],
    design: [...byEntry.values()],
    outcome,
    sd: form.sd,
    rest,
    count: bound.observations,
    ...(isAlone && bound.variables[alone.variable]?.kind === 'linear' ? { alone: alone.variable } : {}),
  };
  return isFinite(result) ? result : undefined;
}

const isFinite = ({ design, outcome, rest }: Gaussian): boolean =>
  Number.isFinite(rest) && [outcome, ...design].every((column) => firstNotFinite(column) < 0);

/** The outcome minus the part of the mean that is data, and the sum of the terms that are data alone. */
function knownParts({ model, columns, used, weights, variables }: BoundModel, form: Squares): Pick<Gaussian, 'outcome' | 'rest'> {
  const { graph } = model;
  const evaluate = (node: NodeId, given: readonly Float64Array[] = []): Float64Array =>
    evaluateColumns(graph, [node], columns, used, given)[0] ?? new Float64Array(used);
  const outcome = evaluate(form.outcome);
  const rest = graph.constantValue(form.rest) === 0 ? 0 : weightedMean(evaluate(form.rest), weights);
  if (graph.node(form.mean).kind === 'variable') return { outcome, rest };
  const none = new Float64Array(used);
  const offset = evaluate(
    form.mean,
    variables.map(() => none),
  );
  return { outcome: outcome.map((value, i) => value - (offset[i] as number)), rest };
}

/** Σ of the values, each times its weight. */
function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  return values.reduce((sum, value, i) => sum + value * (weights?.[i] ?? 1), 0);
}

function isConstantInRows({ model, variables }: BoundModel, node: NodeId): boolean {
  return model.graph.reachable([node]).every((id) => {
    const inner = model.graph.node(id);
    return inner.kind !== 'column' && (inner.kind !== 'variable' || variables[inner.index]?.kind === 'scalar');
  });
}

interface AffineTerm {
  readonly variable: number;
  /** Depends on data alone. */
  readonly coefficient: NodeId;
}

/** The node as Σ coefficient · variable + what depends on data alone; undefined where it is not. */
function affineTerms({ model, variables }: BoundModel, node: NodeId): AffineTerm[] | undefined {
  const { graph } = model;
  const involved = graph.reachable([node]).flatMap((id) => {
    const inner = graph.node(id);
    return inner.kind === 'variable' ? [inner.index] : [];
  });
  if (involved.length === 0 || !involved.every((index) => isDense(variables[index]))) return undefined;
  const slopes = gradientOf(
    graph,
    node,
    involved.map((index) => graph.variable(index)),
  );
  if (slopes.some((slope) => slope !== undefined && !isData(model, slope))) return undefined;
  return involved.flatMap((variable, i) => {
    const coefficient = slopes[i];
    return coefficient === undefined ? [] : [{ variable, coefficient }];
  });
}

/** Whether a variable is a sum of entries, each times a column. */
const isDense = (variable: BoundVariable | undefined): variable is Extract<BoundVariable, { kind: 'scalar' | 'linear' }> =>
  variable?.kind === 'scalar' || variable?.kind === 'linear';

/** A column for each entry; an entry that several variables read has the sum of theirs. */
function designOf(bound: BoundModel, terms: readonly AffineTerm[]): Map<EntryIndex, Float64Array> {
  const found = new Map<EntryIndex, Float64Array>();
  for (const { variable, coefficient } of terms) {
    for (const [entry, column] of columnsOf(bound, variable, coefficient)) {
      const old = found.get(entry);
      found.set(entry, old ? old.map((value, i) => value + (column[i] as number)) : column);
    }
  }
  return found;
}

function columnsOf({ model, columns, used, variables }: BoundModel, index: number, coefficient: NodeId): [EntryIndex, Float64Array][] {
  const variable = variables[index];
  if (!isDense(variable)) return [];
  const isOne = model.graph.constantValue(coefficient) === 1;
  if (variable.kind === 'linear' && isOne) return pairs(variable);
  const [factor = new Float64Array(used)] = evaluateColumns(model.graph, [coefficient], columns, used);
  if (variable.kind === 'scalar') return [[entryOf(variable.parameter), factor]];
  return pairs(variable).map(([entry, column]) => [entry, column.map((value, i) => value * (factor[i] as number))]);
}

const pairs = ({ parameters, design }: Extract<BoundVariable, { kind: 'linear' }>): [EntryIndex, Float64Array][] =>
  design.map((column, j) => [entryOf(at(parameters, j)), column]);

function statementsWith({ graph, likelihoods, targets }: Model, variable: number): number {
  return [...likelihoods, ...targets].filter(({ root }) => graph.reachable([root]).includes(graph.variable(variable))).length;
}
