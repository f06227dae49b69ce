import { contains, firstNotFinite, firstOutside } from '../distributions/distribution.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import type { Cancellation } from '../kernel/kernel.js';
import type { Problem, Span } from '../../report/problem.js';
import { isDerived, nodesOf } from '../kernel/below.js';
import { type BoundModel, isData, rowName } from '../model/bound.js';
import type { Likelihood } from '../model/model.js';
import { at } from '../numeric/at.js';
import type { Support } from '../transforms/support.js';
import { firstNonFinite } from './nonFinite.js';
import { roundedCounts } from './wholeCounts.js';

const REAL: Support = { lower: -Infinity, upper: Infinity };

/** What the values of the data rule out: weights, outcomes, arguments and terms, each with the first row concerned. */
export function dataProblems(bound: BoundModel, dataSpan: Span, cancellation: Cancellation): Problem[] {
  const likelihoods = bound.model.likelihoods.flatMap((each) => (cancellation.cancelled ? [] : outcomeProblems(bound, each)));
  const first = [...weightProblems(bound, dataSpan), ...likelihoods];
  if (first.length > 0 || cancellation.cancelled) return first;
  const rounded = bound.model.likelihoods.flatMap((each) => roundedCounts(bound, each));
  return [...rounded, ...designProblems(bound), ...expressionProblems(bound)];
}

function weightProblems(bound: BoundModel, span: Span): Problem[] {
  const { weights, model, observations } = bound;
  const row = weights?.findIndex((value) => value < 0) ?? -1;
  const related = [model.weights ?? ''];
  if (row >= 0) {
    const message = `The weight in ${rowName(bound, row)} is negative; frequency weights are 0 or more.`;
    return [{ severity: 'error', code: 'out-of-support', message, span, related }];
  }
  if (!weights || observations > 0) return [];
  return [{ severity: 'error', code: 'out-of-support', message: 'All weights are 0: no row counts.', span, related }];
}

/** Outcomes that the distribution cannot produce, arguments from the data outside their domain, and what cannot be computed. */
function outcomeProblems(bound: BoundModel, likelihood: Likelihood): Problem[] {
  const { outcome, parameterisation } = likelihood;
  const values = columnOf(bound, outcome.node);
  const undefinedRow = firstNotFinite(values);
  if (undefinedRow >= 0) return [nonFiniteAt(bound, outcome.node, undefinedRow, outcome.span)];
  const outside = outsideDomain(bound, likelihood, values);
  if (outside) return [outside];
  const wrong = parameterisation.arguments.flatMap((_, i) => argumentProblems(bound, likelihood, i, values));
  if (wrong.length > 0) return wrong;
  return [...knownProblem(bound, likelihood, values), ...outsideKnownSupport(bound, likelihood, values)].slice(0, 1);
}

/** What the distribution itself says about arguments that are data. */
function knownProblem(bound: BoundModel, { parameterisation, args, outcome }: Likelihood, values: Float64Array): Problem[] {
  if (!parameterisation.problem) return [];
  const given = args.flat().map((node) => (isData(bound.model, node) ? columnOf(bound, node) : undefined));
  const known = given.map(() => NaN);
  for (const [row, y] of values.entries()) {
    given.forEach((column, i) => (known[i] = column?.[row] ?? NaN));
    const message = parameterisation.problem(known, y);
    if (message === undefined) continue;
    const text = `In ${rowName(bound, row)}: ${message}`;
    return [{ severity: 'error', code: 'out-of-support', message: text, span: outcome.span, related: [outcome.text] }];
  }
  return [];
}

const columnOf = ({ model, columns, used }: BoundModel, node: NodeId): Float64Array =>
  evaluateColumns(model.graph, [node], columns, used)[0] ?? new Float64Array(0);

function nonFiniteAt(bound: BoundModel, node: NodeId, row: number, span: Span): Problem {
  const { graph, columns } = bound.model;
  const found = graph.node(node);
  const slot = found.kind === 'column' ? columns[found.slot] : undefined;
  if (slot?.kind === 'data') return infiniteCell(bound, slot.name, row, graph.origins.get(node) ?? span);
  return firstNonFinite({ graph: bound.model.graph, root: node, columns: bound.columns }, row, `In ${rowName(bound, row)}`, span);
}

function infiniteCell(bound: BoundModel, name: string, row: number, span: Span): Problem {
  const message =
    `\`${name}\` is infinite in ${rowName(bound, row)}, where the model needs a finite number. ` +
    'Correct the cell, leave it empty, or leave the row out with `where` under `data`.';
  return { severity: 'error', code: 'non-finite', message, span, related: [name] };
}

function outsideDomain(bound: BoundModel, { distribution, outcome }: Likelihood, values: Float64Array): Problem | undefined {
  if (distribution.kind === 'categorical') return undefined;
  const row = firstOutside(distribution.outcome, values);
  if (row < 0) return undefined;
  const count = values.reduce((sum, value) => sum + (contains(distribution.outcome, value) ? 0 : 1), 0);
  const others = count > 1 ? ` (and ${String(count - 1)} more)` : '';
  const found = `\`${outcome.text}\` is ${String(values[row])} in ${rowName(bound, row)}${others}`;
  return outsideAt(outcome, `${found}; the outcome of ${distribution.name} must be ${distribution.outcome.text}.`);
}

