import type { MapReport, MleReport, ScoresReport } from './estimates.js';
import type { Predictions } from './predictions.js';
import type { Position } from './positions.js';

/**
 * How far an answer has come: sample, from some of the rows; estimates, from all of them, with standard errors and Wald intervals; final, with
 * profile and posterior intervals and evidence.
 */
export type ReportedStage = 'sample' | 'estimates' | 'final';

/**
 * The answer of a fit as `livelihood fit --json` prints it and `livelihood/didFit` carries it. Every number is finite or null;
 * a null has a diagnostic that names its cause.
 */
export interface FitReport {
  readonly file: string;
  readonly status: 'ok' | 'error' | 'not-converged';
  readonly data: { readonly rows: number; readonly used: number };
  readonly diagnostics: readonly ReportDiagnostic[];
  readonly mle: MleReport | null;
  readonly map: MapReport | null;
  readonly latent: Readonly<Record<string, { readonly estimate: number | null; readonly se: number | null }>>;
  /** How well the rows of the fit and those held out are predicted, where the file has `validate`. */
  readonly training?: ScoresReport;
  readonly validation?: ScoresReport;
  /** What became of each key of `expect`, where the file has it. */
  readonly expectations?: readonly ExpectationReport[];
  /** What is said of rows without an outcome, where the file has `predict`. */
  readonly predictions?: Predictions;
  readonly seconds: { readonly load: number; readonly compile: number; readonly fit: number };
  /** In `livelihood/didFit`: how far the answer has come. Left out where there is no answer to the file as it is. */
  readonly stage?: ReportedStage;
  /** A better answer follows: intervals, or the estimates of all rows. */
  readonly preliminary?: boolean;
  /** The inputs have changed since. */
  readonly stale?: boolean;
}

export interface ExpectationReport {
  /** `theta`, `map.theta`, `derived.odds`, `logLikelihood`, or `findings`. */
  readonly name: string;
  /** As it is written. */
  readonly expected: string;
  /** The value, or the codes of findings that are not allowed; null where there is no value. */
  readonly found: number | readonly string[] | null;
  /** Null as long as the answer is not complete. */
  readonly holds: boolean | null;
  /** Why it does not hold. */
  readonly message?: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface ReportDiagnostic {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly related?: readonly string[];
}
