import { gradientOf } from '../../autodiff/differentiate.js';
import { opsOf } from '../../ir/ops.js';
import { assembleHessian, mirror } from '../../kernel/assemble.js';
import type { RowVariable, Term } from '../../kernel/kernel.js';
import { Machine } from '../../kernel/machine.js';
import { TILE } from '../../kernel/tape.js';
import { usedVariables } from '../../kernel/termKernel.js';
import { looksAround } from '../../model/bound.js';
import { dot, multiply } from '../../numeric/eigen.js';
import type { Estimate } from '../estimate.js';

/**
 * Standard errors of the MLE that hold where the model does not, as long as the rows are independent: the roots of the diagonal of A⁻¹ B A⁻¹ with the observed
 * information A and B = Σ s s' over the rows' scores (Huber 1967; White, Econometrica 50, 1982; R's `sandwich`, type HC0). Frequency weights count rows. By entry; NaN
 * for what is held. Undefined for models whose rows are not independent, and where there is no maximum with an information to go by.
 */
export function sandwichErrors({ objective, natural, point, information, status, atKink }: Estimate): Float64Array | undefined {
  const { bound, free, dimension } = objective;
  const { entries, groups } = bound.model;
  const isPlain = bound.latents.length === 0 && !looksAround(bound.model) && groups.length === 0 && atKink.length === 0;
  const hasInformation = information.covariance.length > 0 && information.flat.length === 0;
  if (!isPlain || !hasInformation || (status !== 'converged' && status !== 'boundary')) return undefined;
  const scores = scoreProducts(objective, natural);
  if (!scores) return undefined;
  const n = entries.length;
  const jacobian = objective.jacobian(point);
  const errors = new Float64Array(n).fill(NaN);
  // Row e of J C: how entry e follows from the scores by working coordinates; those follow from the scores by entries through J.
  const rows = free.map((_, a) => multiply(information.covariance, jacobian.subarray(a * dimension, (a + 1) * dimension)));
  free.forEach((entry, a) => {
    const byEntry = new Float64Array(n);
    free.forEach(
      (other, b) => (byEntry[other] = dot(jacobian.subarray(b * dimension, (b + 1) * dimension), rows[a] ?? new Float64Array(0))),
    );
    const variance = dot(byEntry, multiply(scores, byEntry));
    if (variance > 0) errors[entry] = Math.sqrt(variance);
  });
  return errors;
}

/** Σ w s s' over the rows, s being the gradient of a row's log-density by the entries (row-major). Undefined after a cancellation. */
function scoreProducts({ bound, cancellation }: Estimate['objective'], natural: Float64Array): Float64Array | undefined {
  const { model, variables, weights, columns, used } = bound;
  const { graph } = model;
  const o = opsOf(graph);
  const root = [...model.likelihoods, ...model.targets].map((each) => each.root).reduce((a, b) => o.add(a, b));
  const own = usedVariables(graph, root);
  const slopes = gradientOf(
    graph,
    root,
    own.map((index) => graph.variable(index)),
  );
  const weight = weights ? graph.column(model.columns.length) : o.num(1);
  const products = slopes.map((a, i) =>
    slopes.slice(0, i + 1).map((b) => (a === undefined || b === undefined ? undefined : o.mul(weight, o.mul(a, b)))),
  );
  const all = weights ? [...columns.slice(0, model.columns.length), weights] : columns;
  const term: Term = { graph, root, rows: used, columns: all, inputs: new Float64Array(0), variables };
  const machine = new Machine(
    term,
    products.flat().filter((node) => node !== undefined),
  );
  const size = natural.length;
  const sums = new Float64Array(size * size);
  const rowVariables = own.map((index) => variables[index] as RowVariable);
  machine.begin(natural);
  for (let start = 0; start < used; start += TILE) {
    if (cancellation.cancelled) return undefined;
    const rows = Math.min(TILE, used - start);
    machine.run(start, rows);
    assembleHessian(sums, size, rowVariables, products, { start, rows, values: (id) => machine.values(id) });
  }
  mirror(sums, size);
  return sums;
}
