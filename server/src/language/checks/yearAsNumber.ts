import type { NodeId } from '../../engine/ir/graph.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Model } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import { dot, multiply } from '../../engine/numeric/eigen.js';
import type { Problem } from '../../report/problem.js';
import { frozenVariables, slopesOf } from '../../engine/recession/affineSlopes.js';
import { withError } from '../../report/numbers.js';
import { type Fitted, nameOf } from './check.js';
import type { SlowCheck } from './slow.js';
import { placesOf, replaceColumn } from './statements.js';

/** More than a few whole numbers in this range are years, and 0 lies far before them. */
const FIRST = 1800;
const LAST = 2100;
const LEAST_VALUES = 3;
/** Correlation with the slope beyond which an intercept says nothing by itself: its error is more than 22 times that in the middle of the data. */
const TIED = 0.999;

/** Years used in a predictor as they are, so that its intercept is that of the year 0: it has a huge standard error, and no sensible prior. */
export const yearAsNumber: SlowCheck = (fitted) => {
  const { bound, mle } = fitted;
  const { likelihoods } = bound.model;
  if (mle.status !== 'converged' || mle.information.flat.length > 0) return [];
  const nodes = new Set(likelihoods.flatMap(({ args }) => args.flat()).map((node) => withoutLink(bound.model, node)));
  const found = [...nodes].flatMap((node) => find(fitted, node));
  return found.slice(0, 1);
};

/** The node below functions of one argument. */
function withoutLink({ graph }: Pick<Model, 'graph'>, node: NodeId): NodeId {
  const found = graph.node(node);
  const [inner, ...others] = found.kind === 'apply' ? found.args : [];
  return inner === undefined || others.length > 0 ? node : withoutLink({ graph }, inner);
}

function find(fitted: Fitted, node: NodeId): Problem[] {
  const { bound } = fitted;
  const slopes = [...slopesOf(bound, node, frozenVariables(bound.model, [node]))].filter(([entry]) => entry >= 0);
  const [intercept] = slopes.find(([, values]) => values.every((value) => value === 1)) ?? [];
  if (intercept === undefined) return [];
  return slopes.flatMap(([slope, values]) => {
    const year = areYears(values) ? columnOf(fitted, values) : undefined;
    return year === undefined || !(Math.abs(correlation(fitted, intercept, slope)) > TIED)
      ? []
      : [problemOf(fitted, { year, values, intercept, slope })];
  });
}

const areYears = (values: Float64Array): boolean =>
  values.every((value) => Number.isInteger(value) && value >= FIRST && value <= LAST) &&
  new Set(values.subarray(0, 1000)).size >= LEAST_VALUES;

/** The column of the data that has these values. */
function columnOf({ bound }: Fitted, values: Float64Array): string | undefined {
  const index = bound.model.columns.findIndex(
    (slot, k) => slot.kind === 'data' && values.every((value, row) => value === bound.columns[k]?.[row]),
  );
  const slot = bound.model.columns[index];
  return slot?.kind === 'data' ? slot.name : undefined;
}

function correlation({ mle }: Fitted, a: EntryIndex, b: EntryIndex): number {
  const { objective, information, standardErrors } = mle;
  const isFree = objective.free.includes(a) && objective.free.includes(b);
  if (!isFree || information.covariance.length === 0) return NaN;
  const covariance = dot(objective.axis(a).row, multiply(information.covariance, objective.axis(b).row));
  return covariance / (at(standardErrors, a) * at(standardErrors, b));
}

interface Years {
  readonly year: string;
  readonly values: Float64Array;
  readonly intercept: EntryIndex;
  readonly slope: EntryIndex;
}

function problemOf(fitted: Fitted, { year, values, intercept, slope }: Years): Problem {
  const { bound, mle, spec } = fitted;
  const origin = Math.floor(values.reduce((sum, value) => sum + value / values.length, 0) / 10) * 10;
  const error = withError(at(mle.natural, intercept), at(mle.standardErrors, intercept));
  // In a formula a minus removes a term: only a quotient keeps it within a term.
  const isTerm = bound.model.variables.some((source) => source.kind === 'linear' && source.entries.includes(slope));
  const counted = `(${year} - ${String(origin)})${isTerm ? ' / 10' : ''}`;
  const what = isTerm
    ? `counts decades from ${String(origin)}`
    : `counts from ${String(origin)} and leaves ${nameOf(fitted, slope)} unchanged`;
  const [place] = placesOf(spec, year);
  return {
    severity: 'information',
    code: 'poor-scaling',
    message:
      `\`${year}\` counts from the year 0, so ${nameOf(fitted, intercept)} (${error}) is what the model says about that year: predictions are not affected, but no prior ` +
      `suits such a number. \`${counted}\` instead ${what}. \`types: { ${year}: category }\` under \`data\` gives each year a parameter instead.`,
    span: place ? { from: place.from, to: place.to } : (bound.model.entries[slope]?.span ?? spec.modelSpan),
    related: [year],
    fixes: replaceColumn(spec, year, counted),
  };
}
