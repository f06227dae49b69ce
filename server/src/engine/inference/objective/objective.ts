import { OutOfTime } from '../../kernel/clock.js';
import { type Cancellation, type Curvature, type Evaluation, type Kernel, neverCancelled, type Order } from '../../kernel/kernel.js';
import { interpret } from '../../terms/interpreter.js';
import type { NodeId } from '../../ir/graph.js';
import type { BoundModel } from '../../bind/bind.js';
import { ownEntries } from '../../model/bound.js';
import { latentSize } from '../../bind/latentLevels.js';
import { type EntryIndex, entryOf } from '../../model/entryIndex.js';
import type { Prior, Target } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import type { Support } from '../../transforms/support.js';
import type { KinkPenalty } from '../../optimise/minimisationProblem.js';
import { jointly, type Transform, transformFor } from '../../transforms/transform.js';
import { type Axis, type Block, Coordinates, type Natural, type Working } from './coordinates.js';
import { jointBlocksOf } from './jointParameters.js';
import { preparedOf } from './prepared.js';
import { kinkOf, priorTerm, tiltTerms } from './priorTerms.js';
import { rowValues } from './rowValues.js';

export type { Natural, Working } from './coordinates.js';
export { priorTerm } from './priorTerms.js';

/** Above the error of a Hessian whose columns are differences of gradients. */
const DIFFERENCED = 1e-6;

/**
 * The log-likelihood (MLE) or log-posterior (MAP) as a function of unconstrained working coordinates: bounded parameters go through their
 * transform, coefficients of a linear predictor through an orthogonal basis. Derivatives are exact.
 */
export class Objective {
  readonly dimension: number;
  /** Entry of each working coordinate. */
  readonly free: readonly EntryIndex[];
  readonly penalties: readonly KinkPenalty[];
  /** Whether coefficients are their own coordinates: no basis of the design comes between. */
  readonly isPlain: boolean;
  private readonly coordinates: Coordinates;
  private readonly likelihood: Kernel;
  private readonly prior: Kernel | undefined;
  private readonly penaltyConstant: number;

  constructor(
    readonly bound: BoundModel,
    readonly target: Target,
    /** Values of the entries that are held, by index; all others are free. */
    readonly held: ReadonlyMap<EntryIndex, number>,
    readonly cancellation: Cancellation = neverCancelled,
    /** An entry that binds others and is to be a function of one working coordinate. */
    anchor?: EntryIndex,
    /** How often the data count: the likelihood of as many copies of the rows. */
    private readonly copies = 1,
    /** Entries that go through another transform than their support has. */
    readonly scales: ReadonlyMap<EntryIndex, Transform> = new Map(),
  ) {
    const { entries, priors } = bound.model;
    const joint = jointBlocksOf(bound.model, held, anchor);
    this.free = joint.free;
    this.dimension = this.free.length;
    const kinked = target === 'map' ? priors.filter(kinkOf) : [];
    const smooth = target === 'map' ? priors.filter((prior) => !kinkOf(prior)) : [];
    this.penalties = kinked.flatMap((prior) => this.penaltiesOf(prior));
    this.penaltyConstant = sum(kinked.flatMap((prior) => prior.entries.map(() => kinkOf(prior)?.logHeight ?? NaN)));
    const terms = [...smooth.map(priorTerm), ...kinked.flatMap(tiltTerms)];
    this.prior = terms.length > 0 ? interpret(terms, entries.length) : undefined;
    const transforms = this.free.map((index) => (joint.bound.has(index) ? jointly : this.transformOf(index)));
    const orthogonal = this.orthogonalVariables(transforms, new Set(kinked.flatMap((prior) => prior.entries)));
    const values = Float64Array.from(entries, ({ index }) => held.get(index) ?? NaN);
    this.coordinates = new Coordinates(this.free, transforms, [...orthogonal.values()], values, joint.blocks);
    this.likelihood = preparedOf(bound, cancellation).likelihood([...orthogonal.keys()]);
    this.isPlain = orthogonal.size === 0;
  }

  /** The relative error of second derivatives, where these are differences; else undefined. */
  get hessianError(): number | undefined {
    return this.bound.latents.length > 0 ? DIFFERENCED : undefined;
  }

