import type { NodeId } from '../ir/graph.js';
import { opsOf } from '../ir/ops.js';
import { substitute } from '../ir/substitute.js';
import type { BoundModel } from '../model/bind.js';
import { dot, multiply, symmetricEigen } from '../optimise/eigen.js';
import { minimise } from '../optimise/minimise.js';
import type { LocalModel, Solution } from '../optimise/problem.js';
import { Objective, type Working } from './objective.js';
import { problemOf } from './search.js';

/** A maximum at kinks of the likelihood: the rows that lie on them hold the point. */
export interface NonSmoothResult {
  readonly solution: Solution;
  /** Gradients, in working coordinates, of the absolute values that are 0 at the point. */
  readonly active: readonly Float64Array[];
}

const STAGES = 8;
/** Residuals below this share of their typical size lie on the kink. */
const ON_KINK = 1e-5;

/** The absolute values of parameters in the likelihood, such as a Laplace density has: nodes of their arguments. */
export function likelihoodKinks(bound: BoundModel): NodeId[] {
  const { graph, likelihoods, targets } = bound.model;
  const roots = [...likelihoods, ...targets].map(({ root }) => root);
  const dependsOnParameters = (id: NodeId): boolean => graph.reachable([id]).some((inner) => graph.node(inner).kind === 'variable');
  return graph.reachable(roots).flatMap((id) => (graph.argumentsOf(id, 'abs') ?? []).filter(dependsOnParameters));
}

/**
 * Maximises a likelihood with absolute values: |r| is first smoothed to √(r² + ε²) with ε → 0 (Madsen & Nielsen, SIAM J. Optim. 3, 1993);
 * the rows whose r then vanishes are held at r = 0 and the rest, smooth with its signs fixed, is solved by Newton's method on the Lagrangian.
 */
export function maximiseNonSmooth(objective: Objective, start: Working, kinks: readonly NodeId[], deadline: number): NonSmoothResult {
  const typical = typicalSize(objective, start, kinks);
  const rough = smoothed(objective, start, typical, deadline);
  const pinned = new Pinned(objective, rough.point, kinks, ON_KINK * typical);
  const point = pinned.solve(rough.point);
  const value = -objective.logDensity(point);
  const better = value <= rough.value + 1e-9 * (1 + Math.abs(rough.value));
  const solution = { ...rough, point: better ? point : rough.point, value, local: pinned.local(point), decrement: pinned.residual, slow: false };
  const status = rough.status === 'cancelled' || rough.status === 'time-limit' ? rough.status : better ? 'converged' : 'max-iterations';
  return { solution: { ...solution, status }, active: pinned.active(point) };
}

/** The likelihood with every |r| replaced; columns and inputs may be added. */
function variant(objective: Objective, replace: (r: NodeId) => NodeId, extra: Partial<BoundModel>): Objective {
  const { bound, target, held, cancellation } = objective;
  const { graph } = bound.model;
  const likelihoods = bound.model.likelihoods.map((each) => ({
    ...each,
    root: substitute(graph, each.root, 'abs', ([r = 0], id) => (graph.reachable([r]).some((inner) => graph.node(inner).kind === 'variable') ? replace(r) : id)),
  }));
  return new Objective({ ...bound, ...extra, model: { ...bound.model, likelihoods } }, target, held, cancellation);
}

function smoothed(objective: Objective, start: Working, typical: number, deadline: number): Solution {
  const o = opsOf(objective.bound.model.graph);
  const inputs = new Float64Array(1);
  const smooth = variant(objective, (r) => o.sqrt(o.add(o.mul(r, r), o.mul(o.graph.input(0), o.graph.input(0)))), { inputs });
  let point = start;
  let solution: Solution | undefined;
  for (let stage = 1; stage <= STAGES; stage++) {
    inputs[0] = typical * 10 ** -stage;
    solution = minimise(problemOf(smooth, deadline), point);
    if (solution.status === 'cancelled' || solution.status === 'time-limit' || solution.status === 'non-finite') break;
    point = solution.point;
  }
  if (!solution) throw new Error('smoothing has no stages');
  return { ...solution, value: -objective.logDensity(solution.point) };
}

/** Median of |r| over all rows and kinks at a point; 1 where all are 0. */
function typicalSize(objective: Objective, point: Working, kinks: readonly NodeId[]): number {
  const sizes = Float64Array.from(kinks.flatMap((node) => [...objective.rowValues(node, point)].map(Math.abs))).sort();
  return sizes[Math.floor(sizes.length / 2)] || 1;
}

/** The objective with the signs of all |r| fixed, and those on the kink held at 0. */
class Pinned {
  residual = 0;
  private readonly smooth: Objective;
  private readonly single: Objective;
  /** Row and kink that `single` is about. */
  private readonly selected = new Float64Array(2);
  /** Which row of which kink is held. */
  private readonly heldRows: readonly { readonly kink: number; readonly row: number }[];

