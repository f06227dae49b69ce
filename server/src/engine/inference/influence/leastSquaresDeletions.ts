import { type Gaussian, gaussianForm } from '../../leastSquares/gaussian.js';
import type { Cancellation } from '../../kernel/kernel.js';
import type { BoundModel } from '../../model/bound.js';
import { type EntryIndex, entryOf } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Natural } from '../objective/coordinates.js';
import { type Deletable, emptyDeletions, record, type RowDeletions } from './deletions.js';

/** A linear regression at its estimates. */
interface Regression {
  /** Positions of the free coefficients among the free entries, and the column of each. */
  readonly places: readonly number[];
  readonly design: readonly Float64Array[];
  readonly residuals: Float64Array;
  readonly sd: number;
  /** The standard deviation is estimated: its position among the free entries. */
  readonly scale: number | undefined;
}

/**
 * Cook's distance of a linear regression, exactly: (b − bᵢ)' X'X (b − bᵢ) / (p s²) = e² h / (p s² (1 − h)²) for the p coefficients, with the residual e, the
 * leverage h and s² = RSS/(n − p) (Cook, Technometrics 19, 1977; Cook & Weisberg, Residuals and Influence in Regression, 1982, §3.1), as R's `cooks.distance`. Undefined for
 * other models.
 */
export function leastSquaresDeletions(given: Deletable, stop: Cancellation): RowDeletions | undefined {
  const regression = regressionOf(given);
  if (!regression) return undefined;
  const { covariance, errors, mle } = given;
  const { places, design, residuals, sd, scale } = regression;
  const { free, dimension: n } = mle.objective;
  const [rows, p] = [residuals.length, places.length];
  const rss = residuals.reduce((sum, e) => sum + e * e, 0);
  const variance = scale === undefined ? sd * sd : rss / (rows - p);
  const found = emptyDeletions(rows, true);
  const change = new Float64Array(n);
  for (let row = 0; row < rows; row++) {
    if (row % BLOCK === 0 && stop.cancelled) break;
    change.fill(0);
    // (X'X)⁻¹ is the covariance of the coefficients over the variance.
    places.forEach((a, i) =>
      places.forEach((b) => (change[b] = at(change, b) + (at(at(design, i), row) * at(covariance, a * n + b)) / (sd * sd))),
    );
    const leverage = places.reduce((sum, a, i) => sum + at(change, a) * at(at(design, i), row), 0);
    const rest = 1 - leverage;
    if (!(rest > ALONE)) continue;
    const e = at(residuals, row);
    places.forEach((a) => (change[a] = (at(change, a) * e) / rest));
    if (scale !== undefined) change[scale] = sd - Math.sqrt(Math.max(rss - (e * e) / rest, 0) / (rows - 1));
    record(found, row, (e * e * leverage) / (p * variance * rest * rest), change, { errors, free });
  }
  return found;
}

/** Rows between two looks at a cancel flag. */
const BLOCK = 4096;
/** A row with a leverage this close to 1 determines a coefficient alone. */
const ALONE = 1e-9;

function regressionOf({ bound, mle, positions }: Deletable): Regression | undefined {
  const form = onlyForm(bound);
  const deviation = form && deviationOf(bound, form, mle.natural);
  if (!form || !deviation || form.entries.some((own) => own === deviation.entry)) return undefined;
  const scale = deviation.entry === undefined ? -1 : at(positions, deviation.entry);
  const columns = form.entries.map((own, j) => ({ place: at(positions, own), column: at(form.design, j) }));
  const free = columns.filter(({ place }) => place >= 0);
  const residuals = form.outcome.map((y, row) =>
    form.entries.reduce((rest, own, j) => rest - at(mle.natural, own) * at(at(form.design, j), row), y),
  );
  const isWhole = free.length + (scale < 0 ? 0 : 1) === mle.objective.dimension;
  if (free.length === 0 || !isWhole || (scale >= 0 && residuals.length <= free.length)) return undefined;
  return {
    places: free.map(({ place }) => place),
    design: free.map(({ column }) => column),
    residuals,
    sd: deviation.value,
    scale: scale < 0 ? undefined : scale,
  };
}

/** The one statement of a model without weights as a sum of squares. */
function onlyForm(bound: BoundModel): Gaussian | undefined {
  const [likelihood, ...others] = bound.model.likelihoods;
  const isOnly = others.length === 0 && bound.model.targets.length === 0 && !bound.weights;
  return likelihood && isOnly ? gaussianForm(bound, likelihood) : undefined;
}

/** A standard deviation that is a parameter by itself, or a number. */
function deviationOf(
  { model: { graph }, variables }: BoundModel,
  { sd }: Gaussian,
  x: Natural,
): { readonly value: number; readonly entry?: EntryIndex } | undefined {
  const node = graph.node(sd);
  const variable = node.kind === 'variable' ? variables[node.index] : undefined;
  if (variable?.kind === 'scalar') return { value: at(x, variable.parameter), entry: entryOf(variable.parameter) };
  const value = graph.constantValue(sd);
  return value === undefined ? undefined : { value };
}
