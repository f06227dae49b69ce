import type { Problem } from '../../report/problem.js';
import type { Fitted } from './check.js';

/** When a check that takes a while has to give up: what it has found by then is told. Within that, steps end its searches and not the clock. */
export interface Until {
  isOver(): boolean;
}

/** A check whose answer comes after the estimates. */
export type SlowCheck = (fitted: Fitted, until: Until) => Problem[];
