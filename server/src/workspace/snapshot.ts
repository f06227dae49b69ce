import type { ModelSpec } from '../engine/model/specification.js';
import type { DataProblem } from '../language/data/dataset.js';
import type { FitReport } from '../report/fitReport.js';
import type { LearningCurve } from '../report/views.js';
import type { FitAnswer } from '../report/answer.js';
import type { Loaded } from './loader.js';
import type { LineIndex } from '../report/positions.js';

/** What is known about one estimation file at a given moment: its text, and the last answer with the specification it belongs to. */
export interface Snapshot {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly version: number;
  readonly lines: LineIndex;
  readonly spec: ModelSpec;
  readonly data?: Loaded;
  /** Problems of the text, the data and, where it is current, the fit. */
  readonly problems: readonly DataProblem[];
  readonly answer?: FitAnswer;
  /** The report of the last answer; where it is stale, with the current problems. */
  readonly report?: FitReport;
  /** The progress of a search over weights that is under way. */
  readonly learning?: readonly LearningCurve[] | undefined;
  /** The inputs have changed since the answer. */
  readonly stale: boolean;
  /** The file has been removed. */
  readonly isGone?: boolean;
  /** The fit of the current inputs is about to begin or under way: more is to come. */
  readonly isFitting: boolean;
  /** `waiting`: the inputs have changed, or have never been fitted, and no fit begins before a save or the user's command. */
  readonly state: 'fitting' | 'fitted' | 'stale' | 'failed' | 'waiting';
}

/** What a session tells the outside world. */
export interface SessionEvents {
  /** Something to show has changed. */
  changed(snapshot: Snapshot): void;
  /** Reading or fitting has begun, or everything that was under way has ended. */
  working(snapshot: Snapshot, isWorking: boolean): void;
  /** A fit has ended, or a file turned out not to be one that can be fitted. */
  fitted(snapshot: Snapshot, report: FitReport): void;
}
