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
  readonly seconds: { readonly load: number; readonly compile: number; readonly fit: number };
  /** A better answer follows. */
  readonly preliminary?: boolean;
  /** The inputs have changed since. */
  readonly stale?: boolean;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface ReportDiagnostic {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly related?: readonly string[];
}

export type FitStatus = 'converged' | 'boundary' | 'max-iterations' | 'non-finite' | 'unbounded' | 'time-limit' | 'cancelled';

export interface MleReport {
  readonly status: FitStatus;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  readonly bic: number | null;
  /** Norm of the gradient in units of standard errors: sqrt(g' I^-1 g). */
  readonly gradientNorm: number | null;
  readonly iterations: number;
  readonly parameters: Readonly<Record<string, MleParameter>>;
  readonly networks?: Readonly<Record<string, NetworkReport>>;
}

export type Interval = readonly [number | null, number | null];

export interface MleParameter {
  readonly estimate: number | null;
  readonly se: number | null;
  readonly interval: { readonly wald: Interval | null; readonly profile: Interval | null };
}

export interface MapReport {
  readonly status: FitStatus;
  readonly logLikelihood: number | null;
  readonly logPrior: number | null;
  readonly logPosterior: number | null;
  readonly logEvidence: number | null;
  readonly evidenceMethod: 'quadrature' | 'laplace' | null;
  readonly gradientNorm: number | null;
  readonly iterations: number;
  readonly parameters: Readonly<Record<string, MapParameter>>;
  readonly networks?: Readonly<Record<string, NetworkReport>>;
}

export interface MapParameter {
  readonly estimate: number | null;
  readonly se: number | null;
  /** (MAP - MLE) / SE of the MLE. */
  readonly pull: number | null;
}

/** A network: its weights are not listed one by one. */
export interface NetworkReport {
  readonly weights: number;
  readonly biases: number;
  /** Root of the sum of the squared weights, biases not among them. */
  readonly norm: number | null;
  /** Mean negative log-likelihood of an observation. */
  readonly loss: number | null;
  /** Starts tried, and those that led to the same optimum as the best one. */
  readonly starts: number;
  readonly agreeing: number;
}
