import type { Curvature, Evaluation } from '../../kernel/kernel.js';
import type { Basis } from '../../leastSquares/orthogonal.js';
import { type EntryIndex, entryOf } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Transform } from '../../transforms/transform.js';
import { type JointBlock, pullBack } from './jointBlocks.js';

/** A point in the coordinates that the optimiser works in. */
export type Working = Float64Array;
/** A value for every entry of the model, on the scale that the user sees. */
export type Natural = Float64Array;

/** The coefficients of a linear predictor in the coordinates of its orthogonal basis. */
export interface Block {
  readonly basis: Basis;
  /** Entries of the coefficients, in the order of the design's columns. */
  readonly entries: Int32Array;
}

/** A natural entry as an affine function of working coordinates: coordinate(x) = row · w. `natural` inverts `coordinate`. */
export interface Axis {
  readonly row: Float64Array;
  coordinate(x: number): number;
  natural(t: number): number;
}

/**
 * Three coordinate systems of one point: natural (as reported, all entries), kernel (as the likelihood kernel reads them: coefficients of a
 * block in its basis), and working (free entries only, unconstrained).
 */
export class Coordinates {
  /** Coordinates that differ from their entry: among many weights these are few. */
  private readonly bent: readonly number[];

  constructor(
    /** Entry of each working coordinate. */
    readonly free: readonly EntryIndex[],
    private readonly transforms: readonly Transform[],
    private readonly blocks: readonly Block[],
    /** Values of the held entries; NaN for the free ones. */
    private readonly held: Natural,
    /** Entries that constrain each other. */
    private readonly joint: readonly JointBlock[] = [],
  ) {
    this.bent = transforms.flatMap((transform, a) => (transform.name === 'identity' || transform.name === 'jointly' ? [] : [a]));
  }

  kernelFromWorking(w: Working): Float64Array {
    const k = this.held.slice();
    const { free } = this;
    for (let a = 0; a < free.length; a++) k[free[a] as number] = w[a] as number;
    for (const a of this.bent) k[free[a] as number] = this.transforms[a]?.natural(at(w, a)) ?? NaN;
    for (const block of this.joint) block.transform.natural(block.coordinatesOf(w)).forEach((value, i) => block.setEntry(k, i, value));
    return k;
  }

