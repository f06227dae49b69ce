import { estimate, type Estimate, startFor } from '../../engine/inference/estimate.js';
import type { Natural } from '../../engine/inference/objective.js';
import type { SearchOptions } from '../../engine/inference/search.js';
import { sampleRows } from '../../engine/inference/subsample.js';
import { thinned } from '../../engine/inference/thin.js';
import { type LatentModes, latentModes } from '../../engine/inference/latentModes.js';
import { posteriorOf } from '../../engine/inference/posterior.js';
import type { Profiles } from '../../engine/inference/profile.js';
import { Clock } from '../../engine/kernel/clock.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { BoundModel } from '../../engine/model/bind.js';
import { buildModel } from '../../engine/model/build.js';
import { contentHash } from '../../engine/model/contentHash.js';
import { schemaOf } from '../../engine/model/dataset.js';
import type { Model } from '../../engine/model/model.js';
import type { Settings } from '../../engine/model/specification.js';
import type { Problem } from '../../engine/problem.js';
import { checkFit, checkUnfinished } from '../../language/checks/index.js';
import type { Fitted } from '../../language/checks/check.js';
import { parameterFacts } from '../../language/features/facts.js';
import { networkFacts } from '../../language/features/networkFacts.js';
import { failed, type FitAnswer, type FitJob } from './answer.js';
import { type DerivedIntervals, derivedIntervals, withDerivedMap, withDerivedMle } from './derived.js';
import { type HeldOut, notDivisible } from './heldOut.js';
import { ModelKeeper } from './keeper.js';
import { withSandwich } from './robust.js';
import { hasValues, mapReport, mleReport } from './reports.js';
import { follow } from './follow.js';
import { gaveWay } from './gaveWay.js';
import { type Learn, learningOf } from './learning.js';
import { PROFILED, profiled, searchOptions } from './profiles.js';
import { scoresOf } from './scores.js';

/** A first answer is sent at once where the fit itself took longer than this. */
const QUICK_MS = 15;
/** Where the search for the weights of a network took longer, the next one has a first answer from where it ended. */
const LONG_SECONDS = 0.3;
/** One row in this many makes the first estimates where there are many. */
const SAMPLED = 100;
const ROUGH_FROM = 100_000;
const MOST_SAMPLED = 20_000;

/** Fits one model: `send` gets a preliminary answer where intervals take a while, then the answer, then that with its curves, and last with what slow checks find. */
export function runFit(
  given: FitJob,
  cancellation: Cancellation,
  send: (answer: FitAnswer) => void,
  keeper = new ModelKeeper(),
  learn: Learn = () => undefined,
): void {
  const held = keeper.splitter.split(given, cancellation);
  if (!held) return send({ ...failed(given, []), cancelled: true });
  if (held.problems.some(({ severity }) => severity === 'error')) return send(failed(given, held.problems));
  let told: FitAnswer | undefined;
  const tell = (answer: FitAnswer): void => {
    if (!answer.preliminary) told = answer;
    send({ ...answer, rows: given.data.rows, problems: [...held.problems, ...answer.problems] });
  };
  const clock = new Clock(cancellation, allowed(given));
  try {
    fitRows(held, clock, tell, keeper, learn);
  } catch (error) {
    const problem = gaveWay(error, given.spec);
    if (!problem) throw error;
    if (cancellation.cancelled) send({ ...failed(given, []), cancelled: true });
    // Whatever happens after an answer does not take the answer away.
    else tell(told ? { ...told, drawn: true } : failed(given, [problem]));
  } finally {
    clock.stop();
  }
}

/** Curves, slow checks and fits of subsets have a second or so each. */
const AFTERWARDS_MS = 5000;
/** Each phase (making the model, the search, and what follows from its end) may take a little more than the search: that ends by itself, with what it has. */
const allowed = ({ spec }: FitJob): number => spec.settings.maxSeconds * 1100 + 250;