  /** The same objective over the same rows, under a model with other priors and another cancellation. */
  over(bound: BoundModel, cancellation: Cancellation): Objective {
    return new Objective(bound, this.target, this.held, cancellation);
  }

  /** Minus the objective without its kinks, for the optimiser; order 1 without a Hessian. */
  readonly evaluate = (w: Working, curvature: Curvature = 'exact', order: 1 | 2 = 2): Evaluation => {
    const k = this.coordinates.kernelFromWorking(w);
    const own = this.repeat(this.evaluateLikelihood(k, order, curvature));
    if (this.prior) this.addPrior(own, this.prior.evaluate(this.coordinates.naturalFromKernel(k), order));
    const { value, gradient, hessian } = this.coordinates.toWorking(own, w, curvature);
    return { value: -(value + this.penaltyConstant), gradient: negate(gradient), hessian: negate(hessian) };
  };

  /** Log-likelihood at a natural point. */
  logLikelihood(x: Natural): number {
    return this.copies * this.evaluateLikelihood(this.coordinates.kernelFromNatural(x), 0, 'exact').value;
  }

  /** Log-prior at a natural point, kinks included; 0 for the MLE. */
  logPrior(x: Natural): number {
    const kinks = sum(this.penalties.map(({ index, location, weight }) => -weight * Math.abs(at(x, at(this.free, index)) - location)));
    return (this.prior?.evaluate(x, 0).value ?? 0) + kinks + this.penaltyConstant;
  }

  /** The whole log-density (kinks included) at a working point. */
  logDensity(w: Working): number {
    return this.density(this.natural(w));
  }

  natural(w: Working): Natural {
    return this.coordinates.naturalFromKernel(this.coordinates.kernelFromWorking(w));
  }

  working(x: Natural): Working {
    return this.coordinates.workingFromKernel(this.coordinates.kernelFromNatural(x));
  }

  /** Values of a node of the model's graph for the first used rows, or for all. */
  rowValues(node: NodeId, w: Working, rows = this.bound.used): Float64Array {
    const x = this.natural(w);
    return rowValues(this.bound, [node], x, rows, neverCancelled, () => this.latentValues(x))[0] ?? new Float64Array(rows);
  }

  /** The latent values that are most probable given the data and the parameters; 0 where there is no maximum. */
  private latentValues(x: Natural): Float64Array {
    return preparedOf(this.bound, this.cancellation).marginal?.modeAt(x, this.cancellation)?.u ?? new Float64Array(latentSize(this.bound));
  }

  /** Σ log |dx/dw| of the transforms and bases. */
  logJacobian(w: Working): number {
    return this.coordinates.logJacobian(w);
  }

  /** First and second derivatives of each coordinate's log |dx/dw|. */
  jacobianSlopes(w: Working): (readonly [number, number])[] {
    return this.coordinates.jacobianSlopes(w);
  }

  /** A function of natural entries, by its value and derivatives there, as one of working coordinates. Takes the evaluation's arrays. */
  inWorking(natural: Evaluation, w: Working): Evaluation {
    this.coordinates.toKernel(natural);
    return this.coordinates.toWorking(natural, w, 'exact');
  }

  /** ∂x/∂w at w: rows are free entries, columns working coordinates (row-major). */
  jacobian(w: Working): Float64Array {
    return this.coordinates.jacobian(w);
  }

  /** Where an entry may lie: for the MAP also by its prior. */
  supportOf(entry: EntryIndex): Support {
    const found = this.bound.model.entries[entry];
    return (this.target === 'map' ? found?.mapSupport : found?.support) ?? { lower: -Infinity, upper: Infinity };
  }

  /** The whole log-density (kinks included) at a natural point. */
  density(x: Natural): number {
    return this.logLikelihood(x) + this.logPrior(x);
  }

  /** Whether an entry is a share of a whole. */
  isShare(entry: EntryIndex): boolean {
    return this.bound.model.groups.some(({ kind, entries }) => kind === 'simplex' && entries.includes(entry));
  }

