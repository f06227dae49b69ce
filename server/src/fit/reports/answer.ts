import { posteriorOf } from '../../engine/inference/posterior/posterior.js';
import type { Profiles } from '../../engine/inference/intervals/profile.js';
import { latentModes } from '../../engine/inference/prediction/latentModes.js';
import { checkFit, checkUnfinished } from '../../language/checks/index.js';
import type { Fitted } from '../../language/checks/check.js';
import { type FitAnswer, type Stage, withoutEstimates } from '../../report/answer.js';
import type { LatentModes } from '../../report/facts.js';
import type { Problem } from '../../report/problem.js';
import { networkFacts } from '../facts/networkFacts.js';
import { parameterFacts } from '../facts/parameterFacts.js';
import { type DerivedIntervals, withDerivedMap, withDerivedMle } from './derivedReports.js';
import { hasValues, mapReport, mleReport } from './estimateReports.js';

/** The answer that estimates make at a stage; `intervals` of derived quantities come with those of the parameters. */
export function answerOf(
  fitted: Fitted,
  stage: Stage,
  before: readonly Problem[],
  profiles: Profiles,
  intervals?: DerivedIntervals,
): FitAnswer {
  const { bound, mle, map, spec } = fitted;
  const { interval, maxSeconds } = spec.settings;
  const mleValues = withDerivedMle(mleReport(mle, interval, bound.observations, profiles), fitted, intervals);
  const posterior = map && intervals && posteriorOf(map, interval, Date.now() + maxSeconds * 1000);
  const mapValues = map ? withDerivedMap(mapReport(map, mleValues, interval, posterior), map, fitted, mleValues) : null;
  const found = checkFit({ ...fitted, profiles });
  return {
    ...withoutEstimates(bound.rows, [...before, ...(mle.objective.cancellation.late ? checkUnfinished(fitted) : found)]),
    stage,
    used: bound.used,
    mle: mleValues,
    map: mapValues,
    latent: latentOf(fitted),
    facts: parameterFacts(fitted),
    ...(bound.model.networks.length > 0 ? { networkFacts: networkFacts(fitted) } : {}),
  };
}

/** The latent values under the MLE where it can be shown, else under the MAP. */
function latentOf({ bound, mle, map }: Fitted): LatentModes[] {
  const shown = bound.latents.length === 0 ? undefined : [mle, map].find((each) => each && hasValues(each));
  return shown ? latentModes(shown) : [];
}
