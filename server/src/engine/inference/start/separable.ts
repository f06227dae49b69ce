import { gradientOf } from '../../autodiff/differentiate.js';
import { evaluateColumns } from '../../ir/evaluate.js';
import type { NodeId } from '../../ir/graph.js';
import { floatingFactor } from '../../leastSquares/floating.js';
import type { BoundModel } from '../../model/bound.js';
import type { Likelihood } from '../../model/model.js';
import type { Support } from '../../transforms/support.js';
import type { Natural } from '../objective/objective.js';
import { uniformStream } from '../../numeric/random.js';
import { breakLevels } from './breaks.js';
import { thin } from '../../bind/thin.js';
import { type EntryIndex, entryOf } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { waveLevels } from './waves.js';

/** Rows that distinguish one candidate from another. */
const ROWS = 60;
/** Candidates for all nonlinear entries together, where not every combination can be tried. */
const MOST = 1500;
/** The best of them are improved one value at a time. */
const REFINED = 3;
/** Sums of squares this close (relative) are the same. */
const SAME = 1e-9;
const FACTORS = [0.03, 0.1, 0.3, 1, 3, 10, 30];

/** A curve of scalar parameters: those in which it is linear once the others are given, and the others. */
interface Curve {
  readonly mean: NodeId;
  readonly linear: readonly Unknown[];
  readonly nonlinear: readonly Unknown[];
}

interface Unknown {
  readonly variable: number;
  readonly entry: EntryIndex;
  /** ∂mean/∂parameter. */
  readonly slope: NodeId;
}

/**
 * Starting values of a curve without any of the user's: candidates for the parameters that bend it, at the scales of the data, and least squares for
 * those in which it is linear then (the separation of Golub & Pereyra, SIAM J. Numer. Anal. 10, 1973). Gives the entries' values of the candidate
 * with the least squares; undefined where the location is not such a curve.
 */
export function separableStart(
  bound: BoundModel,
  likelihood: Likelihood,
  x: Natural,
  isKnown: (entry: EntryIndex) => boolean,
  supportOf: (entry: EntryIndex) => Support,
): ReadonlyMap<EntryIndex, number> | undefined {
  const few = bound.used > ROWS ? thin(bound, ROWS) : bound;
  const curve = curveOf(few, likelihood, isKnown);
  if (!curve || curve.nonlinear.length === 0) return undefined;
  const [outcome] = evaluateColumns(few.model.graph, [likelihood.outcome.node], few.columns, few.used);
  if (!outcome) return undefined;
  const levels = levelsFor(few, curve, x, supportOf);
  const fit = (candidate: readonly number[]): Fitted | undefined => fitLinearPart(few, curve, outcome, x, candidate, supportOf);
  const found = [...candidates(levels)].flatMap((candidate) => fit(candidate) ?? []).sort(byResidual);
  const [best] = found
    .slice(0, REFINED)
    .map((each) => tryOrdered(tryMirrored(refine(each, levels, fit), fit), fit))
    .sort(byResidual);
  return best && new Map([...curve.nonlinear.map(({ entry }, i) => [entry, at(best.candidate, i)] as const), ...best.linear]);
}

/** A candidate with its least squares. */
interface Fitted {
  readonly candidate: readonly number[];
  readonly linear: ReadonlyMap<EntryIndex, number>;
  readonly residual: number;
}

const byResidual = (a: Fitted, b: Fitted): number => a.residual - b.residual;

/** Each value in turn at its best level, twice round. */
function refine(start: Fitted, levels: readonly (readonly number[])[], fit: (candidate: readonly number[]) => Fitted | undefined): Fitted {
  let best = start;
  for (let round = 0; round < 2 * levels.length; round++) {
    const place = round % levels.length;
    for (const level of levels[place] ?? []) {
      const next = fit(best.candidate.with(place, level));
      if (next && next.residual < best.residual) best = next;
    }
  }
  return best;
}

/** Where the sign of a value makes no difference, it is positive. */
function tryMirrored(start: Fitted, fit: (candidate: readonly number[]) => Fitted | undefined): Fitted {
  return start.candidate.reduce((best, value, i) => {
    const other = value < 0 ? fit(best.candidate.with(i, -value)) : undefined;
    return other && other.residual <= best.residual * (1 + SAME) ? other : best;
  }, start);
}

function curveOf(
  bound: BoundModel,
  { parameterisation, args, distribution }: Likelihood,
  isKnown: (entry: EntryIndex) => boolean,
): Curve | undefined {
  const index = parameterisation.arguments.findIndex(({ name }) => name === 'mean' || name === 'location');
  const mean =
    distribution.kind === 'continuous' && parameterisation.arguments[index]?.domain.lower === -Infinity ? args[index]?.[0] : undefined;
  const unknown = mean === undefined ? undefined : unknownsOf(bound, mean, isKnown);
  if (mean === undefined || !unknown || unknown.length === 0) return undefined;
  const linear: Unknown[] = [];
  for (const each of unknown) {
    const isFree = [each, ...linear].every(({ variable }) => !reaches(bound, each.slope, variable));
    if (isFree && linear.every(({ slope }) => !reaches(bound, slope, each.variable))) linear.push(each);
  }
  return { mean, linear, nonlinear: unknown.filter((each) => !linear.includes(each)) };
}

