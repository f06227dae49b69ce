import type { Problem } from '../../report/problem.js';
import type { Fitted } from './check.js';

/** When a check that takes a while has to give up: what it has found by then is reported. Until then its searches are ended by a number of steps, not by the clock. */
export interface Until {
  isOver(): boolean;
}

/** A check whose answer comes after the estimates. */
export type SlowCheck = (fitted: Fitted, until: Until) => Problem[];
