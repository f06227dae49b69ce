export type FitStatus = 'converged' | 'boundary' | 'max-iterations' | 'non-finite' | 'unbounded' | 'time-limit' | 'cancelled';

/** How a maximum was found, and what speaks for it being one. */
export interface CertificateReport {
  readonly method: string;
  /** √(g' I⁻¹ g): how far off the maximum is, in standard errors. */
  readonly gradientNorm: number | null;
  /** Of the observed information with a diagonal of 1: near 0 some combination is hardly determined. */
  readonly smallestEigenvalue: number | null;
  readonly starts: number;
  /** Starts that ended at this maximum. */
  readonly agreeing: number;
  /** A fingerprint of the columns that the model reads: equal where their values are. Comes with the final answer. */
  readonly data?: string;
}

export interface MleReport {
  readonly status: FitStatus;
  readonly logLikelihood: number | null;
  readonly aic: number | null;
  /** With the number of rows used, or the sum of their weights, as in R. */
  readonly bic: number | null;
  /** Where rows are counts of successes among several trials: BIC with the number of trials. */
  readonly bicOfTrials?: { readonly rows: number; readonly trials: number; readonly bic: number | null };
  /** Norm of the gradient in units of standard errors: sqrt(g' I^-1 g). */
  readonly gradientNorm: number | null;
  readonly iterations: number;
  readonly certificate: CertificateReport;
  /** Probability content of all intervals. */
  readonly level: number;
  readonly parameters: Readonly<Record<string, MleParameter>>;
  /** Functions of parameters, where the file has `derived`; errors by the delta method. */
  readonly derived?: Readonly<Record<string, MleParameter>>;
  readonly networks?: Readonly<Record<string, NetworkReport>>;
}

export type Interval = readonly [number | null, number | null];

export interface MleParameter {
  readonly estimate: number | null;
  readonly se: number | null;
  /** By the sandwich formula, where `settings` ask for it. */
  readonly robustSe?: number | null;
  readonly interval: {
    readonly wald: Interval | null;
    /** The Wald interval on the logarithm or the log-odds, mapped back: inside the support. Absent where the parameter can be any number, and of derived quantities. */
    readonly waldUnconstrained?: Interval | null;
    readonly profile: Interval | null;
    /** What each end of the profile interval is; absent where there is none. */
    readonly ends?: readonly [IntervalEnd, IntervalEnd];
  };
}

/**
 * contour: there the log-likelihood, maximised over all other parameters, has fallen by half the χ² quantile. bound: it has not fallen by as much up to the bound of the
 * parameter, which belongs to the interval. open: it never does; the end is null. not-found, time-limit: no end could be shown; null.
 */
export type IntervalEnd = 'contour' | 'bound' | 'open' | 'not-found' | 'time-limit';

export interface MapReport {
  readonly status: FitStatus;
  readonly logLikelihood: number | null;
  readonly logPrior: number | null;
  readonly logPosterior: number | null;
  readonly logEvidence: number | null;
  readonly evidenceMethod: 'quadrature' | 'laplace' | null;
  readonly gradientNorm: number | null;
  readonly iterations: number;
  readonly certificate: CertificateReport;
  readonly level: number;
  readonly parameters: Readonly<Record<string, MapParameter>>;
  readonly derived?: Readonly<Record<string, MapParameter>>;
  readonly networks?: Readonly<Record<string, NetworkReport>>;
}

export interface MapParameter {
  readonly estimate: number | null;
  readonly se: number | null;
  /** (MAP - MLE) / SE of the MLE. */
  readonly pull: number | null;
  /** Around the MAP. Derived quantities have the first one only. */
  readonly interval: {
    readonly wald: Interval | null;
    readonly waldUnconstrained?: Interval | null;
    /** The middle of the posterior, as much of it on either side: comes with the final answer. */
    readonly posterior?: Interval | null;
    readonly method?: 'quadrature' | 'laplace' | null;
  };
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

/** How well rows are predicted: those of the fit, or those held out. */
export interface ScoresReport {
  readonly rows: number;
  /** Null where there is no estimate, or it does not say what it predicts. */
  readonly mle: ScoreReport | null;
  readonly map: ScoreReport | null;
}

/** `accuracy` where the outcome has classes, `rmse` where it is a number with a mean; neither where there are several outcomes. */
export interface ScoreReport {
  readonly logLikelihood: number | null;
  readonly accuracy?: number;
  readonly rmse?: number;
  /** The log-likelihood averaged over what the data leave open in a network's last layer (Laplace's approximation), for rows held out. */
  readonly averagedLogLikelihood?: number;
  /** There is no estimate, as the density rises without end: this is the score of the point at which the search ended. */
  readonly unbounded?: true;
}