  naturalFromKernel(k: Float64Array): Natural {
    const x = k.slice();
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      entries.forEach((index, i) => {
        let sum = basis.origin?.[i] ?? 0;
        for (let j = i; j < q; j++) sum += (basis.inverse[i * q + j] as number) * (k[entries[j] as number] as number);
        x[index] = sum;
      });
    }
    return x;
  }

  /** Back substitution in each block. */
  kernelFromNatural(x: Natural): Float64Array {
    const k = Float64Array.from(x);
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      for (let i = q - 1; i >= 0; i--) {
        let rest = (x[entries[i] as number] as number) - (basis.origin?.[i] ?? 0);
        for (let j = i + 1; j < q; j++) rest -= (basis.inverse[i * q + j] as number) * (k[entries[j] as number] as number);
        k[entries[i] as number] = rest / (basis.inverse[i * q + i] as number);
      }
    }
    return k;
  }

  workingFromKernel(k: Float64Array): Working {
    const w = Float64Array.from(this.free, (index, a) => this.transforms[a]?.unconstrained(at(k, index)) ?? NaN);
    for (const block of this.joint) {
      block.transform.unconstrained(block.entriesOf(k)).forEach((value, j) => (w[at(block.coordinates, j)] = value));
    }
    return w;
  }

  /** Value, gradient and Hessian over the kernel's coordinates as those over working ones. */
  toWorking(evaluation: Evaluation, w: Working, curvature: Curvature): Evaluation {
    for (const block of this.joint) pullBack(evaluation, block, w, this.free, curvature);
    const { value, gradient, hessian } = evaluation;
    if (hessian.length === 0) return { value, gradient: this.gradientToWorking(gradient, w), hessian };
    const n = this.free.length;
    const size = this.held.length;
    const slopes = this.transforms.map((transform, a) => transform.derivatives(at(w, a)));
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

  private gradientToWorking(gradient: Float64Array, w: Working): Float64Array {
    const { free } = this;
    const g = new Float64Array(free.length);
    for (let a = 0; a < free.length; a++) g[a] = gradient[free[a] as number] as number;
    for (const a of this.bent) g[a] = (g[a] as number) * (this.transforms[a]?.derivatives(at(w, a))[0] ?? NaN);
    return g;
  }

  /** Gradient and Hessian over natural entries as those over the kernel's coordinates, in place. */
  toKernel({ gradient, hessian }: Evaluation): void {
    const size = gradient.length;
    for (const { basis, entries } of this.blocks) {
      transposedProduct(gradient, entries, 0, 1, basis.inverse);
      if (hessian.length === 0) continue;
      for (let row = 0; row < size; row++) transposedProduct(hessian, entries, row * size, 1, basis.inverse);
      for (let column = 0; column < size; column++) transposedProduct(hessian, entries, column, size, basis.inverse);
    }
  }

  /** Σ log |dx/dw| of the transforms and bases. */
  logJacobian(w: Working): number {
    const diagonal = ({ basis, entries }: Block): number[] =>
      Array.from(entries, (_, j) => Math.log(Math.abs(at(basis.inverse, j * entries.length + j))));
    const own = this.transforms.map((transform, a) => transform.logJacobian(at(w, a)));
    const joint = this.joint.map((block) => block.transform.logJacobian(block.coordinatesOf(w)));
    return [...own, ...this.blocks.flatMap(diagonal), ...joint].reduce((a, b) => a + b, 0);
  }

  /** First and second derivatives of each coordinate's log |dx/dw|; those of a basis are 0. */
  jacobianSlopes(w: Working): (readonly [number, number])[] {
    const slopes = this.transforms.map((transform, a) => transform.jacobianSlopes(at(w, a)));
    for (const { transform, coordinates, coordinatesOf } of this.joint) {
      transform.jacobianSlopes(coordinatesOf(w)).forEach((pair, j) => (slopes[at(coordinates, j)] = pair));
    }
    return slopes;
  }

  /** ∂x/∂w at w: rows are free entries, columns working coordinates (row-major). */
  jacobian(w: Working): Float64Array {
    const n = this.free.length;
    const result = new Float64Array(n * n);
    const position = new Map(this.free.map((index, a) => [index, a]));
    this.transforms.forEach((transform, a) => (result[a * n + a] = transform.derivatives(at(w, a))[0]));
    for (const { basis, entries } of this.blocks) {
      const q = entries.length;
      const places = Array.from(entries, (index) => position.get(entryOf(index)) ?? 0);
      places.forEach((row, i) => places.forEach((column, j) => (result[row * n + column] = at(basis.inverse, i * q + j))));
    }
    for (const block of this.joint) block.independentRows(w, n).forEach((row, j) => result.set(row, at(block.coordinates, j) * n));
    return result;
  }

  /** Coordinates that are logs of increments of ordered entries, each with the entry at the upper end. */
  get steps(): { coordinate: number; entry: EntryIndex }[] {
    return this.joint.flatMap((block) => block.steps);
  }

  /** Entries that follow from the free ones, each with its row of ∂x/∂w. */
  dependent(w: Working): { entry: EntryIndex; row: Float64Array }[] {
    return this.joint.flatMap((block) => block.dependentRows(w, this.free.length));
  }

  /** Free entries that are their own coordinate: no transform and no basis comes between. */
  get asWritten(): readonly EntryIndex[] {
    const inBlocks = new Set(this.blocks.flatMap(({ entries }) => [...entries]));
    return this.free.filter((entry, a) => this.transforms[a]?.name === 'identity' && !inBlocks.has(entry));
  }

  /** Free entries that are a function of one coordinate of their own. */
  get transformed(): readonly EntryIndex[] {
    return this.free.filter((_, a) => !['identity', 'jointly'].includes(this.transforms[a]?.name ?? ''));
  }

  axis(entry: EntryIndex): Axis {
    const row = new Float64Array(this.free.length);
    const own = this.free.indexOf(entry);
    const block = this.blocks.find(({ entries }) => entries.includes(entry));
    if (!block) {
      row[own] = 1;
      const transform = this.joint.find(({ anchor }) => anchor === entry)?.transform.alone ?? this.transforms[own];
      return { row, coordinate: (x) => transform?.unconstrained(x) ?? x, natural: (t) => transform?.natural(t) ?? t };
    }
    const q = block.entries.length;
    const i = block.entries.indexOf(entry);
    block.entries.forEach((other, j) => (row[this.free.indexOf(entryOf(other))] = at(block.basis.inverse, i * q + j)));
    const origin = block.basis.origin?.[i] ?? 0;
    return { row, coordinate: (x) => x - origin, natural: (t) => t + origin };
  }
}

/** v ← Bᵀ v for the entries of a block, v[i] standing at offset + stride · entry; B is upper triangular. */
function transposedProduct(values: Float64Array, entries: Int32Array, offset: number, stride: number, basis: Float64Array): void {
  const q = entries.length;
  for (let j = q - 1; j >= 0; j--) {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += (values[offset + stride * (entries[i] as number)] as number) * (basis[i * q + j] as number);
    values[offset + stride * (entries[j] as number)] = sum;
  }
}
