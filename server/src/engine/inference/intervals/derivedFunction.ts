import { variablesAmong } from '../../kernel/below.js';
import { type Cancellation, type Evaluation, type Kernel, neverCancelled, type Order, type Term } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import { interpret } from '../../terms/interpreter.js';
import type { DerivedQuantity, Entry } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { dot, multiply } from '../../numeric/eigen.js';
import type { Estimate } from '../estimate.js';
import type { Natural, Objective, Working } from '../objective/objective.js';
import { hasModes, responseOfModes, type Summary, summaryAt } from './rowSummaries.js';

/** A function of parameters with its exact derivatives. */
export class DerivedFunction {
  private kernel: Kernel | undefined;
  /** The summaries of rows that the function reads, each with its place among the arguments of the graph. */
  private readonly summaries: readonly { readonly summary: number; readonly place: number }[];

  constructor(
    private readonly quantity: DerivedQuantity,
    private readonly bound: BoundModel,
    private readonly cancellation: Cancellation = neverCancelled,
  ) {
    const { summaries, variables } = quantity;
    const read = new Set(variablesAmong(quantity.graph, quantity.graph.reachable([quantity.root])));
    this.summaries = summaries.flatMap((summary, k) => (read.has(variables.length + k) ? [{ summary, place: k }] : []));
  }

  /** Whether second derivatives are known. */
  get isSmooth(): boolean {
    return !this.summaries.some(({ summary }) => hasModes(this.bound, summary));
  }

  /** Derivatives with respect to all entries of the model, on the natural scale. */
  at(x: Natural, order: Order): Evaluation {
    return this.total(x, order);
  }

  /** The same, with what latent values at their modes leave open in it: a variance beside that of the parameters. */
  total(x: Natural, order: Order): Evaluation & { readonly variance: number } {
    const { quantity, bound, cancellation, summaries } = this;
    this.kernel ??= interpret([termOf(quantity, x.length)], x.length + quantity.summaries.length);
    const found = summaries.map((each) => ({ ...each, of: summaryAt(bound, each.summary, x, order, cancellation) }));
    const point = new Float64Array(x.length + quantity.summaries.length);
    point.set(x);
    for (const { place, of } of found) point[x.length + place] = of.value;
    const outer = this.kernel.evaluate(point, order);
    const inner = found.map(({ place, of }) => ({ place: x.length + place, of }));
    const whole = throughSummaries(outer, x.length, inner, order);
    if (order === 0 || !whole.slopes) return { ...whole, variance: 0 };
    const { slope, variance } = responseOfModes(bound, x, whole.slopes, cancellation);
    return { ...whole, gradient: whole.gradient.map((each, i) => each + at(slope, i)), variance };
  }

  /** The values of the graph's summaries of rows; NaN stands for those that the function does not read. */
  summariesAt(x: Natural): number[] {
    const { quantity, bound, cancellation, summaries } = this;
    return quantity.summaries.map((summary, place) =>
      summaries.some((each) => each.place === place) ? summaryAt(bound, summary, x, 0, cancellation).value : NaN,
    );
  }

  /** Derivatives with respect to the working coordinates of an objective: entries that it holds are constant. */
  inWorking(objective: Objective, w: Working, order: 1 | 2): Evaluation {
    const { value, gradient, hessian } = this.at(objective.natural(w), order);
    return objective.inWorking({ value, gradient, hessian }, w);
  }
}

/** The chain rule: a function of n parameters and of further arguments that are functions of these themselves. */
function throughSummaries(
  outer: Evaluation,
  n: number,
  inner: readonly { readonly place: number; readonly of: Summary }[],
  order: Order,
): Summary {
  const width = order === 2 ? Math.sqrt(outer.hessian.length) : 0;
  const gradient = outer.gradient.slice(0, n);
  const slopes = inner.map(({ place }) => (order === 0 ? 0 : at(outer.gradient, place)));
  inner.forEach(({ of }, a) => of.gradient.forEach((each, i) => (gradient[i] = at(gradient, i) + at(slopes, a) * each)));
  const own = byLatents(inner.map(({ of }, a) => ({ of, slope: at(slopes, a) })));
  if (order < 2) return { value: outer.value, gradient, hessian: new Float64Array(0), ...own };
  const second = (a: number, b: number): number => at(outer.hessian, a * width + b);
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = second(i, j);
      inner.forEach(({ place, of }, a) => {
        sum += second(i, place) * at(of.gradient, j) + second(place, j) * at(of.gradient, i) + at(slopes, a) * at(of.hessian, i * n + j);
        for (const other of inner) sum += second(place, other.place) * at(of.gradient, i) * at(other.of.gradient, j);
      });
      hessian[i * n + j] = sum;
    }
  }
  return { value: outer.value, gradient, hessian, ...own };
}