function outsideAt({ span, text }: Likelihood['outcome'], message: string): Problem {
  return { severity: 'error', code: 'out-of-support', message, span, related: [text] };
}

function argumentProblems(bound: BoundModel, likelihood: Likelihood, index: number, values: Float64Array): Problem[] {
  const { args, parameterisation, distribution, span, outcome } = likelihood;
  const record = parameterisation.arguments[index];
  const node = args[index]?.[0];
  if (!record || node === undefined || record.vector || !isData(bound.model, node)) return [];
  const given = columnOf(bound, node);
  const row = firstOutside(record.domain, given);
  if (row >= 0) {
    const message = `\`${record.name}\` of ${distribution.name} is ${String(given[row])} in ${rowName(bound, row)}; it must be ${record.domain.text}.`;
    return [{ severity: 'error', code: 'out-of-support', message, span: bound.model.graph.origins.get(node) ?? span }];
  }
  const above =
    record.domain.whole && record.domain.upper === Infinity ? values.findIndex((value, k) => value > (given[k] ?? Infinity)) : -1;
  if (above < 0) return [];
  const found = `\`${outcome.text}\` is ${String(values[above])} in ${rowName(bound, above)}`;
  return [outsideAt(outcome, `${found}, more than the ${String(given[above])} trials of that row.`)];
}

/** Outcomes outside a support that follows from data alone: 2 ~ Uniform(0, 1). */
function outsideKnownSupport(
  bound: BoundModel,
  { distribution, parameterisation, args, outcome }: Likelihood,
  values: Float64Array,
): Problem[] {
  const nodes = args.flat();
  if (!distribution.support || !nodes.every((node) => isData(bound.model, node))) return [];
  const given = nodes.map((node) => columnOf(bound, node));
  const rangeOf = (row: number): Support =>
    distribution.support?.(parameterisation.canonical(given.map((column) => at(column, row)))) ?? REAL;
  const row = values.findIndex((value, i) => value < rangeOf(i).lower || value > rangeOf(i).upper);
  if (row < 0) return [];
  const { lower, upper } = rangeOf(row);
  const found = `\`${outcome.text}\` is ${String(values[row])} in ${rowName(bound, row)}`;
  return [outsideAt(outcome, `${found}; ${distribution.name} gives values from ${String(lower)} to ${String(upper)} only.`)];
}

/** Terms of a linear predictor without a finite value. */
function designProblems(bound: BoundModel): Problem[] {
  const { variables } = bound.model;
  return bound.variables.flatMap((variable, index) => {
    const source = variables[index];
    if (variable.kind !== 'linear' || source?.kind !== 'linear') return [];
    const bad = variable.design.map(firstNotFinite);
    const j = bad.findIndex((row) => row >= 0);
    const node = source.design[j];
    if (node === undefined) return [];
    return [
      nonFiniteAt(bound, node, at(bad, j), bound.model.graph.origins.get(node) ?? bound.model.likelihoods[0]?.span ?? { from: 0, to: 0 }),
    ];
  });
}

/** Expressions of data alone that meet parameters and have no finite value in some row. A branch that is not taken may have none. */
function expressionProblems(bound: BoundModel): Problem[] {
  const { likelihoods, targets, variables } = bound.model;
  const inOtherRows = variables.flatMap((source) =>
    isDerived(source) ? nodesOf(source).map((root) => ({ root, span: source.span })) : [],
  );
  for (const { root, span } of [...likelihoods, ...targets, ...inOtherRows, ...networkInputs(bound.model)]) {
    for (const node of isData(bound.model, root) ? [root] : outermostData(bound, root)) {
      const row = firstNotFinite(columnOf(bound, node));
      if (row >= 0) return [nonFiniteAt(bound, node, row, span)];
    }
  }
  return [];
}

/** What goes into networks, where the model does. */
function networkInputs({ variables, networks }: BoundModel['model']): { root: NodeId; span: Span }[] {
  return variables.flatMap((source) => {
    if (source.kind !== 'network' || source.output > 0) return [];
    const span = networks[source.network]?.span ?? { from: 0, to: 0 };
    return source.inputs.map((root) => ({ root, span }));
  });
}

/** The nodes that every row computes: those that occur only in branches of an `if` are left out. */
function inEveryRow(graph: BoundModel['model']['graph'], root: NodeId): Set<NodeId> {
  const seen = new Set<NodeId>();
  const open = [root];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = graph.node(id);
    if (node.kind === 'apply') open.push(...(node.primitive.name === 'select' ? node.args.slice(0, 1) : node.args));
  }
  return seen;
}

function outermostData({ model }: BoundModel, root: NodeId): NodeId[] {
  const { graph } = model;
  const withParameters = new Set<NodeId>();
  // A known bound of an outcome may be infinite.
  const given = new Set(model.likelihoods.flatMap(({ args, outcome }) => [...args.flat(), outcome.node]));
  const found = new Set<NodeId>();
  const always = inEveryRow(graph, root);
  for (const id of graph.reachable([root])) {
    const node = graph.node(id);
    if (node.kind === 'variable' || (node.kind === 'apply' && node.args.some((arg) => withParameters.has(arg)))) withParameters.add(id);
    if (node.kind !== 'apply' || !withParameters.has(id) || !always.has(id) || node.primitive.name === 'select') continue;
    for (const arg of node.args) if (!withParameters.has(arg) && !given.has(arg) && graph.node(arg).kind !== 'constant') found.add(arg);
  }
  return [...found];
}
