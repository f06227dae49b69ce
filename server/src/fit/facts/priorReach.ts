import type { PriorReach } from '../../report/facts.js';
import type { Entry } from '../../engine/model/model.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { equivalentRows, withWiderPriors } from '../../engine/inference/posterior/priorWeight.js';
import { trialsOf } from '../../engine/inference/prediction/trials.js';
import { Washout } from '../../engine/inference/posterior/washout.js';
import { at } from '../../engine/numeric/at.js';
import type { Fitted } from '../../language/checks/check.js';

/** How many parameters are examined. */
const MOST = 6;
/** Rows times parameters above which refits take too long for something that is read in passing. */
const DEAR = 2e6;
const POINTS = 24;

/** What can be said about each parameter with a prior of its own, as far as time allows. */
export function priorReach(fitted: Fitted, deadline: number): PriorReach[] {
  const { bound, mle, map } = fitted;
  if (!map || map.status !== 'converged' || bound.latents.length > 0 || bound.used * map.objective.dimension > DEAR) return [];
  const entries = bound.model.entries.filter(
    ({ prior, fixed, inLikelihood }) =>
      prior !== undefined && bound.model.priors[prior]?.proper === true && fixed === undefined && inLikelihood,
  );
  const trials = trialsOf(bound)?.total;
  const rows = trials ?? bound.observations;
  const weights = equivalentRows(map).map((each) => (each * rows) / bound.observations);
  const [narrower, wider] = [0.5, 2].map((factor) => withWiderPriors(map, factor, deadline));
  const washout = mle.status === 'converged' ? new Washout(mle, map, deadline) : undefined;
  return entries.slice(0, MOST).map((entry) => ({
    name: entry.name,
    unit: trials === undefined ? 'rows' : 'trials',
    rows,
    ...(hasCounts(fitted, entry) ? {} : finite('equivalentRows', weights[entry.index])),
    ...finite('narrower', narrower?.[entry.index]),
    ...finite('wider', wider?.[entry.index]),
    ...(washout ? washoutOf(washout, entry, mle, rows) : {}),
  }));
}

/** Priors whose worth is said in data have a number of rows already. */
const hasCounts = ({ bound }: Fitted, { prior }: Entry): boolean => bound.model.priors[prior ?? -1]?.distribution.worth !== undefined;

function finite<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value !== undefined && Number.isFinite(value) ? ({ [key]: value } as Record<K, number>) : {};
}

function washoutOf(washout: Washout, { index }: Entry, mle: Estimate, all: number): Partial<PriorReach> {
  const se = at(mle.standardErrors, index);
  if (!(se > 0)) return {};
  const [half, tenth] = [0.5, 0.1].map((threshold) => washout.copiesUntil(index, threshold));
  const last = Math.max(tenth ?? 1, 10);
  const copies = Array.from({ length: POINTS }, (_, i) => last ** (i / (POINTS - 1)));
  const points = copies.flatMap((each) => washout.at(each) ?? []);
  const rows = (count: number | undefined): number | undefined => (count === undefined ? undefined : Math.ceil(count * all));
  return {
    ...finite('untilHalf', rows(half)),
    ...finite('untilTenth', rows(tenth)),
    washout: {
      rows: points.map((point) => point.copies * all),
      map: points.map(({ natural }) => at(natural, index)),
      mle: at(mle.natural, index),
      se,
    },
  };
}
