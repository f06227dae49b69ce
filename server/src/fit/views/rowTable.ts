import type { Estimate } from '../../engine/inference/estimate.js';
import { rowDeletions } from '../../engine/inference/influence/rowDeletions.js';
import { preparedOf } from '../../engine/inference/objective/prepared.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import { classesOf } from '../../engine/inference/prediction/score.js';
import type { Graph, NodeId } from '../../engine/ir/graph.js';
import { opsOf } from '../../engine/ir/ops.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { Likelihood } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Fitted } from '../../language/checks/check.js';
import type { InfluenceRows, RowTable, StatementRows } from '../../report/rows.js';
import { hasValues } from '../reports/estimateReports.js';

/** A table of more rows is too long to be read row by row in an editor. */
const MOST_ROWS = 200_000;
/** Rows times classes that are looked at. */
const MOST_CLASS_VALUES = 5e6;

/** Rows between two looks at a cancel flag. */
const BLOCK = 4096;

/** The used rows at an estimate: values of nodes in them, and whether nobody wants to know them any more. */
interface Rows {
  readonly count: number;
  readonly evaluate: (nodes: readonly NodeId[]) => Float64Array[];
  readonly isOver: () => boolean;
}

/** What the estimate says of each row: the MLE where there is one, or else the MAP. */
export function rowTable({ mle, map, bound }: Fitted, stop: Cancellation): RowTable | undefined {
  const estimate = [mle, ...(map ? [map] : [])].find(hasValues);
  const { model, used, weights, rowNumbers } = bound;
  const isOver = (): boolean => stop.cancelled;
  if (!estimate || used > MOST_ROWS || isOver()) return undefined;
  const latent = latentValues(estimate, stop);
  if (!latent) return undefined;
  const evaluate = (nodes: readonly NodeId[]): Float64Array[] => rowValues(bound, nodes, estimate.natural, used, stop, () => latent);
  const statements = model.likelihoods.flatMap((each) =>
    isOver() ? [] : [statementRows(model.graph, each, { count: used, evaluate, isOver })],
  );
  const terms = evaluate(model.targets.map(({ root }) => root));
  const contributions = totals([...statements.map(({ logDensities }) => logDensities), ...terms], used, weights);
  const influence = estimate === mle && !isOver() ? influenceRows(mle, stop) : undefined;
  if (isOver()) return undefined;
  return {
    label: estimate === mle ? 'MLE' : 'MAP',
    used,
    statements,
    contributions,
    ...(rowNumbers ? { rowNumbers: shared(rowNumbers) } : {}),
    ...(weights ? { weights: shared(weights) } : {}),
    ...(model.latents.length > 0 ? { givenLatent: true } : {}),
    ...(influence ? { influence } : {}),
  };
}

/** The most probable latent values; empty where the model has none, undefined where they have no maximum. */
export function latentValues({ objective: { bound }, natural }: Estimate, stop: Cancellation): Float64Array | undefined {
  if (bound.latents.length === 0) return new Float64Array(0);
  return preparedOf(bound, stop).marginal?.conditional(natural, stop)?.values;
}

/** Columns that threads share cost nothing to send. */
function shared(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(8 * values.length));
  copy.set(values);
  return copy;
}

const sharedRows = (rows: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * rows)).fill(NaN);

function totals(parts: readonly Float64Array[], rows: number, weights: Float64Array | undefined): Float64Array {
  const sums = sharedRows(rows).fill(0);
  for (const part of parts) for (let row = 0; row < rows; row++) sums[row] = at(sums, row) + at(part, row);
  if (weights) for (let row = 0; row < rows; row++) sums[row] = at(sums, row) * at(weights, row);
  return sums;
}

function statementRows(graph: Graph, likelihood: Likelihood, rows: Rows): StatementRows {
  const { distribution, outcome, root } = likelihood;
  const [observed = new Float64Array(0), logDensities = new Float64Array(0)] = rows.evaluate([outcome.node, root]);
  const isClass = distribution.kind === 'categorical';
  const base = {
    outcome: outcome.text,
    isDiscrete: distribution.kind !== 'continuous',
    observed: shared(observed),
    logDensities: shared(logDensities),
    ...(outcome.levels ? { levels: outcome.levels } : {}),
    ...(outcome.success === undefined ? {} : { success: outcome.success }),
  };
  if (isClass) return { ...base, kind: 'class', hasResidual: false, ...mostProbable(graph, likelihood, rows) };
  const isEvent = classesOf(likelihood) === 2;
  const hasResidual = distribution.circular !== true && distribution.isCensored !== true;
  return { ...base, kind: isEvent ? 'event' : 'number', hasResidual, ...moments(likelihood, rows) };
}

type Fit = Pick<StatementRows, 'fitted' | 'spread'>;

function moments({ distribution, parameterisation, args }: Likelihood, { count: rows, evaluate, isOver }: Rows): Fit {
  const given = evaluate(args.flat());
  const [fitted, spread] = [sharedRows(rows), sharedRows(rows)];
  for (let row = 0; row < rows && !(row % BLOCK === 0 && isOver()); row++) {
    const canonical = parameterisation.canonical(given.map((values) => at(values, row)));
    fitted[row] = distribution.mean(canonical);
    spread[row] = Math.sqrt(distribution.variance?.(canonical) ?? NaN);
  }
  return { fitted, spread };
}

function mostProbable(graph: Graph, likelihood: Likelihood, { count: rows, evaluate, isOver }: Rows): Fit {
  const classes = classesOf(likelihood) ?? 0;
  const [fitted, spread] = [sharedRows(rows), sharedRows(rows)];
  if (rows * classes > MOST_CLASS_VALUES) return { fitted, spread };
  const o = opsOf(graph);
  const logs = evaluate(Array.from({ length: classes }, (_, k) => likelihood.parameterisation.logDensity(o, o.num(k), likelihood.args)));
  for (let row = 0; row < rows && !(row % BLOCK === 0 && isOver()); row++) {
    const best = logs.reduce((most, values, k) => (at(values, row) > (logs[most]?.[row] ?? NaN) ? k : most), 0);
    fitted[row] = best;
    spread[row] = Math.exp(logs[best]?.[row] ?? NaN);
  }
  return { fitted, spread };
}

function influenceRows(mle: Estimate, stop: Cancellation): InfluenceRows | undefined {
  const found = rowDeletions(mle, stop);
  return found && { ...found, names: mle.objective.bound.model.entries.map(({ name }) => name) };
}
