import { evaluateColumns } from '../../ir/evaluate.js';
import { type BoundVariable, type Cancellation, neverCancelled } from '../../kernel/kernel.js';
import { isDerived } from '../../kernel/below.js';
import { factorise } from '../../leastSquares/factorise.js';
import type { ReducedLikelihood } from '../../leastSquares/reduced.js';
import type { BoundModel } from '../../model/bound.js';
import type { Entry, Group, Likelihood, NetworkSource, Target } from '../../model/model.js';
import type { Support } from '../../transforms/support.js';
import { addScaled } from '../../numeric/eigen.js';
import { hasOneMaximum } from '../../model/concavity.js';
import { drawnParameters } from './inputScales.js';
import type { Natural } from '../objective/objective.js';
import { preparedOf } from '../objective/prepared.js';
import { separableStart } from './separable.js';
import { residualSpread, sampleOf } from '../../distributions/sample.js';
import type { NodeId } from '../../ir/graph.js';
import { entryAfter, type EntryIndex, entryOf } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';

/** Levels tried where the data give no hint. */
const LEVELS = [0, 1, -1, 0.1, -0.1, 10, -10, 0.01, -0.01, 100, -100];
/** More coefficients than this, and more than rows, fit every row exactly: with priors that is not a good start. */
const MANY = 300;
/** Up to this many unknown entries are also tried at levels of their own. */
const MOST_SEPARATE = 8;

/**
 * Starting values on the natural scale: the user's own, otherwise moments of the outcome for arguments that are bare parameters, least squares for a
 * linear location, and the best of a few levels for the rest. Weights of networks are drawn by the seed.
 */
export function startValues(
  bound: BoundModel,
  target: Target,
  logDensity: (x: Natural) => number,
  cancellation: Cancellation = neverCancelled,
  seed = 1,
): Natural {
  const start = new StartSearch(bound, target, cancellation, seed);
  bound.model.likelihoods.forEach((likelihood, index) => start.from(likelihood, index));
  return start.best(logDensity);
}

/** An entry without the user's start. */
export function withoutStart(entry: Entry): Entry {
  const bare = { ...entry };
  delete bare.start;
  return bare;
}

class StartSearch {
  private readonly x: Natural;
  /** Entries whose value is the user's or follows from the data. */
  private readonly known = new Set<number>();
  /** The same with other values for what follows from the data. */
  private readonly variants: Natural[] = [];

  constructor(
    private readonly bound: BoundModel,
    private readonly target: Target,
    private readonly cancellation: Cancellation,
    seed: number,
  ) {
    const { entries } = bound.model;
    this.x = Float64Array.from(
      entries,
      (entry) =>
        entry.fixed ?? (entry.start === undefined ? middle(this.support(entry.index)) : offBound(entry.start, this.support(entry.index))),
    );
    bound.model.networks.forEach(({ first }, index) => this.x.set(drawnParameters(bound, index, seed), first));
    for (const { index, fixed, start } of entries) if (fixed !== undefined || start !== undefined) this.known.add(index);
  }

  from(likelihood: Likelihood, index: number): void {
    const reduced = preparedOf(this.bound, this.cancellation).reduction(index);
    if (reduced) this.fromSquares(likelihood, reduced);
    else {
      this.fromCurve(likelihood);
      this.fromMoments(likelihood);
    }
  }

  /** A curve whose parameters have no values yet. */
  private fromCurve(likelihood: Likelihood): void {
    const isKnown = (entry: EntryIndex): boolean => this.known.has(entry);
    const found = separableStart(this.bound, likelihood, this.x, isKnown, (entry) => this.support(entry));
    for (const [entry, value] of found ?? []) this.set(entry, value);
  }

  /** A sum of squares is known completely: the coefficients and the residual. */
  private fromSquares({ parameterisation, args }: Likelihood, { leastSquares }: ReducedLikelihood): void {
    const { values, spread } = leastSquares;
    for (const [entry, value] of values) this.set(entry, value);
    const canonical = [NaN, spread || 1];
    const wanted = parameterisation.fromCanonical ? parameterisation.fromCanonical(canonical) : canonical;
    this.setLevel(at(at(args, 1), 0), at(wanted, 1));
  }

