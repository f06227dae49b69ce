/** A picture, or the weights of a filter: numbers by height, width, then channel, from 0 to 1, or from −1 to 1 where they are `signed`. */
export interface PictureView {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: readonly number[];
  readonly signed?: true;
}

/** What a model of classes says about the held-out rows, or, where there are none, about those of the fit. */
export interface ClassesView {
  readonly rows: 'training' | 'validation';
  readonly levels: readonly string[];
  readonly estimates: readonly {
    readonly label: 'MLE' | 'MAP';
    /** There is no estimate: this is the point at which the search ended. */
    readonly unbounded?: true;
    /** Rows by their class, then by the most probable class. */
    readonly confusion: readonly (readonly number[])[];
    /** The rows whose true class it considers least probable. */
    readonly worst: readonly WorstView[];
  }[];
}

export interface WorstView {
  /** "3/0012.png", or "row 7". */
  readonly name: string;
  readonly actual: string;
  readonly predicted: string;
  /** Probability of the actual class. */
  readonly probability: number;
  /** The same, averaged over the uncertainty of the last layer of the network. */
  readonly averaged?: number;
  readonly picture?: PictureView;
}

/** The first filters of a network that begins with a convolution, on one scale. */
export interface FiltersView {
  readonly network: string;
  readonly label: 'MLE' | 'MAP';
  readonly filters: readonly PictureView[];
}

/** The mean loss (minus log-likelihood) per row along the steps of a search. */
export interface LearningCurve {
  readonly label: 'MLE' | 'MAP';
  readonly steps: readonly number[];
  readonly training: readonly number[];
  /** For the held-out rows, where there are any. */
  readonly validation?: readonly number[];
  /** At most this many rows of either kind were looked at. */
  readonly sampled?: number;
}

/** A function on a grid; `y` is scaled so that its maximum is 1. Pairs beyond the support are left out. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface ParameterView {
  /** As in the report: `theta`, `b[area]`. */
  readonly name: string;
  /** The prior as written, if any. */
  readonly prior?: string;
  /** exact: the model has this one free parameter; profile: the others are re-maximised at every point; normal: quadratic approximation at the estimate. */
  readonly method: 'exact' | 'profile' | 'normal';
  /** It is an approximation for lack of time: a profile replaces it when there is time. */
  readonly hurried?: true;
  readonly likelihood?: Curve;
  readonly priorDensity?: Curve;
  readonly posterior?: Curve;
  readonly mle: number | null;
  readonly mleSe: number | null;
  readonly map: number | null;
  readonly mapSe: number | null;
}

/** Rows of the first statement beside what the estimates say of them. */
export interface RowPlotsView {
  readonly label: 'MLE' | 'MAP';
  readonly outcome: string;
  readonly used: number;
  readonly residuals?: ResidualsView;
  readonly counts?: CountsView;
  readonly calibration?: CalibrationView;
  readonly roc?: RocView | undefined;
}

/** The view, or why there is none. */
export type RowPlotsAnswer =
  { readonly view: RowPlotsView; readonly problem?: undefined } | { readonly view?: undefined; readonly problem: string };

export interface ResidualsView {
  /** Outcomes less their means, in standard deviations, by the mean; with the number of the row in the data (from 1). At most 2,000, evenly chosen. */
  readonly points: readonly { readonly row: number; readonly fitted: number; readonly residual: number }[];
  readonly sampled: boolean;
  /** Quantile residuals in order, beside the quantiles of a standard Normal distribution; where the distribution has quantiles. */
  readonly quantiles?: readonly { readonly expected: number; readonly residual: number }[] | undefined;
}

export interface CountsView {
  readonly bars: readonly { readonly count: number; readonly observed: number; readonly expected: number }[];
  /** There are larger counts, which are left out. */
  readonly isCut: boolean;
}

/** Bins of equally many rows: mean probability, share of events, and the 95 % interval of that share. */
export type CalibrationView = readonly {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}[];

export interface RocView {
  readonly points: readonly { readonly false: number; readonly true: number }[];
  readonly area: number;
}

