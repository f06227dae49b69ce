import type { Sample } from '../distributions/distribution.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { BoundVariable } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bind.js';
import type { Likelihood, Support } from '../model/model.js';
import { orthogonalise } from '../model/orthogonal.js';
import type { Natural, Target } from './objective.js';

/** Levels tried for what the data give no hint on. */
const LEVELS = [0, 1, -1, 0.1, -0.1, 10, -10, 0.01, -0.01, 100, -100];

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
    const canonical = distribution.start(location ? shifted(values, location) : sampleOf(values));
    const wanted = parameterisation.fromCanonical ? parameterisation.fromCanonical(canonical) : canonical;
    args.forEach((nodes, i) => nodes.length === 1 && this.setLevel(nodes[0] ?? -1, wanted[i] ?? NaN));
  }

  /** The start with the highest finite density among a few common levels for unknown entries. */
  best(logDensity: (x: Natural) => number): Natural {
    const open = this.bound.model.entries.filter(({ index }) => !this.known.has(index));
    if (open.length === 0) return this.x;
    let best = { x: this.x, value: -Infinity };
    for (const level of LEVELS) {
      const x = Float64Array.from(this.x);
      for (const { index } of open) x[index] = this.inside(index, level);
      this.spreadIntercept(x, level);
      const value = logDensity(x);
      if (value > best.value) best = { x, value };
    }
    return best.x;
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
    return variable?.kind === 'linear' && variable.parameters.every((entry) => !this.known.has(entry)) ? this.leastSquares(variable, values) : undefined;
  }

  /** An expression's values where every parameter in it has a start of the user's; undefined where one has none. */
  private valuesAtStart(node: number): Float64Array | undefined {
    const { model, columns, used, variables } = this.bound;
    const inner = model.graph.reachable([node]).map((id) => model.graph.node(id));
    const involved = inner.flatMap((each) => (each.kind === 'variable' ? (variables[each.index] ?? []) : []));
    const isKnown = involved.every((variable) => variable.kind === 'scalar' && this.known.has(variable.parameter));
    if (!isKnown || involved.length === 0) return undefined;
    const given = variables.map((variable) => new Float64Array(used).fill(variable.kind === 'scalar' ? (this.x[variable.parameter] ?? NaN) : NaN));
    const [values] = evaluateColumns(model.graph, [node], columns, used, given);
    return values?.every(Number.isFinite) ? values : undefined;
  }

  private leastSquares(variable: Extract<BoundVariable, { kind: 'linear' }>, values: Float64Array): Float64Array | undefined {
    const basis = orthogonalise(variable);
    if (!basis) return undefined;
    const q = basis.design.length;
    const rows = values.length;
    const working = basis.design.map((column) => column.reduce((sum, c, k) => sum + c * (values[k] ?? 0), 0) / rows);
    variable.parameters.forEach((entry, i) => this.set(entry, working.reduce((sum, w, j) => sum + w * (basis.inverse[i * q + j] ?? 0), 0)));
    return Float64Array.from({ length: rows }, (_, k) => basis.design.reduce((sum, column, j) => sum + (column[k] ?? 0) * (working[j] ?? 0), 0));
  }
}

/** A plain value inside a support: 0 on the line, 1 from the bound of a half-line, the middle of an interval. */
function middle({ lower, upper }: Support): number {
  if (Number.isFinite(lower)) return Number.isFinite(upper) ? (lower + upper) / 2 : lower + 1;
  return Number.isFinite(upper) ? upper - 1 : 0;
}

/** The sample with the spread of its residuals. */
function shifted(values: Float64Array, location: Float64Array): Sample {
  const residuals = values.map((value, i) => value - (location[i] ?? 0));
  const spread = sampleOf(residuals);
  return { ...sampleOf(values), sd: Math.max(spread.sd, Number.MIN_VALUE) };
}

function sampleOf(values: Float64Array): Sample {
  const sorted = Float64Array.from(values).sort();
  const { mean, sd } = moments(values);
  const logs = moments(values.map((value) => Math.log(value)));
  const middleValue = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return {
    mean,
    sd: sd > 0 ? sd : Math.max(1e-8, Math.abs(mean) * 1e-8),
    median: middleValue,
    minimum: sorted[0] ?? NaN,
    maximum: sorted.at(-1) ?? NaN,
    meanLog: logs.mean,
    sdLog: logs.sd > 0 ? logs.sd : 1,
  };
}

/** Mean and standard deviation with divisor n, in two passes. */
function moments(values: Float64Array): { mean: number; sd: number } {
  const rough = values.reduce((a, b) => a + b, 0) / values.length;
  const mean = rough + values.reduce((sum, value) => sum + (value - rough), 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