  private fromMoments(likelihood: Likelihood): void {
    const { distribution, parameterisation, args, outcome } = likelihood;
    if (!distribution.start) return;
    const [values = new Float64Array(0)] = evaluateColumns(this.bound.model.graph, [outcome.node], this.bound.columns, this.bound.used);
    const location = this.residualLocation(likelihood, values);
    const sample = sampleOf(values);
    const canonical = distribution.start(location ? { ...sample, sd: residualSpread(values, location) } : sample);
    const wanted = parameterisation.fromCanonical ? parameterisation.fromCanonical(canonical) : canonical;
    const before = new Set(this.known);
    const nodes = args.flat();
    withLevels(nodes, wanted).forEach(([node, level]) => this.setLevel(node, level));
    for (const other of distribution.otherStarts?.(sample) ?? []) {
      this.variants.push(this.variant(before, nodes, parameterisation.fromCanonical?.(other) ?? other));
    }
  }

  /** The start with the highest finite density among a few common levels for unknown entries, then with a level of its own for each of them. */
  best(logDensity: (x: Natural) => number): Natural {
    const open = this.bound.model.entries.filter(({ index, network }) => !network && !this.known.has(index)).map(({ index }) => index);
    if (open.length === 0 && this.variants.length === 0) return this.arrange(this.x);
    let best = { x: this.arrange(this.x), value: -Infinity };
    const consider = (from: Natural): void => {
      const x = this.arrange(from);
      const value = logDensity(x);
      if (value > best.value) best = { x, value };
    };
    for (const x of [this.x, ...this.variants]) consider(x);
    if (open.length === 0) return best.x;
    this.x.set(best.x);
    for (const level of LEVELS) consider(this.atLevel(open, level));
    if (open.length > MOST_SEPARATE || open.length === 1 || hasOneMaximum(this.bound.model, this.target)) return best.x;
    for (let round = 0; round < 2; round++) {
      for (const index of open)
        for (const level of LEVELS) consider(best.x.map((value, i) => (i === index ? this.inside(index, level) : value)));
    }
    return best.x;
  }

  private atLevel(open: readonly EntryIndex[], level: number): Natural {
    const x = Float64Array.from(this.x);
    for (const index of open) x[index] = this.inside(index, level);
    this.spreadIntercept(x, level);
    return x;
  }

  /** In a linear predictor only the intercept takes the level. */
  private spreadIntercept(x: Natural, level: number): void {
    for (const source of this.bound.model.variables) {
      if (source.kind !== 'linear') continue;
      source.entries.forEach((entry, j) => {
        if (!this.known.has(entry)) x[entry] = source.labels[j] === 'Intercept' ? this.inside(entry, level) : this.inside(entry, 0);
      });
    }
  }

  private setLevel(node: NodeId, value: number): void {
    for (const [entry, own] of this.levels(node, value)) this.set(entry, own);
  }

  /** What a level of an argument means for the entries that it is made of. */
  private levels(node: NodeId, value: number): (readonly [EntryIndex, number])[] {
    const found = this.bound.model.graph.node(node);
    const source = found.kind === 'variable' ? this.bound.model.variables[found.index] : undefined;
    if (!source || isDerived(source) || source.kind === 'latent' || !Number.isFinite(value)) return [];
    if (source.kind === 'network') return this.outputLevel(source, value);
    if (source.kind === 'scalar') return [[source.entry, value]];
    if (source.kind === 'gather') return source.entries.map((entry) => [entry, value] as const);
    return source.entries.map((entry, j) => [entry, source.labels[j] === 'Intercept' ? value : 0] as const);
  }

  /** The bias of a network's output, where nothing bends it after that. */
  private outputLevel({ network, output }: NetworkSource, value: number): (readonly [EntryIndex, number])[] {
    const own = this.bound.model.networks[network];
    const last = own?.network.last;
    return own && last ? [[entryAfter(own.first, last.first + last.weights + output), value]] : [];
  }

  /** The start with other levels for the arguments that were not known `before`. */
  private variant(before: ReadonlySet<number>, nodes: readonly NodeId[], wanted: readonly number[]): Natural {
    const x = Float64Array.from(this.x);
    const levels = withLevels(nodes, wanted).flatMap(([node, level]) => this.levels(node, level));
    for (const [entry, value] of levels) if (entry >= 0 && !before.has(entry)) x[entry] = this.inside(entry, value);
    return x;
  }

  /** Entries that bind each other, moved so that they do. */
  private arrange(x: Natural): Natural {
    const result = Float64Array.from(x);
    for (const group of this.bound.model.groups) {
      if (group.kind === 'simplex') this.shareOut(result, group);
      else if (!isIncreasing(group.entries.map((entry) => at(x, entry)))) {
        group.entries.forEach((entry, i) => (result[entry] = at(x, at(group.entries, 0)) + i));
      }
    }
    return result;
  }

