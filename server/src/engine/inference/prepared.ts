import type { BoundVariable, Kernel } from '../kernel/kernel.js';
import { compileKernel } from '../kernel/wasm/compile.js';
import type { BoundModel } from '../model/bind.js';
import { type Basis, orthogonalise } from '../model/orthogonal.js';
import { likelihoodTerms } from '../model/terms.js';

/** What depends on a model and its data alone, worked out when first needed and shared by all objectives over them. */
class Prepared {
  private readonly bases = new Map<number, Basis | undefined>();
  private readonly kernels = new Map<string, Kernel>();

  constructor(private readonly bound: BoundModel) {}

  /** The orthogonal basis of the linear predictor `variable`; undefined where it has none. */
  basis(variable: number): Basis | undefined {
    const source = this.bound.variables[variable];
    if (source?.kind !== 'linear') return undefined;
    if (!this.bases.has(variable)) this.bases.set(variable, orthogonalise(source));
    return this.bases.get(variable);
  }

  /** The compiled log-likelihood with these variables in the coordinates of their bases. */
  likelihood(orthogonal: readonly number[]): Kernel {
    const key = orthogonal.join();
    const known = this.kernels.get(key) ?? this.compile(new Set(orthogonal));
    this.kernels.set(key, known);
    return known;
  }

  private compile(orthogonal: ReadonlySet<number>): Kernel {
    const variables = this.bound.variables.map((variable, index): BoundVariable => {
      const basis = variable.kind === 'linear' && orthogonal.has(index) ? this.basis(index) : undefined;
      return variable.kind === 'linear' && basis ? { ...variable, design: basis.design } : variable;
    });
    return compileKernel(likelihoodTerms(this.bound, variables), this.bound.model.entries.length);
  }
}

const known = new WeakMap<BoundModel, Prepared>();

export function preparedOf(bound: BoundModel): Prepared {
  const prepared = known.get(bound) ?? new Prepared(bound);
  known.set(bound, prepared);
  return prepared;
}
