import { evaluateColumns } from '../../engine/ir/evaluate.js';
import type { Likelihood } from '../../engine/model/model.js';
import type { Problem } from '../../report/problem.js';
import type { Check, Fitted } from './check.js';

/** Fewer rows than this for each parameter without a prior give standard errors that are too optimistic. */
const ROWS = 2;
/** For two outcomes it is the rarer one that counts; from 5 on it mostly works (Vittinghoff & McCulloch, American Journal of Epidemiology 165, 2007). */
const EVENTS = 3;
/** Up to this many rows two outcomes are counted: with more, few parameters are too many. */
const MOST_COUNTED = 100_000;

/** Few rows for the number of parameters: large-sample errors and intervals are rough. */
export const fewRows: Check = (fitted) => {
  const { bound, mle } = fitted;
  const { likelihoods, latents, networks } = bound.model;
  const [likelihood] = likelihoods;
  if (
    !likelihood ||
    likelihoods.length > 1 ||
    latents.length > 0 ||
    networks.length > 0 ||
    mle.status !== 'converged' ||
    mle.information.flat.length > 0
  )
    return [];
  const free = mle.objective.free.filter((entry) => bound.model.entries[entry]?.prior === undefined).length;
  const { counts, outcome } = likelihood.distribution;
  // A row of counts can stand for any number of trials: only rows that are single observations are few.
  if (free < 2 || counts || bound.weights) return [];
  const message = outcome.whole && outcome.upper === 1 ? ofEvents(fitted, likelihood, free) : ofRows(fitted, free);
  const problem: Problem[] = message === undefined ? [] : [{ severity: 'information', code: 'few-rows', message, span: likelihood.span }];
  return problem;
};

const ADVICE = 'Standard errors rely on many rows: look at the profile intervals, leave a term out, or give the coefficients a prior.';

function ofRows({ bound }: Fitted, free: number): string | undefined {
  return bound.used < ROWS * free
    ? `There are only ${String(bound.used)} rows for ${String(free)} parameters without a prior. ${ADVICE}`
    : undefined;
}

function ofEvents({ bound }: Fitted, { outcome }: Likelihood, free: number): string | undefined {
  if (bound.used > MOST_COUNTED) return undefined;
  const [values = new Float64Array(0)] = evaluateColumns(bound.model.graph, [outcome.node], bound.columns, bound.used);
  const ones = values.reduce((sum, value) => sum + value, 0);
  const events = Math.min(ones, bound.used - ones);
  if (events >= EVENTS * free) return undefined;
  return `The rarer outcome of \`${outcome.text}\` occurs in ${String(events)} of ${String(bound.used)} rows, for ${String(free)} parameters without a prior. ${ADVICE}`;
}
