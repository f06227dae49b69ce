import type { Problem } from '../../engine/problem.js';
import { boundary } from './boundary.js';
import type { Check, Fitted } from './check.js';
import { derivedNonFinite } from './derivedNonFinite.js';
import { endlessNetwork } from './endlessNetwork.js';
import { networkErrors } from './networkErrors.js';
import { noInformation } from './noInformation.js';
import { nonSmooth } from './nonSmooth.js';
import { notConverged } from './notConverged.js';
import { oneRowALevel } from './oneRowALevel.js';
import { separation } from './separation.js';
import { unbounded } from './unbounded.js';
import { unidentified } from './unidentified.js';

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
  endlessNetwork,
  networkErrors,
];

export function checkFit(fitted: Fitted): Problem[] {
  return checks.flatMap((check) => check(fitted));
}
