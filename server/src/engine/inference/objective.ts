import type { BoundVariable, Cancellation, Curvature, Evaluation, Kernel, Order, Term } from '../kernel/kernel.js';
import { neverCancelled } from '../kernel/kernel.js';
import { interpret } from '../kernel/interpreter.js';
import { fillVariable } from '../kernel/machine.js';
import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import { type BoundModel, likelihoodTerms } from '../model/bind.js';
import type { Prior } from '../model/model.js';
import { type Basis, orthogonalise } from '../model/orthogonal.js';
import type { KinkPenalty } from '../optimise/problem.js';
import { type Transform, transformFor } from '../transforms/transform.js';

export type Target = 'mle' | 'map';

/** A point in the coordinates that the optimiser works in. */
export type Working = Float64Array;
/** A value for every entry of the model, on the scale that the user sees. */
export type Natural = Float64Array;

interface Block {
  readonly basis: Basis;
  /** Entries of the coefficients, in the order of the design's columns. */
  readonly entries: Int32Array;
}

/**
 * The log-likelihood (MLE) or log-posterior (MAP) as a function of unconstrained working coordinates: bounded parameters go through their
 * transform, coefficients of a linear predictor through an orthogonal basis. Derivatives are exact.
 */
export class Objective {
  readonly dimension: number;
  /** Entry of each working coordinate. */
  readonly free: readonly number[];
  readonly penalties: readonly KinkPenalty[];
  private readonly transforms: readonly Transform[];
  private readonly blocks: readonly Block[];
  private readonly likelihood: Kernel;
  private readonly prior: Kernel | undefined;
  private readonly penaltyConstant: number;
  private readonly fixed: Natural;

  constructor(
    readonly bound: BoundModel,
    readonly target: Target,
    /** Values of the entries that are held, by index; all others are free. */
    readonly held: ReadonlyMap<number, number>,
    readonly cancellation: Cancellation = neverCancelled,
  ) {
    const { entries, priors } = bound.model;
    this.fixed = Float64Array.from(entries, ({ index }) => held.get(index) ?? NaN);
    this.free = entries.filter(({ index }) => !held.has(index)).map(({ index }) => index);
    this.dimension = this.free.length;
    const kinked = target === 'map' ? priors.filter(isKink) : [];
    const smooth = target === 'map' ? priors.filter((prior) => !isKink(prior)) : [];
    const supports = entries.map((entry) => (target === 'map' ? entry.mapSupport : entry.support));
    this.transforms = this.free.map((index) => transformFor(supports[index] ?? { lower: -Infinity, upper: Infinity }));
    this.penalties = this.kinkPenalties(kinked);
    this.penaltyConstant = sum(kinked.flatMap((prior) => prior.entries.map(() => logNormaliser(prior))));
    this.blocks = this.orthogonalBlocks(new Set(kinked.flatMap((prior) => prior.entries)));
    this.likelihood = interpret(likelihoodTerms(bound, this.workingVariables()), entries.length);
    this.prior = smooth.length > 0 ? interpret(smooth.map(priorTerm), entries.length) : undefined;
  }

  /** Minus the objective without its kinks, for the optimiser. */
  readonly evaluate = (w: Working, curvature: Curvature = 'exact'): Evaluation => {
    const result = this.derivatives(w, 2, curvature);
    for (let i = 0; i < result.gradient.length; i++) result.gradient[i] = -(result.gradient[i] as number);
    for (let i = 0; i < result.hessian.length; i++) result.hessian[i] = -(result.hessian[i] as number);
    result.value = -result.value;
    return result;
  };

  /** Log-likelihood at a natural point. */
  logLikelihood(x: Natural): number {
    return this.likelihood.evaluate(this.kernelPoint(x), 0, this.cancellation).value;
  }

  /** Log-prior at a natural point, kinks included; 0 for the MLE. */
  logPrior(x: Natural): number {
    const kinks = sum(this.penalties.map(({ index, location, weight }) => -weight * Math.abs((x[this.free[index] ?? -1] ?? NaN) - location)));
    return (this.prior?.evaluate(x, 0).value ?? 0) + kinks + this.penaltyConstant;
  }

  /** The whole log-density (kinks included) at a working point. */
  logDensity(w: Working): number {
    const x = this.natural(w);
    return this.logLikelihood(x) + this.logPrior(x);
  }

  natural(w: Working): Natural {
    return this.fromKernel(this.kernelFromWorking(w));
  }

  working(x: Natural): Working {
    const k = this.kernelPoint(x);
    return Float64Array.from(this.free, (index, a) => this.transforms[a]?.unconstrained(k[index] ?? NaN) ?? NaN);
  }