  constructor(
    private readonly objective: Objective,
    point: Working,
    private readonly kinks: readonly NodeId[],
    limit: number,
  ) {
    const { bound } = objective;
    const o = opsOf(bound.model.graph);
    const values = kinks.map((node) => objective.rowValues(node, point));
    this.heldRows = values.flatMap((r, kink) => [...r].flatMap((value, row) => (Math.abs(value) <= limit ? [{ kink, row }] : [])));
    const signs = values.map((r) => r.map((value) => (Math.abs(value) <= limit ? 0 : Math.sign(value))));
    const first = bound.columns.length + 1; // the weights may stand at the first free slot
    const rowNumbers = Float64Array.from({ length: bound.used }, (_, row) => row);
    const columns = [...bound.columns, bound.weights ?? rowNumbers, ...signs, rowNumbers];
    this.smooth = variant(objective, (r) => o.mul(o.graph.column(first + Math.max(kinks.indexOf(r), 0)), r), { columns });
    const isRow = o.equal(o.graph.column(first + kinks.length), o.graph.input(0));
    const chosen = (r: NodeId, k: number): NodeId => o.mul(o.mul(isRow, o.equal(o.graph.input(1), o.num(k))), r);
    const root = kinks.map(chosen).reduce((a, b) => o.add(a, b));
    const model = { ...bound.model, likelihoods: [], targets: [{ root, span: { from: 0, to: 0 } }], priors: [] };
    const { weights: _unweighted, ...unweighted } = bound;
    this.single = new Objective({ ...unweighted, columns, model, inputs: this.selected }, 'mle', objective.held);
  }

  local(point: Working): LocalModel {
    return this.smooth.evaluate(point);
  }

  /** Gradients of the held absolute values. */
  active(point: Working): Float64Array[] {
    return this.heldRows.map(({ kink, row }) => {
      this.selected.set([row, kink]);
      return this.single.evaluate(point).gradient.map((value) => -value);
    });
  }

  /** Newton's method on the Lagrangian of the smooth rest under r = 0 on the held rows. */
  solve(start: Working): Working {
    let point = start;
    for (let i = 0; i < 20; i++) {
      const step = this.step(point);
      const size = Math.max(...step.map(Math.abs)) / (Math.max(...point.map(Math.abs)) + Number.MIN_VALUE);
      point = point.map((w, k) => w + (step[k] ?? 0));
      this.residual = size * size;
      if (!(size > 1e-14)) break;
    }
    return point;
  }

  /** First onto the kinks by the shortest way, then a Newton step along them. */
  private step(point: Working): Float64Array {
    const { gradient, hessian } = this.local(point);
    const n = gradient.length;
    const rows = this.active(point);
    const r = Float64Array.from(this.heldRows, ({ kink, row }) => -(this.objective.rowValues(this.kinks[kink] ?? 0, point)[row] ?? 0));
    const shares = pseudoSolve(gram(rows), r);
    const onto = Float64Array.from({ length: n }, (_, i) => rows.reduce((sum, row, k) => sum + (row[i] ?? 0) * (shares[k] ?? 0), 0));
    const slope = multiply(hessian, onto).map((value, i) => -(value + (gradient[i] ?? 0)));
    const free = freeDirections(rows, n);
    const reduced = gram(free, free.map((direction) => multiply(hessian, direction)));
    const along = pseudoSolve(reduced, Float64Array.from(free, (direction) => dot(direction, slope)));
    return onto.map((value, i) => value + free.reduce((sum, direction, k) => sum + (direction[i] ?? 0) * (along[k] ?? 0), 0));
  }
}

/** Shares of the largest eigenvalue below this count as 0. */
const NULL = 1e-12;

/** An orthonormal basis of the directions that keep all held rows on their kink. */
export function freeDirections(active: readonly Float64Array[], n: number): Float64Array[] {
  const square = Float64Array.from({ length: n * n }, (_, k) => active.reduce((sum, row) => sum + (row[Math.floor(k / n)] ?? 0) * (row[k % n] ?? 0), 0));
  const { values, vectors } = symmetricEigen(square, n);
  const limit = NULL * Math.max(values.at(-1) ?? 0, 0);
  return vectors.filter((_, k) => (values[k] ?? 0) <= limit);
}

/** Inner products of the vectors of a with those of b (row-major). */
function gram(a: readonly Float64Array[], b: readonly Float64Array[] = a): Float64Array {
  return Float64Array.from(a.flatMap((left) => b.map((right) => dot(left, right))));
}

/** The shortest solution of a symmetric system; directions of eigenvalue 0 are left alone. */
function pseudoSolve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  if (n === 0) return right;
  const { values, vectors } = symmetricEigen(matrix, n);
  const limit = NULL * Math.max(...values.map(Math.abs));
  const result = new Float64Array(n);
  vectors.forEach((vector, k) => {
    if (Math.abs(values[k] ?? 0) <= limit) return;
    const share = dot(vector, right) / (values[k] ?? 1);
    for (let i = 0; i < n; i++) result[i] = (result[i] as number) + share * (vector[i] as number);
  });
  return result;
}
