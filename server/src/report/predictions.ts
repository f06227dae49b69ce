import type { Interval } from './estimates.js';

type Numbers = readonly (number | null)[];

/** What a file asks about rows that have no outcome. */
export interface Predictions {
  readonly rows: number;
  /** The columns that the predictions depend on, as they are shown. */
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
  /** By outcome, as it is written before `~`. */
  readonly outcomes: Readonly<Record<string, { readonly mle: Prediction | null; readonly map: Prediction | null }>>;
}

/** One value for each row, in their order; null for a row that cannot be predicted, and where a number does not exist. */
export type Prediction = NumberPrediction | ClassPrediction;

export interface NumberPrediction {
  /** The mean of the outcome; its median where it has no mean. */
  readonly mean?: Numbers;
  readonly median?: Numbers;
  readonly se: Numbers;
  /** Holds the mean. */
  readonly interval: readonly (Interval | null)[];
  /** Holds a new outcome. */
  readonly observation: readonly (Interval | null)[];
}

export interface ClassPrediction {
  readonly probability: Readonly<Record<string, Numbers>>;
  readonly class: readonly (string | null)[];
}

export const isOfClasses = (prediction: Prediction): prediction is ClassPrediction => 'class' in prediction;
