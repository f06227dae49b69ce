import { HALF_LOG_2PI } from '../numeric/quantiles.js';
import { opsOf } from '../ir/ops.js';
import type { BoundVariable, Cancellation, Term } from '../kernel/kernel.js';
import { type BoundModel, isData } from '../model/bound.js';
import type { EntryIndex } from '../model/entryIndex.js';
import { at } from '../numeric/at.js';
import type { Factor } from './factor.js';
import { factorise } from './factorise.js';
import { type Gaussian, gaussianForm } from './gaussian.js';
import type { Basis } from './orthogonal.js';

/** A Normal likelihood reduced to a few rows: one for each coefficient and one for the residual. */
export class ReducedLikelihood {
  private constructor(
    private readonly bound: BoundModel,
    private readonly index: number,
    private readonly form: Gaussian,
    private readonly factor: Factor,
  ) {}

  /** The likelihood statement `index` of a model; undefined where it is not a sum of squares, or after a cancellation. */
  static of(bound: BoundModel, index: number, cancellation: Cancellation): ReducedLikelihood | undefined {
    const likelihood = bound.model.likelihoods[index];
    const form = likelihood && gaussianForm(bound, likelihood);
    if (!form) return undefined;
    const factor = factorise(form.design, form.outcome, bound.weights, cancellation);
    return cancellation.cancelled || !Number.isFinite(factor.residual) ? undefined : new ReducedLikelihood(bound, index, form, factor);
  }

  /** The linear predictor that makes up the mean and that nothing else reads. */
  get predictor(): number | undefined {
    return this.form.alone;
  }

  /** Coefficients in units of the outcome, from the least-squares solution on. */
  get basis(): Basis | undefined {
    const { inverse, solution } = this.factor;
    const root = Math.sqrt(this.form.count);
    return inverse && { inverse: inverse.map((value) => value * root), origin: solution };
  }

  /** Least-squares estimates by entry, and the root mean square of the residuals. */
  get leastSquares(): { readonly values: ReadonlyMap<EntryIndex, number>; readonly spread: number } {
    const { entries, count } = this.form;
    const { solution, residual } = this.factor;
    return { values: new Map(entries.map((entry, j) => [entry, at(solution, j)])), spread: Math.sqrt(residual / count) };
  }

  /** −½ Σ (z/sd)² − count (log sd + ½ log 2π) + rest over the rows of R; with `isOrthogonal` the coefficients are those of the basis. */
  term(isOrthogonal: boolean): Term {
    const { bound, index, form } = this;
    const { model } = bound;
    const o = opsOf(model.graph);
    const variable = model.variables.length + index;
    const slot = model.columns.length + 1 + 3 * index;
    const [outcome, count, rest] = [model.graph.column(slot), model.graph.column(slot + 1), model.graph.column(slot + 2)];
    const coordinate = model.graph.variable(variable);
    const isGathered = isOrthogonal && form.entries.length >= MANY;
    const mean = isGathered ? o.mul(o.num(Math.sqrt(form.count)), coordinate) : coordinate;
    const z = o.div(o.sub(outcome, mean), form.sd);
    const size = o.mul(count, o.add(o.log(form.sd), o.num(HALF_LOG_2PI)));
    const root = o.add(o.sub(o.mul(o.num(-0.5), o.mul(z, z)), size), rest);
    const { own, numbers } = isGathered ? this.gatheredRows() : isOrthogonal ? this.orthogonalRows() : this.naturalRows();
    const columns = [...Array.from({ length: slot }, () => NONE), ...numbers];
    const variables = Array.from({ length: variable }, (_, i) => bound.variables[i] ?? UNUSED);
    const through = isData(model, form.sd) ? [mean] : [mean, form.sd];
    return { graph: model.graph, root, rows: form.entries.length + 1, columns, inputs, variables: [...variables, own], through };
  }

  private naturalRows(): Rows {
    const { r, solution } = this.factor;
    const q = solution.length;
    const design = Array.from({ length: q }, (_, j) => Float64Array.from({ length: q + 1 }, (__, i) => (i < q ? at(r, i * q + j) : 0)));
    const outcome = Float64Array.from({ length: q }, (_, i) => solution.reduce((sum, b, j) => sum + b * at(r, i * q + j), 0));
    return this.rows({ kind: 'linear', parameters: Int32Array.from(this.form.entries), design }, outcome);
  }

  private orthogonalRows(): Rows {
    const q = this.factor.solution.length;
    const root = Math.sqrt(this.form.count);
    const design = Array.from({ length: q }, (_, j) => new Float64Array(q + 1).fill(root, j, j + 1));
    return this.rows({ kind: 'linear', parameters: Int32Array.from(this.form.entries), design }, new Float64Array(q));
  }

  /** The same without a design: each row has one coordinate, the last none. */
  private gatheredRows(): Rows {
    const q = this.factor.solution.length;
    const own = {
      kind: 'gather' as const,
      map: Int32Array.of(...this.form.entries, -1),
      codes: Float64Array.from({ length: q + 1 }, (_, i) => i),
    };
    return this.rows(own, new Float64Array(q));
  }

  private rows(own: BoundVariable, outcome: Float64Array): Rows {
    const last = (value: number): Float64Array => Float64Array.of(...new Float64Array(outcome.length), value);
    const { count, rest } = this.form;
    return { own, numbers: [Float64Array.of(...outcome, Math.sqrt(this.factor.residual)), last(count), last(rest)] };
  }
}

interface Rows {
  readonly own: BoundVariable;
  /** Outcome, count and rest. */
  readonly numbers: Float64Array[];
}

/** From this many coefficients on, a design of as many columns costs more than it is worth. */
const MANY = 100;
const NONE = new Float64Array(0);
const UNUSED = { kind: 'scalar' as const, parameter: 0 };
const inputs = new Float64Array(0);
