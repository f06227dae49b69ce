import { estimate, type Estimate, startFor } from '../../engine/inference/estimate.js';
import type { SearchOptions } from '../../engine/inference/search.js';
import { sampleRows } from '../../engine/inference/subsample.js';
import { thinned } from '../../engine/inference/thin.js';
import { type LatentModes, latentModes } from '../../engine/inference/latentModes.js';
import { posteriorOf } from '../../engine/inference/posterior.js';
import { Profile, type ProfileEnd, type Profiles } from '../../engine/inference/profile.js';
import { normalQuantile } from '../../engine/distributions/numeric.js';
import type { Cancellation } from '../../engine/kernel/kernel.js';
import type { BoundModel } from '../../engine/model/bind.js';
import { buildModel } from '../../engine/model/build.js';
import { contentHash } from '../../engine/model/contentHash.js';
import { schemaOf } from '../../engine/model/dataset.js';
import type { Model } from '../../engine/model/model.js';
import type { Settings } from '../../engine/model/specification.js';
import type { Problem } from '../../engine/problem.js';
import { checkFit, checkSlowly } from '../../language/checks/index.js';
import type { Fitted } from '../../language/checks/check.js';
import { parameterFacts } from '../../language/features/facts.js';
import { networkFacts } from '../../language/features/networkFacts.js';
import { priorReach } from '../../language/features/priorReach.js';
import { withSubsets } from '../../language/features/subsets.js';
import { failed, type FitAnswer, type FitJob } from './answer.js';
import { parameterViews } from './curves.js';
import { dataFitView } from './dataFit.js';
import { type DerivedIntervals, derivedIntervals, withDerivedMap, withDerivedMle } from './derived.js';
import { type HeldOut, notDivisible } from './heldOut.js';
import { ModelKeeper } from './keeper.js';
import { withSandwich } from './robust.js';
import { hasValues, mapReport, mleReport } from './reports.js';
import { scoresOf } from './scores.js';

/** A first answer is sent at once where the fit itself took longer than this. */
const QUICK_MS = 15;
/** One row in so many makes the first estimates where there are many. */
const SAMPLED = 100;
const ROUGH_FROM = 100_000;
const MOST_SAMPLED = 20_000;
/** Time for curves of the panel. */
const CURVES_MS = 1000;
/** Time for fits of subsets of the rows. */
const SUBSETS_MS = 1000;
/** Time for checks that come after the estimates. */
const CHECKS_MS = 1500;
/** Profile intervals are worked out for models up to this many parameters. */
const PROFILED = 40;

/** Fits one model: `send` hears a preliminary answer where intervals take a while, then the answer, then that with its curves, and last with what slow checks find. */
export function runFit(given: FitJob, cancellation: Cancellation, send: (answer: FitAnswer) => void, keeper = new ModelKeeper()): void {
  const held = keeper.splitter.split(given, cancellation);
  if (!held) return send({ ...failed(given, []), cancelled: true });
  if (held.problems.some(({ severity }) => severity === 'error')) return send(failed(given, held.problems));
  const tell = (answer: FitAnswer): void => send({ ...answer, rows: given.data.rows, problems: [...held.problems, ...answer.problems] });
  fitRows(held, cancellation, tell, keeper);
}

