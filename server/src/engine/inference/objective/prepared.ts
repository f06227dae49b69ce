import { type BoundVariable, type Cancellation, type Kernel, neverCancelled, type Term } from '../../kernel/kernel.js';
import { compileKernel } from '../../terms/compile.js';
import { isWellConditioned } from '../../leastSquares/gram.js';
import { type Basis, type OrthogonalDesign, orthogonalise } from '../../leastSquares/orthogonal.js';
import { ReducedLikelihood } from '../../leastSquares/reduced.js';
import { remembering } from '../../kernel/remembering.js';
import { levelSquares } from '../../latent/levelSquares.js';
import type { MarginalKernel } from '../../latent/marginal.js';
import { marginalKernel } from '../../latent/latentKernel.js';
import type { BoundModel } from '../../bind/bind.js';
import { working, workingsOf } from '../../model/workings.js';
import { likelihoodTerms } from '../../bind/likelihoodTerms.js';
import { thin } from '../../bind/thin.js';

/** Rows times squared columns from which a well-conditioned design is used as it is: its orthogonal columns would be as much data again. */
const LARGE = 1e5;
/** Designs with more columns than this are used as they are: there is no Hessian for them either. */
const MOST_ORTHOGONAL = 3000;
/** Rows that tell whether a design is well-conditioned. */
const SAMPLE = 8000;

/** What depends only on a model and its data, computed when first needed and shared by all objectives over them. */
class Prepared {
  private readonly designs = new Map<number, OrthogonalDesign | undefined>();
  private readonly reductions = new Map<number, ReducedLikelihood | undefined>();
  private readonly kernels = new Map<string, Kernel>();
  private readonly marginals = new Map<true, MarginalKernel>();

  constructor(
    private readonly bound: BoundModel,
    /** The cancellation of the first fit that needs the preparation: what is cut short is not kept. */
    private cancellation: Cancellation,
  ) {}

  during(cancellation: Cancellation): this {
    this.cancellation = cancellation;
    return this;
  }

  /** The likelihood statement as a sum of squares, where it is one. */
  reduction(index: number): ReducedLikelihood | undefined {
    return this.once(this.reductions, index, () => ReducedLikelihood.of(this.bound, index, this.cancellation));
  }

  /** The orthogonal basis of the linear predictor `variable`; undefined where it has none or needs none. */
  basis(variable: number): Basis | undefined {
    const reduced = this.bound.model.likelihoods.map((_, index) => this.reduction(index)).find((each) => each?.predictor === variable);
    return reduced ? reduced.basis : this.orthogonal(variable);
  }

  /** The compiled log-likelihood with these variables in the coordinates of their bases. */
  likelihood(orthogonal: readonly number[]): Kernel {
    return this.once(this.kernels, orthogonal.join(), () => this.compile(new Set(orthogonal)));
  }

  /** The log-likelihood with its latent values integrated out, in the parameters as written; undefined where the model has none. */
  get marginal(): MarginalKernel | undefined {
    const { bound } = this;
    if (bound.latents.length === 0) return undefined;
    return this.once(this.marginals, true, () => this.integrate(likelihoodTerms(bound), bound.variables));
  }

  private orthogonal(given: number): OrthogonalDesign | undefined {
    const variable = this.firstAlike(given);
    return this.once(this.designs, variable, () => {
      const source = this.bound.variables[variable];
      if (source?.kind !== 'linear' || source.design.length > Math.min(this.bound.used, MOST_ORTHOGONAL)) return undefined;
      const work = this.bound.used * source.design.length ** 2;
      const isGood = work > LARGE && this.isGood(variable);
      return isGood || this.cancellation.cancelled ? undefined : orthogonalise(source, this.cancellation);
    });
  }

  /** The first predictor with the same columns: the classes of a softmax have one design. */
  private firstAlike(variable: number): number {
    const { variables } = this.bound;
    const own = variables[variable];
    if (own?.kind !== 'linear') return variable;
    return variables.findIndex(
      (each) =>
        each.kind === 'linear' && each.design.length === own.design.length && each.design.every((column, j) => column === own.design[j]),
    );
  }

  /** Some of the rows decide; all of them where these do not suffice. */
  private isGood(variable: number): boolean {
    const some = this.bound.used > SAMPLE ? thin(this.bound, SAMPLE) : this.bound;
    return [some, this.bound].some(({ variables: { [variable]: source } }) =>
      source?.kind === 'linear' ? isWellConditioned(source.design, this.cancellation) : false,
    );
  }

  private compile(orthogonal: ReadonlySet<number>): Kernel {
    const variables = this.bound.variables.map((variable, index): BoundVariable => {
      const basis = variable.kind === 'linear' && orthogonal.has(index) ? this.orthogonalDesign(index) : undefined;
      return variable.kind === 'linear' && basis ? { ...variable, design: basis.design } : variable;
    });
    const terms = likelihoodTerms(this.bound, variables).map((term, index) => {
      const reduced = this.reduction(index);
      return reduced ? reduced.term(reduced.predictor !== undefined && orthogonal.has(reduced.predictor)) : term;
    });
    const hasLatents = this.bound.latents.length > 0;
    const kernel = hasLatents ? this.integrate(terms, variables) : compileKernel(terms, this.bound.model.entries.length);
    return this.bound.inputs ? kernel : remembering(kernel);
  }

  /** Normal statements with few coefficients per level reduce to a few rows per level. */
  private integrate(terms: readonly Term[], variables: readonly BoundVariable[]): MarginalKernel {
    const { likelihoods } = this.bound.model;
    const reduced = terms.map((term, index) => {
      const likelihood = likelihoods[index];
      return (likelihood && levelSquares(this.bound, likelihood, variables)) ?? term;
    });
    return marginalKernel(this.bound, reduced, variables);
  }

  private orthogonalDesign(variable: number): OrthogonalDesign | undefined {
    const isReduced = this.bound.model.likelihoods.some((_, index) => this.reduction(index)?.predictor === variable);
    return isReduced ? undefined : this.orthogonal(variable);
  }

  private once<K, V>(known: Map<K, V>, key: K, make: () => V): V {
    const old = known.get(key);
    if (old !== undefined || known.has(key)) return old as V;
    const value = make();
    if (!this.cancellation.cancelled) known.set(key, value);
    return value;
  }
}

const preparation = working<Prepared>('kernels, bases and reductions');

/** The preparation of a model over its data; `cancellation` ends what has to be computed. */
export function preparedOf(bound: BoundModel, cancellation: Cancellation = neverCancelled): Prepared {
  return workingsOf(bound)
    .once(preparation, () => new Prepared(bound, cancellation))
    .during(cancellation);
}
