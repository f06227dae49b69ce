import { thin } from '../../engine/bind/thin.js';
import type { Problem } from '../../report/problem.js';
import { boundary } from './boundary.js';
import { boundedOutcome } from './boundedOutcome.js';
import type { Check, Fitted } from './check.js';
import { codeAsNumber } from './codeAsNumber.js';
import { derivedNonFinite } from './derivedNonFinite.js';
import { endlessNetwork } from './endlessNetwork.js';
import { fewRows } from './fewRows.js';
import { improperPosterior } from './improperPosterior.js';
import { influentialRow } from './influentialRow.js';
import { localOptima } from './localOptima.js';
import { networkErrors } from './networkErrors.js';
import { noInformation } from './noInformation.js';
import { nonSmooth } from './nonSmooth.js';
import { notConverged } from './notConverged.js';
import { oneRowALevel } from './oneRowALevel.js';
import { overdispersion } from './overdispersion.js';
import { poorScaling } from './poorScaling.js';
import { priorConflict } from './priorConflict.js';
import { priorDominates } from './priorDominates.js';
import { scaleDependence } from './scaleDependence.js';
import { separation } from './separation.js';
import type { SlowCheck, Until } from './slow.js';
import { unbounded } from './unbounded.js';
import { unidentified } from './unidentified.js';
import { waldInterval } from './waldInterval.js';
import { yearAsNumber } from './yearAsNumber.js';

/** Every check of a finished fit: a new one is its file and its name here. */
const checks: readonly Check[] = [
  separation,
  unbounded,
  unidentified,
  oneRowALevel,
  boundary,
  nonSmooth,
  noInformation,
  notConverged,
  derivedNonFinite,
  fewRows,
  endlessNetwork,
  networkErrors,
  waldInterval,
];

/** Checks that take a while: they come after the estimates. These need data, outcomes, and parameters that have a standard error: they also run beside networks. */
const slowChecks: readonly SlowCheck[] = [
  improperPosterior,
  overdispersion,
  priorConflict,
  priorDominates,
  boundedOutcome,
  poorScaling,
  codeAsNumber,
  yearAsNumber,
];

/** These do not suit weights: a network has many equally good optima, and rows that a few of its weights serve alone. */
const withoutNetworks: readonly SlowCheck[] = [localOptima, scaleDependence, influentialRow];

export function checkFit(fitted: Fitted): Problem[] {
  return checks.flatMap((check) => check(fitted));
}

/** What can be said about a fit whose checks were cut short: the others would read numbers that were never computed. */
export function checkUnfinished(fitted: Fitted): Problem[] {
  const { spec, mle, map } = fitted;
  const found = [mle, ...(map ? [map] : [])].some(({ status }) => status === 'time-limit') ? notConverged(fitted) : [];
  if (found.length > 0) return found;
  const message = `The checks of this fit were stopped after ${String(spec.settings.maxSeconds)} seconds. \`settings: { max-seconds: … }\` gives them more time.`;
  return [{ severity: 'information', code: 'time-limit', message, span: spec.modelSpan }];
}

/** From this many rows on slow checks look at a sample of this many: what they find, few rows show as well. */
const MANY = 100_000;
const SAMPLE = 20_000;

/** What the slow checks find before they have to give up. */
export function checkSlowly(fitted: Fitted, until: Until): Problem[] {
  const { bound } = fitted;
  const looked = bound.used > MANY ? { ...fitted, bound: thin(bound, SAMPLE) } : fitted;
  const asked = bound.model.networks.length > 0 ? slowChecks : [...slowChecks, ...withoutNetworks];
  const found = asked.flatMap((check) => (until.isOver() ? [] : check(looked, until)));
  // There is no more to say about a posterior that is not a distribution.
  const isImproper = found.some(({ code }) => code === 'improper-posterior');
  return isImproper ? found.filter(({ code }) => code !== 'scale-dependence') : found;
}
