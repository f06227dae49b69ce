import { differentiate } from '../autodiff/differentiate.js';
import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import type { BoundVariable, Cancellation, Kernel, LatentVariable, Term } from '../kernel/kernel.js';
import { compileKernel } from '../terms/compile.js';
import { variablesAmong } from '../kernel/below.js';
import { at } from '../numeric/at.js';
import { PatternBuilder, type SparsePattern } from './sparse/pattern.js';

/** A latent variable of a term with the index of its graph variable. */
interface Member {
  readonly index: number;
  readonly bound: LatentVariable;
}

/** Where in the point of the joint kernel each part begins. */
interface Places {
  readonly values: number;
  readonly directions: number;
  readonly weights: number;
  readonly end: number;
}

/** What F is differentiated by: directions and weights, latent values, or parameters. */
type Asked = 'curvature' | 'values' | 'parameters';

/** These sums are taken thousands of times in a fit: generated code pays sooner than elsewhere. */
const COMPILED_ROWS = 100;

/** A joint log-density at a point, with its derivatives with respect to the latent values. */
export interface JointValue {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Minus the second derivatives, as an array of the pattern. */
  readonly precision: Float64Array;
}

/**
 * The joint log-density h(θ, u) of data and latent values as a kernel of its own. Its terms read two further sets of numbers, which are 0 unless
 * they are used: with d a direction for each latent value and S a weight for each entry of the pattern of ∂²h/∂u²,
 *
 *   F(θ, u, d, S) = h + dᵀ ∂h/∂u + ½ tr(S ∂²h/∂u²).
 *
 * The gradient of F with respect to d and S gives the derivatives with respect to u; that with respect to u and θ, with the right d and S, gives the
 * third-derivative terms in the gradient of Laplace's approximation. So every sum over rows is an ordinary kernel, generated code and threads included.
 */
export class JointDensity {
  readonly pattern: SparsePattern;
  /** Whether h is a quadratic function of the latent values: Laplace's approximation is exact. */
  readonly isQuadratic: boolean;
  private readonly kernels: Readonly<Record<Asked, Kernel>>;
  private readonly builder: PatternBuilder;
  private readonly places: Places;

  constructor(
    terms: readonly Term[],
    private readonly parameters: number,
    readonly size: number,
    /** Pairs of latent values whose covariance is needed although no term reads both. */
    pairs: readonly (readonly [LatentVariable, LatentVariable])[] = [],
  ) {
    const builder = new PatternBuilder(size);
    const parts = terms.map((term) => partOf(term, builder));
    for (const [a, b] of pairs) positionsOf(a, b, builder);
    this.builder = builder;
    this.pattern = builder.pattern;
    const directions = parameters + size;
    const weights = directions + size;
    this.places = { values: parameters, directions, weights, end: weights + size + this.pattern.rows.length };
    this.isQuadratic = parts.every(({ curvatures, members, term }) =>
      curvatures.every(({ node }) => {
        const below = variablesAmong(term.graph, term.graph.reachable([node]));
        return !members.some(({ index }) => below.includes(index));
      }),
    );
    const ended = parts.map((part) => extend(part, this.places));
    const kernelFor = (asked: Asked): Kernel =>
      compileKernel(
        ended.map((each) => termFor(each, asked)),
        this.places.end,
        COMPILED_ROWS,
      );
    this.kernels = { curvature: kernelFor('curvature'), values: kernelFor('values'), parameters: kernelFor('parameters') };
  }

  /** The place of the entry of two latent values in an array of the pattern. */
  position(a: number, b: number): number {
    return this.builder.position(a, b);
  }

  /** h and its derivatives with respect to u at (θ, u). NaN where it is cancelled. */
  at(theta: Float64Array, u: Float64Array, cancellation: Cancellation): JointValue {
    const { directions, weights } = this.places;
    const { value, gradient } = this.kernels.curvature.evaluate(this.point(theta, u), 1, cancellation);
    const precision = gradient.slice(weights);
    for (let k = 0; k < precision.length; k++) precision[k] = (k < this.size ? -2 : -1) * at(precision, k);
    return { value, gradient: gradient.slice(directions, weights), precision };
  }

  /** ½ ∂ tr(S ∂²h/∂u²)/∂u, given the ∂h/∂u that comes with it. */
  skewness(theta: Float64Array, u: Float64Array, inverse: Float64Array, slope: Float64Array, cancellation: Cancellation): Float64Array {
    const point = this.point(theta, u);
    point.set(inverse, this.places.weights);
    const { gradient } = this.kernels.values.evaluate(point, 1, cancellation);
    return gradient.slice(this.places.values, this.places.directions).map((each, i) => each - at(slope, i));
  }