/** The parameters of a node that are to be found; undefined where it reads something other than scalar parameters. */
function unknownsOf({ model, variables }: BoundModel, node: NodeId, isKnown: (entry: EntryIndex) => boolean): Unknown[] | undefined {
  const { graph } = model;
  const found: { variable: number; entry: EntryIndex }[] = [];
  for (const id of graph.reachable([node])) {
    const inner = graph.node(id);
    if (inner.kind !== 'variable') continue;
    const bound = variables[inner.index];
    if (bound?.kind !== 'scalar') return undefined;
    const entry = entryOf(bound.parameter);
    if (!isKnown(entry)) found.push({ variable: inner.index, entry });
  }
  const slopes = gradientOf(
    graph,
    node,
    found.map(({ variable }) => graph.variable(variable)),
  );
  return found.flatMap((each, i) => (slopes[i] === undefined ? [] : [{ ...each, slope: slopes[i] }]));
}

const reaches = ({ model: { graph } }: BoundModel, node: NodeId, variable: number): boolean =>
  graph.reachable([node]).includes(graph.variable(variable));

/** Where two values can change places, as the rates of two exponentials can, the smaller one comes first. */
function tryOrdered(start: Fitted, fit: (candidate: readonly number[]) => Fitted | undefined): Fitted {
  let best = start;
  for (let i = 0; i < start.candidate.length; i++) {
    for (let j = i + 1; j < start.candidate.length; j++) {
      const [a = 0, b = 0] = [best.candidate[i], best.candidate[j]];
      const other = a > b ? fit(best.candidate.with(i, b).with(j, a)) : undefined;
      if (other && other.residual <= best.residual * (1 + SAME)) best = other;
    }
  }
  return best;
}

/** Values of each nonlinear unknown that are tried. */
function levelsFor(bound: BoundModel, { mean, nonlinear }: Curve, x: Natural, supportOf: (entry: EntryIndex) => Support): number[][] {
  const levels = levelsOf(bound, mean);
  return nonlinear.map(({ entry }) => {
    const { lower, upper } = supportOf(entry);
    const own = waveLevels(bound, mean, entry, x) ?? breakLevels(bound, mean, entry) ?? levels;
    return own.filter((value) => value > lower && value < upper);
  });
}

/** Every combination where these are few, otherwise draws with a fixed seed. */
function* candidates(levels: readonly (readonly number[])[]): Generator<readonly number[]> {
  const count = levels.reduce((product, values) => product * values.length, 1);
  const uniform = uniformStream(1);
  for (let i = 0; i < Math.min(count, MOST); i++) {
    let rest = i;
    yield levels.map((values) => {
      const k = count <= MOST ? rest % values.length : Math.floor(uniform() * values.length);
      rest = Math.floor(rest / values.length);
      return at(values, k);
    });
  }
}

/** Around 1, around the sizes of the columns that a curve reads and their inverses, and places within their range; of either sign. */
function levelsOf({ model, columns }: BoundModel, mean: NodeId): number[] {
  const read = model.graph.reachable([mean]).flatMap((id) => {
    const node = model.graph.node(id);
    return node.kind === 'column' ? [columns[node.slot] ?? new Float64Array(0)] : [];
  });
  const places = read.flatMap((column) => {
    const sorted = Float64Array.from(column).sort();
    return [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95].map((p) => at(sorted, Math.floor(p * (sorted.length - 1))));
  });
  const sizes = read.map((column) => column.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).filter((size) => size > 0);
  const units = [1, ...sizes.flatMap((size) => [size, 1 / size])];
  const scaled = units.flatMap((unit) => FACTORS.flatMap((factor) => [factor * unit, -factor * unit]));
  return [...new Set([...scaled, ...places])].filter((value) => value !== 0 && Number.isFinite(value));
}

/** Least squares for the linear unknowns with the others as given; undefined where there is none within the supports. */
function fitLinearPart(
  { model, columns, used, variables, weights }: BoundModel,
  { mean, linear, nonlinear }: Curve,
  outcome: Float64Array,
  x: Natural,
  candidate: readonly number[],
  supportOf: (entry: EntryIndex) => Support,
): Fitted | undefined {
  const values = new Map(nonlinear.map(({ entry }, i) => [entry, at(candidate, i)]));
  for (const { entry } of linear) values.set(entry, 0);
  const given = variables.map((variable) =>
    new Float64Array(used).fill(variable.kind === 'scalar' ? (values.get(entryOf(variable.parameter)) ?? at(x, variable.parameter)) : NaN),
  );
  const [rest = outcome, ...design] = evaluateColumns(model.graph, [mean, ...linear.map(({ slope }) => slope)], columns, used, given);
  if (![rest, ...design].every((column) => column.every(Number.isFinite))) return undefined;
  const roots = weights?.map(Math.sqrt);
  const scaled = (column: Float64Array): Float64Array => (roots ? column.map((value, i) => value * at(roots, i)) : column);
  const { solution, residual } = floatingFactor(design.map(scaled), scaled(outcome.map((value, i) => value - at(rest, i))));
  const least = new Map(linear.map(({ entry }, j) => [entry, at(solution, j)]));
  const isInside = linear.every(({ entry }) => {
    const { lower, upper } = supportOf(entry);
    const value = least.get(entry) ?? NaN;
    return value > lower && value < upper;
  });
  return isInside && Number.isFinite(residual) ? { candidate, linear: least, residual } : undefined;
}