function fitRows({ job, validation }: HeldOut, cancellation: Cancellation, send: (answer: FitAnswer) => void, keeper: ModelKeeper): void {
  const began = performance.now();
  const { model, problems } = buildModel(job.spec, schemaOf(job.data));
  if (!model) return send(failed(job, problems));
  const refused = notDivisible(job, model);
  if (refused.length > 0) return send(failed(job, [...problems, ...refused]));
  const { bound, problems: ofData } = keeper.bind(model, job, cancellation);
  if (cancellation.cancelled) return send({ ...failed(job, []), cancelled: true });
  const before = [...problems, ...ofData];
  if (!bound) return send(failed(job, before));
  if (model.entries.every(({ fixed }) => fixed !== undefined)) before.push(nothingFree(job));
  const compiled = performance.now();
  const isCancelled = (): boolean => cancellation.cancelled;
  const known = keeper.maximumOf(bound, job.spec.settings, cancellation);
  if (!known && bound.used >= ROUGH_FROM && sampleRows(bound, cancellation) !== undefined)
    sendRough(job, bound, before, cancellation, send);
  const fitted = fit(job, bound, cancellation, known?.mle);
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  const seconds = { compileSeconds: (compiled - began) / 1000, fitSeconds: (performance.now() - compiled) / 1000 };
  if (performance.now() - compiled > QUICK_MS) send({ ...answer(fitted, before, new Map()), ...seconds, preliminary: true });
  const { fitted: final, profiles } = known ? { fitted, profiles: known.profiles } : profiled(fitted, job, cancellation);
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  keeper.keepMaximum(bound, job.spec.settings, final.mle, profiles);
  const dataHash = contentHash(job.data, columnsRead(model));
  const complete = { ...finalAnswer(final, before, profiles, validation, cancellation), ...seconds, dataHash };
  if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
  follow(job, final, complete, cancellation, send);
}

/** The final estimates at once where somebody looks, then with their curves, and last with the findings of slow checks and with what fewer rows would say. */
function follow(job: FitJob, final: Fitted, complete: FitAnswer, cancellation: Cancellation, send: (answer: FitAnswer) => void): void {
  const isCancelled = (): boolean => cancellation.cancelled;
  let shown = complete;
  if (!job.plain) {
    send(complete);
    shown = withCurves(final, complete);
    if (isCancelled()) return send({ ...failed(job, []), cancelled: true });
    send(shown);
  }
  const checked = withSlowChecks(final, shown, isCancelled);
  const reach = job.plain ? checked.reach : withSubsets(final, checked.reach, Date.now() + SUBSETS_MS);
  send(isCancelled() ? { ...failed(job, []), cancelled: true } : { ...checked, reach, drawn: true });
}

/** First estimates from one row in a hundred; what a sample says of problems is no finding. */
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

/** The MLE, and the MAP where some parameter has a prior. */
export function fit({ spec }: FitJob, bound: BoundModel, cancellation: Cancellation, known: Estimate | undefined): Fitted {
  const options = searchOptions(spec.settings);
  const hasPrior = bound.model.entries.some(
    ({ prior, fixed }) => fixed === undefined && prior !== undefined && bound.model.priors[prior]?.proper === true,
  );
  const mle = known ?? estimate(bound, 'mle', hasPrior ? withinHalf(bound, spec.settings, options) : options, cancellation);
  return { spec, bound, mle, ...(hasPrior ? { map: estimate(bound, 'map', options, cancellation, startFor('map', mle)) } : {}) };
}

/** A network may take all the time that there is: the MAP estimate keeps its half. */
const withinHalf = ({ model }: BoundModel, { maxSeconds }: Settings, options: SearchOptions): SearchOptions =>
  model.networks.length > 0 ? { ...options, deadline: options.deadline - maxSeconds * 500 } : options;

const searchOptions = ({ starts, seed, maxSeconds }: Settings) => ({ starts, seed, deadline: Date.now() + maxSeconds * 1000 });

/** The answer with all that takes time: intervals of derived quantities, evidence, and the scores of rows. */
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
  return {
    rows: bound.rows,
    used: bound.used,
    problems: [...before, ...checkFit({ ...fitted, profiles })],
    mle: mleValues,
    map: mapValues,
    latent: latentOf(fitted),
    compileSeconds: 0,
    fitSeconds: 0,
    facts: parameterFacts(fitted),
    ...(bound.model.networks.length > 0 ? { networkFacts: networkFacts(fitted) } : {}),
    views: [],
    reach: [],
    preliminary: false,
    drawn: false,
    cancelled: false,
  };
}