  /** ∂F/∂θ. */
  slope(theta: Float64Array, u: Float64Array, direction: Float64Array, inverse: Float64Array, cancellation: Cancellation): Float64Array {
    const point = this.point(theta, u);
    point.set(direction, this.places.directions);
    point.set(inverse, this.places.weights);
    return this.kernels.parameters.evaluate(point, 1, cancellation).gradient.slice(0, this.parameters);
  }

  private point(theta: Float64Array, u: Float64Array): Float64Array {
    const point = new Float64Array(this.places.end);
    point.set(theta);
    point.set(u, this.places.values);
    return point;
  }
}

/** A term with its derivatives with respect to the latent variables in it. */
interface Part {
  readonly term: Term;
  readonly members: readonly Member[];
  readonly slopes: readonly (NodeId | undefined)[];
  readonly curvatures: readonly Curvature[];
}

/** One second derivative; `map[codes[row]]` is its position in the pattern. */
interface Curvature {
  readonly node: NodeId;
  readonly isSquare: boolean;
  readonly map: Int32Array;
  readonly codes: Float64Array;
}

function partOf(term: Term, builder: PatternBuilder): Part {
  const { graph, root, variables } = term;
  const members = variablesAmong(graph, graph.reachable([root])).flatMap((index): Member[] => {
    const bound = variables[index];
    return bound?.kind === 'latent' ? [{ index, bound }] : [];
  });
  const nodes = members.map(({ index }) => graph.variable(index));
  const { gradient, hessian } = differentiate(graph, root, nodes);
  const curvatures = members.flatMap((a, i) =>
    members.slice(0, i + 1).flatMap((b, j): Curvature[] => {
      const node = hessian[i]?.[j];
      return node === undefined ? [] : [{ node, isSquare: i === j, ...positionsOf(a.bound, b.bound, builder) }];
    }),
  );
  return { term, members, slopes: gradient, curvatures };
}

/** Positions in the pattern of two latent variables together: by level where they share a column of levels, otherwise by pair of levels. */
function positionsOf(a: LatentVariable, b: LatentVariable, builder: PatternBuilder): Pick<Curvature, 'map' | 'codes'> {
  if (a.codes === b.codes) {
    const map = a.map.map((own, code) => (own < 0 ? -1 : builder.position(own, at(b.map, code))));
    return { map, codes: a.codes };
  }
  const ids = new Map<number, number>();
  const positions: number[] = [];
  const codes = a.codes.map((code, row) => {
    const [first, second] = [at(a.map, code), at(b.map, at(b.codes, row))];
    const key = first * builder.size + second;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, positions.length);
    return positions.push(builder.position(first, second)) - 1;
  });
  return { map: Int32Array.from(positions), codes };
}

/** The term of F, and its variables by role. */
interface Extended {
  readonly term: Term;
  readonly variables: Readonly<Record<Asked, ReadonlySet<number>>>;
}

const termFor = ({ term, variables }: Extended, asked: Asked): Term => ({ ...term, wanted: variables[asked] });

/** Latent values, directions and weights are read as indexed parameters. */
function extend({ term, members, slopes, curvatures }: Part, places: Places): Extended {
  const o = opsOf(term.graph);
  const variables = [...term.variables];
  const shifted = (map: Int32Array, by: number): Int32Array => map.map((own) => (own < 0 ? -1 : own + by));
  const added = (map: Int32Array, codes: Float64Array): NodeId =>
    term.graph.variable(variables.push({ kind: 'gather', map, codes } satisfies BoundVariable) - 1);
  let root = term.root;
  members.forEach(({ index, bound }, i) => {
    variables[index] = { kind: 'gather', map: shifted(bound.map, places.values), codes: bound.codes };
    const slope = slopes[i];
    if (slope !== undefined) root = o.add(root, o.mul(added(shifted(bound.map, places.directions), bound.codes), slope));
  });
  for (const { node, isSquare, map, codes } of curvatures) {
    const weight = added(shifted(map, places.weights), codes);
    root = o.add(root, o.mul(isSquare ? o.mul(o.num(0.5), weight) : weight, node));
  }
  const values = new Set(members.map(({ index }) => index));
  const given = [...term.variables.keys()].filter((index) => !values.has(index));
  const own = [...variables.keys()].slice(term.variables.length);
  return {
    term: { graph: term.graph, root, rows: term.rows, columns: term.columns, inputs: term.inputs, variables },
    variables: { curvature: new Set(own), values, parameters: new Set(given) },
  };
}