  /** Values of a node of the model's graph for all used rows. */
  rowValues(node: NodeId, w: Working): Float64Array {
    const { model, columns, used, variables } = this.bound;
    const x = this.natural(w);
    const given = variables.map((variable) => {
      const buffer = new Float64Array(used);
      if (variable.kind === 'scalar') buffer.fill(x[variable.parameter] ?? NaN);
      else fillVariable(variable, buffer, x, 0, used);
      return buffer;
    });
    return evaluateColumns(model.graph, [node], columns, used, given)[0] ?? new Float64Array(used);
  }

  /** Σ log |dx/dw| of the transforms and bases. */
  logJacobian(w: Working): number {
    const bases = this.blocks.map(({ basis, entries }) => sum(Array.from(entries, (_, j) => Math.log(Math.abs(basis.inverse[j * entries.length + j] ?? NaN)))));
    return sum(this.transforms.map((transform, a) => transform.logJacobian(w[a] ?? NaN))) + sum(bases);
  }

  /** ∂x/∂w at w: rows are free entries, columns working coordinates (row-major). */
  jacobian(w: Working): Float64Array {
    const n = this.dimension;
    const result = new Float64Array(n * n);
    const position = new Map(this.free.map((index, a) => [index, a]));
    this.transforms.forEach((transform, a) => (result[a * n + a] = transform.derivatives(w[a] ?? NaN)[0]));
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      const at = Array.from(entries, (index) => position.get(index) ?? 0);
      at.forEach((row, i) => at.forEach((column, j) => (result[row * n + column] = basis.inverse[i * q + j] ?? 0)));
    }
    return result;
  }

  /**
   * A natural entry as a linear function of working coordinates: coordinate(x) = row · w. `natural` inverts `coordinate`.
   */
  axis(entry: number): { readonly row: Float64Array; coordinate(x: number): number; natural(t: number): number } {
    const row = new Float64Array(this.dimension);
    const own = this.free.indexOf(entry);
    const block = this.blocks.find(({ entries }) => entries.includes(entry));
    if (!block) {
      row[own] = 1;
      const transform = this.transforms[own];
      return { row, coordinate: (x) => transform?.unconstrained(x) ?? x, natural: (t) => transform?.natural(t) ?? t };
    }
    const q = block.entries.length;
    const i = block.entries.indexOf(entry);
    block.entries.forEach((other, j) => (row[this.free.indexOf(other)] = block.basis.inverse[i * q + j] ?? 0));
    return { row, coordinate: (x) => x, natural: (t) => t };
  }

  /** Value, gradient and Hessian of the smooth part in working coordinates. */
  private derivatives(w: Working, order: Order, curvature: Curvature): Evaluation {
    const k = this.kernelFromWorking(w);
    const own = this.likelihood.evaluate(k, order, this.cancellation, curvature);
    if (this.prior) this.addPrior(own, this.prior.evaluate(this.fromKernel(k), order));
    own.value += this.penaltyConstant;
    return this.toWorking(own, w, curvature);
  }

  /** Adds a prior evaluated on the natural scale to derivatives in the kernel's coordinates. */
  private addPrior(into: Evaluation, prior: Evaluation): void {
    const size = prior.gradient.length;
    for (const { basis, entries } of this.blocks) transformBlock(prior, size, entries, basis.inverse);
    into.value += prior.value;
    for (let i = 0; i < size; i++) into.gradient[i] = (into.gradient[i] as number) + (prior.gradient[i] as number);
    for (let i = 0; i < size * size; i++) into.hessian[i] = (into.hessian[i] as number) + (prior.hessian[i] as number);
  }

  private toWorking({ value, gradient, hessian }: Evaluation, w: Working, curvature: Curvature): Evaluation {
    const n = this.dimension;
    const size = this.fixed.length;
    const slopes = this.transforms.map((transform, a) => transform.derivatives(w[a] ?? NaN));
    const g = new Float64Array(n);
    const h = new Float64Array(n * n);
    this.free.forEach((p, a) => {
      const [first, second] = slopes[a] ?? [1, 0];
      g[a] = (gradient[p] as number) * first;
      this.free.forEach((r, b) => (h[a * n + b] = (hessian[p * size + r] as number) * first * (slopes[b]?.[0] ?? 1)));
      if (second !== 0 && curvature === 'exact') h[a * n + a] = (h[a * n + a] as number) + (gradient[p] as number) * second;
    });
    return { value, gradient: g, hessian: h };
  }

  private kernelFromWorking(w: Working): Float64Array {
    const k = Float64Array.from(this.fixed);
    this.free.forEach((index, a) => (k[index] = this.transforms[a]?.natural(w[a] ?? NaN) ?? NaN));
    return k;
  }

  private fromKernel(k: Float64Array): Natural {
    const x = Float64Array.from(k);
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      entries.forEach((index, i) => (x[index] = sum(Array.from(entries, (other, j) => (basis.inverse[i * q + j] ?? 0) * (k[other] ?? NaN)))));
    }
    return x;
  }

  /** Kernel coordinates of a natural point: back substitution in each block. */
  private kernelPoint(x: Natural): Float64Array {
    const k = Float64Array.from(x);
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      for (let i = q - 1; i >= 0; i--) {
        let rest = x[entries[i] as number] as number;
        for (let j = i + 1; j < q; j++) rest -= (basis.inverse[i * q + j] as number) * (k[entries[j] as number] as number);
        k[entries[i] as number] = rest / (basis.inverse[i * q + i] as number);
      }
    }
    return k;
  }

  private kinkPenalties(priors: readonly Prior[]): KinkPenalty[] {
    return priors.flatMap((prior) => prior.entries.flatMap((entry) => {
      const index = this.free.indexOf(entry);
      return index < 0 ? [] : [{ index, ...kinkOf(prior) }];
    }));
  }

  /** A basis for each linear predictor whose coefficients stand nowhere else and are free and unbounded. */
  private orthogonalBlocks(kinked: ReadonlySet<number>): Block[] {
    const { model, variables } = this.bound;
    const isFree = new Set(this.free);
    const uses = new Map<number, number>();
    for (const source of model.variables) for (const entry of source.kind === 'scalar' ? [source.entry] : source.entries) uses.set(entry, (uses.get(entry) ?? 0) + 1);
    const eligible = (entry: number): boolean =>
      isFree.has(entry) && uses.get(entry) === 1 && !kinked.has(entry) && this.transforms[this.free.indexOf(entry)]?.name === 'identity';
    return variables.flatMap((variable) => {
      if (variable.kind !== 'linear' || !variable.parameters.every(eligible)) return [];
      const basis = orthogonalise(variable);
      return basis ? [{ basis, entries: variable.parameters }] : [];
    });
  }

  private workingVariables(): BoundVariable[] {
    return this.bound.variables.map((variable) => {
      const block = variable.kind === 'linear' ? this.blocks.find(({ entries }) => entries === variable.parameters) : undefined;
      return block && variable.kind === 'linear' ? { ...variable, design: block.basis.design } : variable;
    });
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Laplace and L1 priors with numbers as arguments have their kink in one coordinate. */
function isKink({ distribution, constants }: Prior): boolean {
  return (distribution.name === 'Laplace' || distribution.name === 'L1') && constants !== undefined;
}

function kinkOf({ distribution, constants = [] }: Prior): { location: number; weight: number } {
  const [first = NaN, second = NaN] = constants;
  return distribution.name === 'L1' ? { location: 0, weight: first } : { location: first, weight: 1 / second };
}

/** log(weight / 2): what is left of the log-density at its kink. */
const logNormaliser = (prior: Prior): number => Math.log(kinkOf(prior).weight / 2);

export function priorTerm(prior: Prior): Term {
  const { graph, root, inputs, entries, others } = prior;
  const gather: BoundVariable = { kind: 'gather', map: Int32Array.from(entries), codes: Float64Array.from(entries, (_, i) => i) };
  const variables = [gather, ...others.map((parameter): BoundVariable => ({ kind: 'scalar', parameter }))];
  return { graph, root, rows: entries.length, columns: [], inputs: Float64Array.from(inputs), variables };
}

/** gradient ← Bᵀ gradient and hessian ← Bᵀ H B on the coordinates of one block. */
function transformBlock({ gradient, hessian }: Evaluation, size: number, entries: Int32Array, inverse: Float64Array): void {
  const q = entries.length;
  const apply = (read: (i: number) => number, write: (j: number, value: number) => void): void => {
    const old = Array.from(entries, (_, i) => read(i));
    for (let j = 0; j < q; j++) write(j, sum(old.map((value, i) => value * (inverse[i * q + j] ?? 0))));
  };
  apply((i) => gradient[entries[i] as number] as number, (j, value) => (gradient[entries[j] as number] = value));
  for (let row = 0; row < size; row++) {
    apply((i) => hessian[row * size + (entries[i] as number)] as number, (j, value) => (hessian[row * size + (entries[j] as number)] = value));
  }
  for (let column = 0; column < size; column++) {
    apply((i) => hessian[(entries[i] as number) * size + column] as number, (j, value) => (hessian[(entries[j] as number) * size + column] = value));
  }
}
