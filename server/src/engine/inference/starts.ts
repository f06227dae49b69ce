import { evaluateColumns } from '../ir/evaluate.js';
import type { BoundVariable } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bound.js';
import type { Likelihood, Support } from '../model/model.js';
import { addScaled, dot } from '../optimise/eigen.js';
import { hasOneMaximum } from './concavity.js';
import type { Natural, Target } from './objective.js';
import { preparedOf } from './prepared.js';
import { residualSpread, sampleOf } from './sample.js';

/** Levels tried for what the data give no hint on. */
const LEVELS = [0, 1, -1, 0.1, -0.1, 10, -10, 0.01, -0.01, 100, -100];
/** Up to so many unknown entries are also tried at levels of their own. */
const MOST_SEPARATE = 8;

/**
 * Starting values on the natural scale: the user's own, else moments of the outcome for arguments that are bare parameters, least squares for a
 * linear location, and the best of a few levels for the rest.
 */
export function startValues(bound: BoundModel, target: Target, logDensity: (x: Natural) => number): Natural {
  const start = new StartSearch(bound, target);
  for (const likelihood of bound.model.likelihoods) start.fromMoments(likelihood);
  return start.best(logDensity);
}

class StartSearch {
  private readonly x: Natural;
  /** Entries whose value is the user's or follows from the data. */
  private readonly known = new Set<number>();

  constructor(
    private readonly bound: BoundModel,
    private readonly target: Target,
  ) {
    const { entries } = bound.model;
    this.x = Float64Array.from(entries, (entry) => entry.fixed ?? entry.start ?? middle(this.support(entry.index)));
    for (const { index, fixed, start } of entries) if (fixed !== undefined || start !== undefined) this.known.add(index);
  }

  fromMoments(likelihood: Likelihood): void {
    const { distribution, parameterisation, args, outcome } = likelihood;
    if (!distribution.start) return;
    const [values = new Float64Array(0)] = evaluateColumns(this.bound.model.graph, [outcome.node], this.bound.columns, this.bound.used);
    const location = this.residualLocation(likelihood, values);
    const sample = sampleOf(values);
    const canonical = distribution.start(location ? { ...sample, sd: residualSpread(values, location) } : sample);
    const wanted = parameterisation.fromCanonical ? parameterisation.fromCanonical(canonical) : canonical;
    args.forEach((nodes, i) => nodes.length === 1 && this.setLevel(nodes[0] ?? -1, wanted[i] ?? NaN));
  }

  /** The start with the highest finite density among a few common levels for unknown entries, then with a level of its own for each of them. */
  best(logDensity: (x: Natural) => number): Natural {
    const open = this.bound.model.entries.filter(({ index }) => !this.known.has(index)).map(({ index }) => index);
    if (open.length === 0) return this.x;
    let best = { x: this.x, value: -Infinity };
    const consider = (x: Natural): void => {
      const value = logDensity(x);
      if (value > best.value) best = { x, value };
    };
    for (const level of LEVELS) consider(this.atLevel(open, level));
    if (open.length > MOST_SEPARATE || open.length === 1 || hasOneMaximum(this.bound.model, this.target)) return best.x;
    for (let round = 0; round < 2; round++) {
      for (const index of open)
        for (const level of LEVELS) consider(best.x.map((value, i) => (i === index ? this.inside(index, level) : value)));
    }
    return best.x;
  }

  private atLevel(open: readonly number[], level: number): Natural {
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

  private setLevel(node: number, value: number): void {
    const found = this.bound.model.graph.node(node);
    const source = found.kind === 'variable' ? this.bound.model.variables[found.index] : undefined;
    if (!source || !Number.isFinite(value)) return;
    if (source.kind === 'scalar') this.set(source.entry, value);
    else if (source.kind === 'gather') for (const entry of source.entries) this.set(entry, value);
    else source.entries.forEach((entry, j) => this.set(entry, source.labels[j] === 'Intercept' ? value : 0));
  }

  private set(entry: number, value: number): void {
    if (entry < 0 || this.known.has(entry)) return;
    this.known.add(entry);
    this.x[entry] = this.inside(entry, value);
  }

  private support(entry: number): Support {
    const found = this.bound.model.entries[entry];
    return (this.target === 'map' ? found?.mapSupport : found?.support) ?? { lower: -Infinity, upper: Infinity };
  }

  /** A value moved strictly inside the support. */
  private inside(entry: number, value: number): number {
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
    return isOpen ? this.leastSquares(found.index, variable, values) : undefined;
  }

  /** An expression's values where every parameter in it has a start of the user's; undefined where one has none. */
  private valuesAtStart(node: number): Float64Array | undefined {
    const { model, columns, used, variables } = this.bound;
    const inner = model.graph.reachable([node]).map((id) => model.graph.node(id));
    const involved = inner.flatMap((each) => (each.kind === 'variable' ? (variables[each.index] ?? []) : []));
    const isKnown = involved.every((variable) => variable.kind === 'scalar' && this.known.has(variable.parameter));
    if (!isKnown || involved.length === 0) return undefined;
    const given = variables.map((variable) =>
      new Float64Array(used).fill(variable.kind === 'scalar' ? (this.x[variable.parameter] ?? NaN) : NaN),
    );
    const [values] = evaluateColumns(model.graph, [node], columns, used, given);
    return values?.every(Number.isFinite) ? values : undefined;
  }

  private leastSquares(
    index: number,
    variable: Extract<BoundVariable, { kind: 'linear' }>,
    values: Float64Array,
  ): Float64Array | undefined {
    const basis = preparedOf(this.bound).basis(index);
    if (!basis) return undefined;
    const q = basis.design.length;
    const working = basis.design.map((column) => dot(column, values) / values.length);
    variable.parameters.forEach((entry, i) => {
      this.set(entry, dot(basis.inverse.subarray(i * q, i * q + q), Float64Array.from(working)));
    });
    const fitted = new Float64Array(values.length);
    basis.design.forEach((column, j) => addScaled(fitted, working[j] ?? 0, column));
    return fitted;
  }
}

/** A plain value inside a support: 0 on the line, 1 from the bound of a half-line, the middle of an interval. */
function middle({ lower, upper }: Support): number {
  if (Number.isFinite(lower)) return Number.isFinite(upper) ? (lower + upper) / 2 : lower + 1;
  return Number.isFinite(upper) ? upper - 1 : 0;
}