function fitRows(rows: HeldOut, cancellation: Clock, send: (answer: FitAnswer) => void, keeper: ModelKeeper, learn: Learn): void {
  const began = performance.now();
  const { job, validation } = rows;
  const isCancelled = (): boolean => cancellation.cancelled && !cancellation.late;
  const { model, problems } = buildModel(job.spec, schemaOf(job.data), cancellation.check);
  if (!model) return send(failed(job, problems));
  const refused = notDivisible(job, model);
  if (refused.length > 0) return send(failed(job, [...problems, ...refused]));
  const { bound, problems: ofData } = keeper.bind(model, job, cancellation);
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  cancellation.check();
  const before = [...problems, ...ofData];
  if (!bound) return send(failed(job, before));
  if (model.entries.every(({ fixed }) => fixed !== undefined)) before.push(nothingFree(job));
  const compiled = performance.now();
  cancellation.allow(allowed(job));
  const known = keeper.maximumOf(bound, job.spec.settings, cancellation);
  sendFirst(job, bound, known?.mle, keeper, before, cancellation, send);
  const searching = performance.now();
  const learning = learningOf(rows, bound, cancellation, learn);
  const fitted = fit(job, bound, cancellation, known?.mle, learning.watch);
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  cancellation.allow(allowed(job));
  keepWeights(keeper, fitted, ((performance.now() - searching) / 1000) * (known ? 1 : 0.5));
  const seconds = { compileSeconds: (compiled - began) / 1000, fitSeconds: (performance.now() - compiled) / 1000 };
  if (performance.now() - compiled > QUICK_MS) send({ ...answer(fitted, before, new Map()), ...seconds, preliminary: true });
  const isKnown = known && fitted.mle === known.mle;
  const { fitted: final, profiles } = isKnown ? { fitted, profiles: known.profiles } : profiled(fitted, job, cancellation);
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  // A maximum found with the help of a prior would not be found with another prior.
  if (!final.fromMap) keeper.keepMaximum(bound, job.spec.settings, final.mle, profiles);
  const dataHash = contentHash(job.data, columnsRead(model));
  const complete = { ...finalAnswer(final, before, profiles, validation, cancellation), ...seconds, dataHash };
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  cancellation.allow(allowed(job) + AFTERWARDS_MS);
  follow({ ...rows, learning }, final, complete, cancellation, send);
}

/** First estimates where the final ones take long: from some of the rows, or from the last MAP. */
function sendFirst(
  job: FitJob,
  bound: BoundModel,
  mle: Estimate | undefined,
  keeper: ModelKeeper,
  before: readonly Problem[],
  cancellation: Cancellation,
  send: (answer: FitAnswer) => void,
): void {
  const last = keeper.lastMapOf(bound);
  if (mle && last && last.seconds > LONG_SECONDS) sendWarm(job, bound, mle, last.natural, before, cancellation, send);
  if (!mle && bound.used >= ROUGH_FROM && sampleRows(bound, cancellation) !== undefined) sendRough(job, bound, before, cancellation, send);
}

/** First estimates from one row in a hundred; problems found on a sample are not findings. */
function sendRough(
  job: FitJob,
  bound: BoundModel,
  before: readonly Problem[],
  cancellation: Cancellation,
  send: (answer: FitAnswer) => void,
): void {
  const few = thinned(bound, Math.min(Math.round(bound.used / SAMPLED), MOST_SAMPLED));
  const rough = fit(job, few, cancellation, undefined);
  if (cancellation.cancelled || rough.mle.status !== 'converged' || (rough.map && rough.map.status !== 'converged')) return;
  const said = { ...answer(rough, before, new Map()), used: bound.used, problems: before };
  send({ ...said, preliminary: true, sampled: few.used });
}

/** The weights of networks at the MAP, whose search took so long. */
function keepWeights(keeper: ModelKeeper, { bound, map }: Fitted, seconds: number): void {
  if (bound.model.networks.length > 0 && map && hasValues(map)) keeper.keepMap(bound, { natural: map.natural, seconds });
}

/** Where only priors have changed, the point that gradient descent reaches from the last MAP, within a tenth of the time that a fit may take. */
function sendWarm(
  { spec }: FitJob,
  bound: BoundModel,
  mle: Estimate,
  last: Natural,
  before: readonly Problem[],
  cancellation: Cancellation,
  send: (answer: FitAnswer) => void,
): void {
  const deadline = Date.now() + spec.settings.maxSeconds * 100;
  const map = estimate(bound, 'map', { ...searchOptions(spec.settings), starts: 1, warm: true, deadline }, cancellation, last);
  if (cancellation.cancelled || !hasValues(map)) return;
  send({ ...answer({ spec, bound, mle, map }, before, new Map()), problems: before, preliminary: true, warm: true });
}

/** The MLE, and the MAP where some parameter has a prior. */
export function fit(
  { spec }: FitJob,
  bound: BoundModel,
  cancellation: Cancellation,
  known: Estimate | undefined,
  watch?: SearchOptions['watch'],
): Fitted {
  const options = { ...searchOptions(spec.settings), ...(watch ? { watch } : {}) };
  const hasPrior = bound.model.entries.some(
    ({ prior, fixed }) => fixed === undefined && prior !== undefined && bound.model.priors[prior]?.proper === true,
  );
  const mle = known ?? estimate(bound, 'mle', hasPrior ? ofHalf(bound, spec.settings, options) : options, cancellation);
  if (!hasPrior) return { spec, bound, mle };
  const map = estimate(bound, 'map', ofHalf(bound, spec.settings, options), cancellation, startFor('map', mle));
  const better = surpassedBy(map, mle, options);
  return { spec, bound, mle: better ?? mle, map, ...(better ? { fromMap: true } : {}) };
}