  /** A natural point with another value for an entry; what shares a whole with it makes up for that. */
  place(x: Natural, entry: EntryIndex, value: number): Natural {
    const result = Float64Array.from(x);
    result[entry] = value;
    const whole = this.bound.model.groups.find(({ kind, entries }) => kind === 'simplex' && entries.includes(entry));
    const others = whole?.entries.filter((other) => other !== entry && !this.held.has(other)) ?? [];
    const rest = 1 - at(x, entry);
    for (const other of rest > 0 ? others : []) result[other] = (at(x, other) * (1 - value)) / rest;
    return result;
  }

  /** Coordinates that are logs of increments of ordered entries, each with the entry at the upper end. */
  get steps(): { coordinate: number; entry: EntryIndex }[] {
    return this.coordinates.steps;
  }

  /** Entries that follow from the free ones, each with its row of ∂x/∂w. */
  dependent(w: Working): { entry: EntryIndex; row: Float64Array }[] {
    return this.coordinates.dependent(w);
  }

  /** Free entries that are their own coordinate: no transform and no basis comes between. */
  get asWritten(): readonly EntryIndex[] {
    return this.coordinates.asWritten;
  }

  /** Free entries that are a function of one coordinate of their own. */
  get transformed(): readonly EntryIndex[] {
    return this.coordinates.transformed;
  }

  /** A natural entry as a linear function of working coordinates. */
  axis(entry: EntryIndex): Axis {
    return this.coordinates.axis(entry);
  }

  /** Not a number where time is over before derivatives have been computed. */
  private evaluateLikelihood(k: Float64Array, order: Order, curvature: Curvature): Evaluation {
    try {
      return this.likelihood.evaluate(k, order, this.cancellation, curvature);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const n = k.length;
      return { value: NaN, gradient: new Float64Array(n).fill(NaN), hessian: new Float64Array(order === 2 ? n * n : 0).fill(NaN) };
    }
  }

  private repeat({ value, gradient, hessian }: Evaluation): Evaluation {
    const { copies } = this;
    if (copies === 1) return { value, gradient, hessian };
    const times = (each: number): number => copies * each;
    return { value: copies * value, gradient: gradient.map(times), hessian: hessian.map(times) };
  }

  /** Adds a prior evaluated on the natural scale to derivatives in the kernel's coordinates. */
  private addPrior(into: Evaluation, prior: Evaluation): void {
    this.coordinates.toKernel(prior);
    into.value += prior.value;
    for (let i = 0; i < prior.gradient.length; i++) into.gradient[i] = (into.gradient[i] as number) + (prior.gradient[i] as number);
    for (let i = 0; i < prior.hessian.length; i++) into.hessian[i] = (into.hessian[i] as number) + (prior.hessian[i] as number);
  }

  private penaltiesOf(prior: Prior): KinkPenalty[] {
    const kink = kinkOf(prior);
    return prior.entries.flatMap((entry) => {
      const index = this.free.indexOf(entry);
      return index < 0 || !kink ? [] : [{ index, location: kink.location, weight: kink.weight }];
    });
  }

  private transformOf(index: EntryIndex): Transform {
    return this.scales.get(index) ?? transformFor(this.supportOf(index));
  }

  /** A basis, by variable, for each linear predictor whose coefficients occur nowhere else and are free and unbounded. */
  private orthogonalVariables(transforms: readonly Transform[], kinked: ReadonlySet<EntryIndex>): Map<number, Block> {
    const { model, variables } = this.bound;
    const uses = useCounts(model.variables.map(ownEntries));
    const unbounded = new Set(this.free.filter((_, a) => transforms[a]?.name === 'identity'));
    const blocks = new Map<number, Block>();
    variables.forEach((variable, index) => {
      if (variable.kind !== 'linear') return;
      const isAlone = Array.from(variable.parameters, entryOf).every(
        (entry) => unbounded.has(entry) && uses.get(entry) === 1 && !kinked.has(entry),
      );
      const basis = isAlone ? preparedOf(this.bound, this.cancellation).basis(index) : undefined;
      if (basis) blocks.set(index, { basis, entries: variable.parameters });
    });
    return blocks;
  }
}

/** The same array with its numbers negated. */
function negate(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = -(values[i] as number);
  return values;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function useCounts(uses: readonly (readonly EntryIndex[])[]): Map<EntryIndex, number> {
  const counts = new Map<EntryIndex, number>();
  for (const entry of uses.flat()) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return counts;
}
