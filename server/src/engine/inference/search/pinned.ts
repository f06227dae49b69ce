import { multiply } from '../../numeric/eigen.js';
import type { NodeId } from '../../ir/graph.js';
import { type Ops, opsOf } from '../../ir/ops.js';
import type { BoundModel } from '../../model/bound.js';
import { at } from '../../numeric/at.js';
import type { KinkPenalty, LocalModel } from '../../optimise/minimisationProblem.js';
import { withoutKinks } from '../objective/kinks.js';
import { Objective, type Working } from '../objective/objective.js';
import { combine, freeDirections, gram, pseudoSolve } from '../../numeric/subspace.js';

/** A row of the data and an absolute value of the likelihood. */
interface HeldRow {
  readonly kink: number;
  readonly row: number;
}

/** The objective with the signs of all |r| fixed, and those on the kink held at 0. */
export class Pinned {
  residual = 0;
  private readonly smooth: Objective;
  private readonly single: Objective;
  /** Row and kink that `single` is about. */
  private readonly selected = new Float64Array(2);
  /** Which row of which kink is held. */
  private readonly heldRows: readonly HeldRow[];
  /** Priors whose parameter lies on their kink. */
  private readonly heldPriors: readonly KinkPenalty[];

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
    const first = bound.columns.length + 1; // the weights may be in the first free slot
    const places = Float64Array.from({ length: bound.used }, (_, row) => row);
    const columns = [...bound.columns, bound.weights ?? places, ...signs, places];
    this.smooth = withoutKinks(objective, (r) => o.mul(o.graph.column(first + Math.max(kinks.indexOf(r), 0)), r), { columns });
    this.single = this.singleRow(o, columns);
    this.heldPriors = objective.penalties.filter(({ index, location }) => point[index] === location);
  }

  /** The sum over the rows of one r alone: its derivatives are those of the row and kink in `selected`. */
  private singleRow(o: Ops, columns: readonly Float64Array[]): Objective {
    const { model, rows, used, variables, observations } = this.objective.bound;
    const isRow = o.equal(o.graph.column(columns.length - 1), o.graph.input(0));
    const chosen = (r: NodeId, k: number): NodeId => o.mul(o.mul(isRow, o.equal(o.graph.input(1), o.num(k))), r);
    const root = this.kinks.map(chosen).reduce((a, b) => o.add(a, b));
    const alone = { ...model, likelihoods: [], targets: [{ root, span: { from: 0, to: 0 } }] };
    const bound: BoundModel = { model: alone, rows, used, variables, latents: [], observations, columns, inputs: this.selected };
    return new Objective(bound, this.objective.target, this.objective.held);
  }

  /** The smooth rest; a prior with a kink counts by its slope where the point is off the kink. */
  local(point: Working): LocalModel {
    const { value, gradient, hessian } = this.smooth.evaluate(point);
    for (const { index, location, weight } of this.objective.penalties) {
      gradient[index] = at(gradient, index) + weight * Math.sign(at(point, index) - location);
    }
    return { value, gradient, hessian };
  }

  /** Gradients of the held absolute values: of rows, and of priors at their kink. */
  active(point: Working): Float64Array[] {
    const priors = this.gradientOf(point, { row: -1, kink: -1 });
    const rows = this.heldRows.map((held) => this.gradientOf(point, held).map((value, i) => at(priors, i) - value));
    return [...rows, ...this.heldPriors.map(({ index }) => Float64Array.from(point, (_, i) => (i === index ? 1 : 0)))];
  }

  private gradientOf(point: Working, { row, kink }: HeldRow): Float64Array {
    this.selected.set([row, kink]);
    return this.single.evaluate(point).gradient;
  }

  /** Newton's method on the Lagrangian of the smooth rest under r = 0 on the held rows. */
  solve(start: Working): Working {
    let point = start;
    for (let i = 0; i < 20; i++) {
      const step = this.step(point);
      const size = Math.max(...step.map(Math.abs)) / (Math.max(...point.map(Math.abs)) + Number.MIN_VALUE);
      point = point.map((w, k) => w + at(step, k));
      this.residual = size * size;
      if (!(size > 1e-14)) break;
    }
    for (const { index, location } of this.heldPriors) point[index] = location;
    return point;
  }

  /** First onto the kinks by the shortest way, then a Newton step along them. */
  private step(point: Working): Float64Array {
    const { gradient, hessian } = this.local(point);
    const n = gradient.length;
    const rows = this.active(point);
    const onto = combine(rows, pseudoSolve(gram(rows), this.distances(point)), n);
    const slope = multiply(hessian, onto).map((value, i) => -(value + at(gradient, i)));
    const free = freeDirections(rows, n);
    const images = free.map((direction) => multiply(hessian, direction));
    const along = combine(free, pseudoSolve(gram(free, images), gram(free, [slope])), n);
    return onto.map((value, i) => value + at(along, i));
  }

  /** What the held r still lack to 0. */
  private distances(point: Working): Float64Array {
    const values = this.kinks.map((node) => this.objective.rowValues(node, point));
    const rows = this.heldRows.map(({ kink, row }) => -(values[kink]?.[row] ?? 0));
    return Float64Array.of(...rows, ...this.heldPriors.map(({ index, location }) => location - at(point, index)));
  }
}
