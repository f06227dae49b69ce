/** A number with its first derivatives with respect to some parameters, and the lower triangle (row-major, P × P) of the second ones. */
export interface Jet {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** The first derivatives of a variable: those at `indices`, as many as `count` says; and all second ones, where they are not 0. */
export interface Slopes {
  count: number;
  indices: Int32Array;
  values: Float64Array;
  hessian?: Float64Array | undefined;
}

/** Values of a node's own derivatives with respect to its variables, one per row of the tile; undefined where they are 0. */
export interface LocalDerivatives {
  readonly slopes: readonly Slopes[];
  readonly gradient: readonly (Float64Array | undefined)[];
  /** hessian[a][b] for b ≤ a. */
  readonly hessian: readonly (readonly (Float64Array | undefined)[])[];
}

/** Derivatives of all parameters: 0 for a fresh jet, of order 0, 1 or 2. */
export function emptyJet(size: number, order: number): Jet {
  return {
    value: 0,
    gradient: new Float64Array(order >= 1 ? size : 0),
    hessian: new Float64Array(order === 2 ? size * size : 0),
  };
}

/**
 * Adds the derivatives of f(v(θ)) by θ, for one row, by the chain rule: ∂f = Σ fₐ ∂vₐ and ∂²f = Σ fₐ ∂²vₐ + Σ fₐᵦ ∂vₐ ∂vᵦᵀ. What `into` has no
 * room for is left out.
 */
export function addDerivatives(into: Jet, local: LocalDerivatives, row: number): void {
  const { gradient, hessian } = into;
  const size = gradient.length;
  if (size === 0) return;
  for (let a = 0; a < local.slopes.length; a++) {
    const slopes = local.slopes[a] as Slopes;
    const slope = local.gradient[a]?.[row] ?? 0;
    if (slope !== 0) addFirst(gradient, slopes, slope);
    if (hessian.length === 0) continue;
    if (slope !== 0 && slopes.hessian) addScaled(hessian, slopes.hessian, slope);
    const own = local.hessian[a] ?? [];
    for (let b = 0; b < own.length; b++) {
      const curvature = own[b]?.[row] ?? 0;
      if (curvature !== 0) addProduct(hessian, size, slopes, local.slopes[b] as Slopes, curvature, a === b);
    }
  }
}

function addFirst(gradient: Float64Array, { count, indices, values }: Slopes, slope: number): void {
  for (let k = 0; k < count; k++) (gradient[indices[k] as number] as number) += slope * (values[k] as number);
}

function addScaled(into: Float64Array, values: Float64Array, factor: number): void {
  for (let k = 0; k < into.length; k++) (into[k] as number) += factor * (values[k] as number);
}

/** Adds c · u vᵀ to the lower triangle, and its transpose with it unless u and v are the same variable's. */
function addProduct(hessian: Float64Array, size: number, u: Slopes, v: Slopes, c: number, isSquare: boolean): void {
  for (let k = 0; k < u.count; k++) {
    const p = u.indices[k] as number;
    const scaled = c * (u.values[k] as number);
    if (scaled === 0) continue;
    const last = isSquare ? k + 1 : v.count;
    for (let l = 0; l < last; l++) {
      const q = v.indices[l] as number;
      const product = scaled * (v.values[l] as number);
      const index = p >= q ? p * size + q : q * size + p;
      (hessian[index] as number) += p === q && !isSquare ? 2 * product : product;
    }
  }
}