/** How much more likely (in logs) another point must be to show that a maximum is not one. */
const MORE_LIKELY = 1e-6;

/** Where the data are more probable under the MAP than under the MLE, the search for the MLE has missed the maximum: another one starts from the MAP. */
function surpassedBy(map: Estimate, mle: Estimate, options: SearchOptions): Estimate | undefined {
  const { bound, cancellation } = mle.objective;
  const isMissed = mle.status === 'converged' && hasValues(map) && map.logLikelihood > mle.logLikelihood + MORE_LIKELY;
  if (!isMissed || cancellation.cancelled) return undefined;
  const other = estimate(bound, 'mle', { ...options, starts: 1 }, cancellation, map.natural);
  return other.solution.value < mle.solution.value ? { ...other, tried: mle.tried + 1, agreeing: 1 } : undefined;
}

/** A network may take all the available time: each estimate has half of it from when its search begins. */
const ofHalf = ({ model }: BoundModel, { maxSeconds }: Settings, options: SearchOptions): SearchOptions =>
  model.networks.length > 0 ? { ...options, deadline: Date.now() + maxSeconds * 500 } : options;

/** The answer with everything that takes time: intervals of derived quantities, evidence, and the scores of rows. */
function finalAnswer(
  fitted: Fitted,
  before: readonly Problem[],
  profiles: Profiles,
  validation: HeldOut['validation'],
  cancellation: Cancellation,
): FitAnswer {
  const found = withRobustErrors(answer(fitted, before, profiles, derivedIntervals(fitted, profiles, PROFILED)), fitted);
  if (!validation || cancellation.cancelled) return found;
  const { problems, ...scores } = scoresOf(fitted, validation, cancellation);
  return { ...found, ...scores, problems: [...found.problems, ...problems] };
}

/** The final answer has the intervals of derived quantities. */
function answer(fitted: Fitted, before: readonly Problem[], profiles: Profiles, intervals?: DerivedIntervals): FitAnswer {
  const { bound, mle, map, spec } = fitted;
  const { interval, maxSeconds } = spec.settings;
  const mleValues = withDerivedMle(mleReport(mle, interval, bound.observations, profiles), fitted, intervals);
  const posterior = map && intervals && posteriorOf(map, interval, Date.now() + maxSeconds * 1000);
  const mapValues = map ? withDerivedMap(mapReport(map, mleValues, interval, posterior), map, fitted, mleValues) : null;
  const found = checkFit({ ...fitted, profiles });
  return {
    ...failed({ data: { rows: bound.rows } }, [...before, ...(mle.objective.cancellation.late ? checkUnfinished(fitted) : found)]),
    used: bound.used,
    mle: mleValues,
    map: mapValues,
    latent: latentOf(fitted),
    facts: parameterFacts(fitted),
    ...(bound.model.networks.length > 0 ? { networkFacts: networkFacts(fitted) } : {}),
    drawn: false,
  };
}

/** The answer with robust standard errors where the settings ask for them. */
function withRobustErrors(found: FitAnswer, { spec, mle }: Fitted): FitAnswer {
  if (spec.settings.standardErrors !== 'robust' || !found.mle) return found;
  const { report, problems } = withSandwich(found.mle, mle, spec.modelSpan);
  return { ...found, mle: report, problems: [...found.problems, ...problems] };
}

/** The latent values under the MLE where it can be shown, otherwise under the MAP. */
function latentOf({ bound, mle, map }: Fitted): LatentModes[] {
  const shown = bound.latents.length === 0 ? undefined : [mle, map].find((each) => each && hasValues(each));
  return shown ? latentModes(shown) : [];
}

function columnsRead({ columns, weights }: Model): Set<string> {
  const names = columns.flatMap((slot) => (slot.kind === 'data' || slot.kind === 'lag' || slot.kind === 'image' ? [slot.name] : []));
  return new Set(weights === undefined ? names : [...names, weights]);
}

function nothingFree({ spec }: FitJob): Problem {
  const message = 'No parameter is free: the model is evaluated at the fixed values, and nothing is estimated.';
  return { severity: 'information', code: 'unused-parameter', message, span: spec.modelSpan };
}
