/** The scale on which a parameter has no bounds: the logarithm of its distance from the one that it has, or the log-odds between two. */
export type UnconstrainedScale = 'log' | 'logit';

/** What a hover tells of one parameter besides its estimates. */
export interface ParameterFacts {
  /** As in the report. */
  readonly name: string;
  /** Key under `parameters`. */
  readonly owner: string;
  /** The prior as written, and where the middle of its probability lies, as much of it as intervals hold. */
  readonly prior?: { readonly text: string; readonly title: string; readonly level: number; readonly range?: readonly [number, number] };
  /** What the prior is worth, in Markdown sentences. */
  readonly worth: readonly string[];
  /** "a positive number", or undefined on the whole line. */
  readonly support?: string;
  /** Where the parameter has no bounds: under the likelihood, and with the support of its prior. */
  readonly scales: { readonly mle?: UnconstrainedScale; readonly map?: UnconstrainedScale };
  /** Mode of the posterior on the unconstrained scale, where it differs from the MAP by more than a tenth of its standard error. */
  readonly otherMode?: number;
}

/** What a hover tells of a network besides its losses. */
export interface NetworkFacts {
  readonly name: string;
  /** "4 numbers". */
  readonly input: string;
  readonly layers: readonly { readonly text: string; readonly output: string; readonly parameters: number }[];
  readonly parameters: number;
  /** What the priors on weights and biases mean, in Markdown sentences. */
  readonly worth: readonly string[];
}

/** How far a prior reaches: what it takes to wash it out, and what it would do if it were narrower or wider. */
export interface PriorReach {
  readonly name: string;
  /** What is counted: rows of the data, or the trials of Binomial counts. */
  readonly unit: 'rows' | 'trials';
  /** How many of them there are, or the sum of their weights. */
  readonly rows: number;
  /** How many rows the prior weighs as much as. */
  readonly equivalentRows?: number;
  /** Rows like these from which on the prior pulls by less than half, and by less than a tenth, of a standard error. */
  readonly untilHalf?: number;
  readonly untilTenth?: number;
  /** The MAP with the prior half and twice as wide. */
  readonly narrower?: number;
  readonly wider?: number;
  /** The MAP as the data are repeated, up to where the pull is a tenth of a standard error. */
  readonly washout?: {
    readonly rows: readonly number[];
    readonly map: readonly number[];
    readonly mle: number;
    readonly se: number;
    /** Estimates from random subsets of the rows: they come last. */
    readonly fewer?: readonly Subsets[];
  };
}

/** Estimates from random subsets of one size; a subset without an estimate is left out. */
export interface Subsets {
  readonly rows: number;
  readonly draws: number;
  readonly mle: readonly number[];
  readonly map: readonly number[];
}

/** The values of one name, such as `u` in `u[subject]`, by level. */
export interface LatentModes {
  readonly name: string;
  readonly column: string;
  readonly levels: readonly string[];
  /** Whether integrating the values out is exact, as where all is Normal, and not an approximation. */
  readonly isExact: boolean;
  /** Most probable values given the data and the estimated parameters. */
  readonly estimates: Float64Array;
  /** Standard deviations given the data and the estimated parameters, from the curvature there: what is not known of the parameters is not in them. */
  readonly standardErrors: Float64Array;
}