/** The two losses term by term, at either estimate: minus the log-likelihood, and minus the log-density of each prior. Null where there is no value. */
export interface LossesView {
  readonly data: { readonly mle: number | null; readonly map: number | null };
  readonly terms: readonly {
    /** The parameters that have this prior. */
    readonly names: readonly string[];
    readonly prior: string;
    readonly mle: number | null;
    readonly map: number | null;
  }[];
}

/** A function of two parameters by its regions: what lies within some fall of its maximum, the smallest first. */
export interface PairSurface {
  readonly label: 'likelihood' | 'posterior';
  /** The outline of each region, around the connected part that holds the maximum. */
  readonly regions: readonly (readonly (readonly [number, number])[])[];
  /** Where the maximum is. */
  readonly best: readonly [number, number];
  /** The best value of the second parameter for values of the first, and of the first for values of the second. */
  readonly paths: readonly [readonly (readonly [number, number])[], readonly (readonly [number, number])[]];
}

/** Two free parameters, all others at their best at each point. */
export interface PairView {
  readonly x: string;
  readonly y: string;
  readonly surfaces: readonly PairSurface[];
  /** How far below its maximum each region ends, and what it is called: 1, 2 and 3 σ of χ² with two degrees of freedom. */
  readonly levels: readonly { readonly text: string; readonly content: number; readonly fall: number }[];
  /** Other parameters were maximised over. */
  readonly isProfile: boolean;
}

/** The view, or why there is none. */
export type PairAnswer =
  { readonly view: PairView; readonly problem?: undefined } | { readonly view?: undefined; readonly problem: string };

/** The MAP of a parameter as its data are repeated, beside the MLE and its standard error with the data as they are. */
export interface WashoutView {
  readonly name: string;
  /** What is counted: `rows`, or the `trials` of Binomial counts. */
  readonly unit: 'rows' | 'trials';
  /** How many of them, in increasing order, the first number being that of the data. */
  readonly rows: readonly number[];
  readonly map: readonly number[];
  readonly mle: number;
  readonly se: number;
  /** Both estimates from random subsets of the rows, by size; subsets without an estimate have none. Empty where rows cannot be left out. */
  readonly fewer: readonly {
    readonly rows: number;
    readonly draws: number;
    readonly mle: readonly number[];
    readonly map: readonly number[];
  }[];
  /** From this many rows on the prior pulls by less than a tenth of a standard error. */
  readonly untilTenth?: number;
}

/** Latent values of one name, the smallest first: all levels, or as many evenly chosen ones as can be distinguished. */
export interface LatentView {
  readonly name: string;
  readonly column: string;
  /** How many levels there are. */
  readonly count: number;
  readonly levels: readonly { readonly level: string; readonly estimate: number; readonly se: number }[];
}

export interface DataFitView {
  /** Name of the predictor and text of the outcome. */
  readonly x: string;
  readonly y: string;
  /** At most 2,000 rows, evenly chosen, with their numbers in the data (from 1); `sampled` where rows were left out. */
  readonly points: { readonly x: readonly number[]; readonly y: readonly number[]; readonly rows: readonly number[] };
  readonly sampled: boolean;
  /** Mean of the outcome under the estimates, on a grid of the predictor. */
  readonly curves: readonly {
    readonly label: 'MLE' | 'MAP';
    readonly curve: { readonly x: readonly number[]; readonly y: readonly number[] };
    /** The 95 % band of the mean under the uncertainty of the last layer of the network. */
    readonly band?: { readonly x: readonly number[]; readonly low: readonly number[]; readonly high: readonly number[] };
  }[];
}

/** A column of the data as a list shows it. */
export interface ColumnView {
  readonly name: string;
  readonly kind: 'numeric' | 'boolean' | 'categorical' | 'image';
  /** Range, number of levels or of true values, in one line. */
  readonly content: string;
  readonly missing: number;
  readonly rows: number;
  /** The first levels with their counts. */
  readonly levels: readonly { readonly level: string; readonly count: number }[];
}