/** The answer with robust standard errors where the settings ask for them. */
function withRobustErrors(found: FitAnswer, { spec, mle }: Fitted): FitAnswer {
  if (spec.settings.standardErrors !== 'robust' || !found.mle) return found;
  const { report, problems } = withSandwich(found.mle, mle, spec.modelSpan);
  return { ...found, mle: report, problems: [...found.problems, ...problems] };
}

/** The latent values under the MLE where it can be shown, else under the MAP. */
function latentOf({ bound, mle, map }: Fitted): LatentModes[] {
  const shown = bound.latents.length === 0 ? undefined : [mle, map].find((each) => each && hasValues(each));
  return shown ? latentModes(shown) : [];
}

/** The same answer with what takes a while to find. */
function withSlowChecks(fitted: Fitted, complete: FitAnswer, isCancelled: () => boolean): FitAnswer {
  const deadline = Date.now() + CHECKS_MS;
  const late = checkSlowly(fitted, { isOver: () => isCancelled() || Date.now() > deadline });
  return late.length === 0 ? complete : { ...complete, problems: [...complete.problems, ...late] };
}

/** The same answer with what the panel and the hovers draw. */
function withCurves(fitted: Fitted, complete: FitAnswer): FitAnswer {
  const dataFit = dataFitView(fitted);
  const views = parameterViews(fitted, complete.mle, complete.map, Date.now() + CURVES_MS);
  const reach = priorReach(fitted, Date.now() + CURVES_MS);
  return { ...complete, views, reach, ...(dataFit ? { dataFit } : {}) };
}

/** Profile-likelihood intervals; one that meets a better optimum restarts the fit from there. */
function profiled(fitted: Fitted, job: FitJob, cancellation: Cancellation): { fitted: Fitted; profiles: Profiles } {
  let current = fitted;
  for (let round = 0; round < 3; round++) {
    const { profiles, better } = profileAll(current.mle, job.spec.settings);
    if (!better) return { fitted: current, profiles };
    const from = current.mle.objective.natural(better);
    const mle = estimate(current.bound, 'mle', searchOptions(job.spec.settings), cancellation, from);
    if (!(mle.solution.value < current.mle.solution.value)) return { fitted: current, profiles };
    current = { ...current, mle };
  }
  return { fitted: current, profiles: new Map() };
}

function profileAll(mle: Estimate, { interval, maxSeconds }: Settings): { profiles: Profiles; better?: Float64Array } {
  const profiles = new Map<number, readonly [ProfileEnd, ProfileEnd]>();
  const usable =
    (mle.status === 'converged' || mle.status === 'boundary') && mle.atKink.length === 0 && mle.objective.dimension <= PROFILED;
  const z = normalQuantile(0.5 + interval / 2);
  const deadline = Date.now() + maxSeconds * 1000;
  const entries = [...mle.objective.free, ...mle.objective.dependent(mle.point).map(({ entry }) => entry)];
  for (const entry of usable ? entries : []) {
    if (!(Number(mle.standardErrors[entry]) > 0)) continue;
    const profile = new Profile(mle, entry, deadline);
    const ends = [profile.limit(z, -1), profile.limit(z, 1)] as const;
    const better = ends.find((end) => end.kind === 'better');
    if (better?.kind === 'better') return { profiles, better: better.point };
    if (mle.objective.cancellation.cancelled) break;
    profiles.set(entry, ends);
  }
  return { profiles };
}

function columnsRead({ columns, weights }: Model): Set<string> {
  const names = columns.flatMap((slot) => (slot.kind === 'data' || slot.kind === 'lag' || slot.kind === 'image' ? [slot.name] : []));
  return new Set(weights === undefined ? names : [...names, weights]);
}

function nothingFree({ spec }: FitJob): Problem {
  const message = 'No parameter is free: the model is evaluated at the fixed values, and nothing is estimated.';
  return { severity: 'information', code: 'unused-parameter', message, span: spec.modelSpan };
}
