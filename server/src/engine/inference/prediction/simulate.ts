import type { NodeId } from '../../ir/graph.js';
import { opsOf } from '../../ir/ops.js';
import { type BoundModel, looksAround } from '../../model/bound.js';
import type { Likelihood } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import type { Natural } from '../objective/coordinates.js';
import { uniformStream } from '../../numeric/random.js';
import { rowValues } from '../objective/rowValues.js';

/**
 * Data sets as the model makes them at a point: outcomes drawn from their distributions, everything else as it is (the parametric bootstrap: Davison &
 * Hinkley, Bootstrap Methods and their Application, 1997, §2.2). Undefined where a distribution has no quantile function, or where an outcome is needed elsewhere.
 */
export function simulatorOf(bound: BoundModel, x: Natural, seed: number): (() => BoundModel) | undefined {
  const { model } = bound;
  const isPlain = model.latents.length === 0 && model.targets.length === 0 && model.networks.length === 0 && !looksAround(model);
  if (!isPlain || readsOutcomes(bound) || !model.likelihoods.every(canDraw)) return undefined;
  const uniform = uniformStream(seed);
  const quantiles = model.likelihoods.map((likelihood) => rowQuantiles(bound, likelihood, x));
  // A column for each outcome, after those of the data: a rebuilt likelihood reads it, whatever expression of columns was there.
  const likelihoods = model.likelihoods.map((likelihood, k): Likelihood => onColumn(bound, likelihood, bound.columns.length + k));
  const columns = [...model.columns, ...likelihoods.map(({ outcome: { text: name } }) => ({ kind: 'data' as const, name }))];
  const drawn = { ...model, likelihoods, columns };
  const open = (): number => uniform() + 2 ** -33;
  return () => {
    const outcomes = quantiles.map((at) => Float64Array.from({ length: bound.used }, (_, row) => at(row, open())));
    return { ...bound, model: drawn, columns: [...bound.columns, ...outcomes] };
  };
}

const canDraw = ({ distribution, outcome }: Likelihood): boolean => distribution.quantile !== undefined || outcome.levels !== undefined;

function onColumn({ model }: BoundModel, likelihood: Likelihood, slot: number): Likelihood {
  const node = model.graph.column(slot);
  const { outcome, parameterisation, args } = likelihood;
  return { ...likelihood, outcome: { ...outcome, node }, root: parameterisation.logDensity(opsOf(model.graph), node, args) };
}

/** Whether the right side of a `~` reads a column that is on the left side of one. */
function readsOutcomes({ model }: BoundModel): boolean {
  const slots = (nodes: readonly NodeId[]): number[] =>
    model.graph.reachable(nodes).flatMap((id) => {
      const node = model.graph.node(id);
      return node.kind === 'column' ? [node.slot] : [];
    });
  const designs = model.variables.flatMap((source) => (source.kind === 'linear' ? source.design : []));
  const outcomes = new Set(slots(model.likelihoods.map(({ outcome }) => outcome.node)));
  return slots([...model.likelihoods.flatMap(({ args }) => args.flat()), ...designs]).some((slot) => outcomes.has(slot));
}

/** The value of a row's outcome that lies at a probability. */
function rowQuantiles(bound: BoundModel, likelihood: Likelihood, x: Natural): (row: number, p: number) => number {
  const { distribution, parameterisation, args, outcome } = likelihood;
  if (!distribution.quantile) return classQuantiles(bound, likelihood, x, outcome.levels?.length ?? 0);
  const given = rowValues(bound, args.flat(), x);
  return (row, p) => distribution.quantile?.(p, parameterisation.canonical(given.map((column) => at(column, row)))) ?? NaN;
}

/** Classes by their probabilities, which the density itself gives. */
function classQuantiles(bound: BoundModel, likelihood: Likelihood, x: Natural, classes: number): (row: number, p: number) => number {
  const o = opsOf(bound.model.graph);
  const { parameterisation, args } = likelihood;
  const logs = rowValues(
    bound,
    Array.from({ length: classes }, (_, k) => parameterisation.logDensity(o, o.num(k), args)),
    x,
  );
  return (row, p) => {
    let [k, sum] = [0, Math.exp(logs[0]?.[row] ?? NaN)];
    while (sum < p && k < classes - 1) sum += Math.exp(logs[++k]?.[row] ?? NaN);
    return k;
  };
}