  /** Shares that are not fixed, scaled so that all sum to 1; what is not an entry takes an equal part. */
  private shareOut(x: Natural, { entries, rest }: Group): void {
    const { entries: all } = this.bound.model;
    const open = entries.filter((entry) => all[entry]?.fixed === undefined);
    const sumOf = (some: readonly number[]): number => some.reduce((sum, entry) => sum + at(x, entry), 0);
    const left = 1 - sumOf(entries.filter((entry) => !open.includes(entry)));
    const own = sumOf(open);
    if (rest ? own < left : Math.abs(own - left) < 1e-12) return;
    const part = rest ? open.length / (open.length + 1) : 1;
    for (const entry of open) x[entry] = (at(x, entry) * left * part) / own;
  }

  private set(entry: EntryIndex, value: number): void {
    if (entry < 0 || this.known.has(entry)) return;
    this.known.add(entry);
    this.x[entry] = this.inside(entry, value);
  }

  private support(entry: EntryIndex): Support {
    const found = this.bound.model.entries[entry];
    return (this.target === 'map' ? found?.mapSupport : found?.support) ?? { lower: -Infinity, upper: Infinity };
  }

  /** A value moved strictly inside the support. */
  private inside(entry: EntryIndex, value: number): number {
    const { lower, upper } = this.support(entry);
    if (value > lower && value < upper) return value;
    return middle({ lower, upper });
  }

  /** Least squares for an argument that is a linear predictor on the outcome's own scale: the residuals then tell the spread. */
  private residualLocation({ parameterisation, args }: Likelihood, values: Float64Array): Float64Array | undefined {
    const index = parameterisation.arguments.findIndex(({ name }) => name === 'mean' || name === 'location');
    const domain = parameterisation.arguments[index]?.domain;
    const node = domain?.lower === -Infinity ? args[index]?.[0] : undefined;
    const found = node === undefined ? undefined : this.bound.model.graph.node(node);
    if (found?.kind !== 'variable') return node === undefined ? undefined : this.valuesAtStart(node);
    const variable = this.bound.variables[found.index];
    const isOpen = variable?.kind === 'linear' && variable.parameters.every((entry) => !this.known.has(entry));
    const isDear = variable?.kind === 'linear' && this.target === 'map' && variable.design.length > Math.max(MANY, this.bound.used);
    return isOpen && !isDear ? this.leastSquares(variable, values) : undefined;
  }

  /** An expression's values where every parameter in it has a start of the user's; undefined where one has none. */
  private valuesAtStart(node: NodeId): Float64Array | undefined {
    const { model, columns, used, variables } = this.bound;
    const inner = model.graph.reachable([node]).map((id) => model.graph.node(id));
    const involved = inner.flatMap((each) => (each.kind === 'variable' ? (variables[each.index] ?? []) : []));
    const isKnown = involved.every((variable) => variable.kind === 'scalar' && this.known.has(variable.parameter));
    if (!isKnown || involved.length === 0) return undefined;
    const given = variables.map((variable) =>
      new Float64Array(used).fill(variable.kind === 'scalar' ? at(this.x, variable.parameter) : NaN),
    );
    const [values] = evaluateColumns(model.graph, [node], columns, used, given);
    return values?.every(Number.isFinite) ? values : undefined;
  }

  private leastSquares(variable: Extract<BoundVariable, { kind: 'linear' }>, values: Float64Array): Float64Array {
    const { solution } = factorise(variable.design, values, this.bound.weights, this.cancellation);
    variable.parameters.forEach((entry, j) => this.set(entryOf(entry), at(solution, j)));
    const fitted = new Float64Array(values.length);
    variable.design.forEach((column, j) => addScaled(fitted, at(solution, j), column));
    return fitted;
  }
}

/** A distribution may have starts for its first arguments alone. */
const withLevels = (nodes: readonly NodeId[], wanted: readonly number[]): (readonly [NodeId, number])[] =>
  wanted.slice(0, nodes.length).map((level, i) => [at(nodes, i), level] as const);

/** A plain value inside a support: 0 on the line, 1 from the bound of a half-line, the middle of an interval. */
function middle({ lower, upper }: Support): number {
  if (Number.isFinite(lower)) return Number.isFinite(upper) ? (lower + upper) / 2 : lower + 1;
  return Number.isFinite(upper) ? upper - 1 : 0;
}

/** A start on a bound is moved a little inside: on the unconstrained scale the bound is infinitely far out, and nothing leads back from there. */
function offBound(start: number, { lower, upper }: Support): number {
  const reach = Number.isFinite(upper - lower) ? upper - lower : Math.max(1, Math.abs(start));
  return Math.min(Math.max(start, lower + OFF * reach), upper - OFF * reach);
}

const OFF = 1e-3;

const isIncreasing = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value > at(values, i - 1));
