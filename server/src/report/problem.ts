/** A half-open range of offsets (UTF-16 code units) in the text of the estimation file. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The stable names of diagnostics; users silence and search for them, so none is ever renamed. */
export const problemCodes = [
  'syntax',
  'unknown-name',
  'unknown-key',
  'type',
  'cycle',
  'not-supported',
  'data-missing',
  'data-unreadable',
  'data-malformed',
  'missing-values',
  'out-of-support',
  'unused-column',
  'unused-parameter',
  'separation',
  'unidentified',
  'boundary',
  'unbounded',
  'non-smooth',
  'overdispersion',
  'influential-row',
  'not-converged',
  'local-optima',
  'non-finite',
  'improper-posterior',
  'prior-conflict',
  'prior-dominates',
  'scale-dependence',
  'poor-scaling',
  'constant-column',
  'few-rows',
  'wald-interval',
  'time-limit',
  'expectation',
  'prediction',
  'internal-error',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** A replacement of text that mends a problem. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
  /** True for the one fix that is almost surely meant. */
  readonly preferred?: boolean;
}

/** Something to tell the user at a place of the estimation file: a value, never an exception. */
export interface Problem {
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** It stands for this many others, which are not reported one by one. */
  readonly more?: number;
  /** What was found, why it is a problem and what to do, in the user's words. */
  readonly message: string;
  readonly span: Span;
  /** Names of the parameters or columns concerned, such as `b[x]`. */
  readonly related?: readonly string[];
  readonly fixes?: readonly Fix[];
}
