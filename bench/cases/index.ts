import type { Case } from './case.js';
import { coin } from './coin.js';
import { growthCurve } from './growthCurve.js';
import { linear } from './linear.js';
import { logisticTall, logisticWide } from './logistic.js';
import { mixedIntercept, mixedLogistic, mixedSlopes } from './mixed.js';
import { mixture } from './mixture.js';
import { negativeBinomial } from './negativeBinomial.js';
import { poisson } from './poisson.js';
import { softmax } from './softmax.js';
import { studentT } from './studentT.js';

/** Every case, one line each. */
export const cases: readonly Case[] = [
  linear,
  logisticTall,
  logisticWide,
  poisson,
  negativeBinomial,
  softmax,
  studentT,
  mixture,
  mixedIntercept,
  mixedSlopes,
  mixedLogistic,
  growthCurve,
  coin,
];