function byLatents(inner: readonly { readonly of: Summary; readonly slope: number }[]): Pick<Summary, 'slopes'> {
  const shares = inner.flatMap(({ of, slope }) => (of.slopes ? [of.slopes.map((each) => slope * each)] : []));
  const [first, ...others] = shares;
  return first ? { slopes: first.map((each, k) => others.reduce((sum, other) => sum + at(other, k), each)) } : {};
}

function termOf({ graph, root, variables, summaries }: DerivedQuantity, entries: number): Term {
  // Inputs are parameters that have no value.
  const inputs = new Float64Array(graph.nodes.length).fill(NaN);
  const places = [...variables, ...summaries.map((_, k) => entries + k)];
  return { graph, root, rows: 1, columns: [], inputs, variables: places.map((parameter) => ({ kind: 'scalar', parameter })) };
}

/** What is known about a function of parameters at a maximum; NaN where nothing is. */
export interface DerivedValue {
  readonly estimate: number;
  /** By the delta method: the root of ∇g' C ∇g, C being the inverse of the observed information. */
  readonly se: number;
}

/**
 * A function of parameters at their estimates (for the MLE its own MLE, by invariance), with the delta method's standard error. A parameter on a
 * bound counts as held there, as for the standard errors of parameters.
 */
export function derivedValue(estimate: Estimate, quantity: DerivedQuantity): DerivedValue {
  if (!isDetermined(estimate, quantity)) return { estimate: NaN, se: NaN };
  const { objective, natural, point, information } = estimate;
  const g = new DerivedFunction(quantity, objective.bound, objective.cancellation);
  const { value, gradient, variance: left } = g.total(natural, 1);
  const isAtKink = estimate.atKink.some((entry) => gradient[entry] !== 0);
  if (isAtKink || information.covariance.length === 0) return { estimate: value, se: NaN };
  if (entriesOf(estimate, quantity).every(({ fixed }) => fixed !== undefined)) return { estimate: value, se: Math.sqrt(left) };
  const slope = g.inWorking(objective, point, 1).gradient;
  const variance = dot(slope, multiply(information.covariance, slope)) + left;
  return { estimate: value, se: variance > 0 ? Math.sqrt(variance) : NaN };
}

const entriesOf = ({ objective }: Estimate, { entries }: DerivedQuantity): Entry[] =>
  entries.flatMap((index) => objective.bound.model.entries[index] ?? []);

/**
 * Whether a function has one value at a maximum. It can have one even where its parameters are not determined separately: it has to be the same for
 * all that are equally good.
 */
export function isDetermined(estimate: Estimate, quantity: DerivedQuantity): boolean {
  const { target, natural, information, atKink, objective } = estimate;
  const isUnused = entriesOf(estimate, quantity).some(({ inLikelihood, fixed }) => !inLikelihood && fixed === undefined);
  if (quantity.unknown.length > 0 || (target === 'mle' && isUnused)) return false;
  if (information.flat.length === 0 || atKink.length > 0) return true;
  const { gradient } = new DerivedFunction(quantity, objective.bound, objective.cancellation).at(natural, 1);
  return !information.flat.some((direction) => changesAlong(estimate, gradient, direction));
}

/** Shares of a direction below this are rounding. */
const NOTICEABLE = 1e-6;

/** Whether a function with this gradient over the entries changes along a direction that leaves the objective unchanged. */
export function changesAlong({ objective, point }: Estimate, gradient: Float64Array, direction: Working): boolean {
  const n = objective.dimension;
  const jacobian = objective.jacobian(point);
  const rows = [...objective.free.map((entry, a) => ({ entry, row: jacobian.subarray(a * n, a * n + n) })), ...objective.dependent(point)];
  const moves = rows.map(({ entry, row }) => ({ entry, by: dot(row, direction) }));
  const largest = Math.max(...moves.map(({ by }) => Math.abs(by)));
  const shares = moves.filter(({ by }) => Math.abs(by) > NOTICEABLE * largest).map(({ entry, by }) => at(gradient, entry) * by);
  const change = shares.reduce((sum, share) => sum + share, 0);
  return Math.abs(change) > NOTICEABLE * Math.max(...shares.map(Math.abs));
}
