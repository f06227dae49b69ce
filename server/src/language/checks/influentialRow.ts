import type { Distribution } from '../../engine/distributions/distribution.js';
import { widerThan } from '../../engine/distributions/index.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { type Deletion, deletion, influences, refitWithout } from '../../engine/inference/influence/rowInfluence.js';
import { simulatorOf } from '../../engine/inference/prediction/simulate.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import { type BoundModel, looksAround, rowName } from '../../engine/model/bound.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { shortNumber, withError } from '../../report/numbers.js';
import { type Fitted, nameOf } from './check.js';
import type { SlowCheck, Until } from './slow.js';

/** With more rows no single one matters; with fewer per parameter every one does. */
const MOST_ROWS = 20_000;
const LEAST_ROWS_EACH = 3;
/** By how many standard errors one row must move an estimate to be reported, and, by one step, to be looked at. */
const TOLD = 1;
const LOOKED_AT = 0.4;
const MOST_LOOKED_AT = 3;
/** Data sets simulated from the model, and how many of them may have a row that matters as much: one per cent, counting the real data. */
const SIMULATED = 199;
const ALLOWED = 1;
/** Where time is short, this many have to do. */
const LEAST_SIMULATED = 19;
/** Cook's distance from which a row is reported where the model cannot be simulated. */
const DISTANT = 1;

/**
 * One row without which an estimate is more than a standard error elsewhere (Belsley, Kuh & Welsch 1980), and further than any row moves one in data
 * simulated from the model, fitted without the row so that the row does not vouch for itself. It is a Monte Carlo test (Barnard, JRSS B 25, 1963) that ends as soon as two
 * of 199 data sets have such a row (Besag & Clifford, Biometrika 78, 1991). Some estimates hang on one row by their nature, as those at the end of a curve,
 * and that is not a finding. Models that cannot be simulated are held to Cook's distance > 1 (Cook & Weisberg 1982).
 */
export const influentialRow: SlowCheck = (fitted, until) => {
  const { bound, mle } = fitted;
  const { latents, likelihoods, targets } = bound.model;
  const isPlain = latents.length === 0 && targets.length === 0 && !bound.weights && !looksAround(bound.model);
  const isClear = mle.status === 'converged' && mle.atKink.length === 0 && mle.information.flat.length === 0;
  const enough = bound.used >= LEAST_ROWS_EACH * mle.objective.dimension + 2 && bound.used <= MOST_ROWS;
  if (!isPlain || !isClear || !enough || mle.objective.dimension === 0) return [];
  const worst = most(bound, mle, LOOKED_AT, until);
  const isTold = worst && worst.change > TOLD && isOdd(fitted, worst, until);
  return isTold ? [problemOf(fitted, worst, likelihoods[0]?.span ?? fitted.spec.modelSpan)] : [];
};

const stopOf = (until: Until): Cancellation => ({
  get cancelled() {
    return until.isOver();
  },
});

/** The row without which an estimate moves most, among those worth a refit, and all of those. */
function most(bound: BoundModel, mle: Estimate, least: number, until: Until, always: readonly number[] = []): Deletion | undefined {
  const candidates = influences(bound, mle, least).slice(0, MOST_LOOKED_AT);
  const rows = new Set([...always, ...candidates.map(({ row }) => row)]);
  const found = [...rows].flatMap((row) => (until.isOver() ? [] : (deletion(bound, mle, row, stopOf(until)) ?? [])));
  return found.reduce<Deletion | undefined>((a, b) => (a && a.change >= b.change ? a : b), undefined);
}

/** Whether hardly any data set simulated from the model without the row has a row that matters as much. */
function isOdd({ bound, spec }: Fitted, worst: Deletion, until: Until): boolean {
  const simulate = simulatorOf(bound, worst.natural, spec.settings.seed);
  if (!simulate) return worst.distance > DISTANT;
  let alike = 0;
  for (let k = 0; k < SIMULATED && alike <= ALLOWED; k++) {
    const counts = countsAsMuch(simulate(), worst, until);
    if (until.isOver()) return k >= LEAST_SIMULATED && alike === 0;
    if (counts) alike++;
  }
  return alike <= ALLOWED;
}

/** Whether a simulated data set has a row that matters as much. One that leaves the model without a clear estimate suggests that single rows may well decide. */
function countsAsMuch(drawn: BoundModel, worst: Deletion, until: Until): boolean {
  const again = refitWithout(drawn, worst.natural, stopOf(until));
  if (again.status !== 'converged') return true;
  // One step underestimates a row that lies far out, and the same row may do so here: it is examined in any case.
  const own = most(drawn, again, LOOKED_AT * worst.change, until, [worst.row]);
  return own !== undefined && own.change >= worst.change;
}

/** What outliers count little in, and has this distribution as its limit. */
function robustRelative(distribution: Distribution): Distribution | undefined {
  const wider = widerThan(distribution);
  return wider?.parameterisations.some(({ redescendsIn }) => redescendsIn !== undefined) ? wider : undefined;
}

function problemOf(fitted: Fitted, { row, entry, change, value }: Deletion, span: Problem['span']): Problem {
  const { bound, mle } = fitted;
  const name = nameOf(fitted, entry);
  const se = at(mle.standardErrors, entry);
  const [robust] = bound.model.likelihoods.flatMap(({ distribution }) => robustRelative(distribution) ?? []);
  const message =
    `One row is very influential: without ${rowName(bound, row)} the estimate of ${name} moves by ${change.toFixed(1)} standard errors, from ` +
    `${withError(at(mle.natural, entry), se)} to ${shortNumber(value)}. Check that the row is right.` +
    (robust ? ` \`${robust.name}\` is less sensitive to outliers.` : '');
  return { severity: 'information', code: 'influential-row', message, span, related: [name] };
}
