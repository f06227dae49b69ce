/**
 * What an estimate says of each row, in columns by used row that threads share. They are the one place of a report where NaN stands for what
 * is not there: whoever words them looks.
 */
export interface RowTable {
  readonly label: 'MLE' | 'MAP';
  /** Number (from 1) of each used row in the source, increasing; absent where all rows are used. */
  readonly rowNumbers?: Float64Array;
  readonly used: number;
  readonly statements: readonly StatementRows[];
  /** Of all statements and terms together, by weight: they add up to the log-likelihood unless there are latent values. */
  readonly contributions: Float64Array;
  readonly weights?: Float64Array;
  /** Values are those given the most probable latent values. */
  readonly givenLatent?: true;
  readonly influence?: InfluenceRows;
}

/** One statement about an outcome. */
export interface StatementRows {
  /** The outcome as written. */
  readonly outcome: string;
  /** number: `fitted` is the mean. event: the probability of 1. class: the most probable class. */
  readonly kind: 'number' | 'event' | 'class';
  readonly isDiscrete: boolean;
  /** Of classes, by code; of an event what counts as 1. */
  readonly levels?: readonly string[];
  readonly success?: string;
  readonly observed: Float64Array;
  readonly fitted: Float64Array;
  /** Of a number: the standard deviation of the outcome. Of a class: the probability of the most probable one. */
  readonly spread: Float64Array;
  /** An outcome less its mean is no residual: it is a bound, or a direction. */
  readonly hasResidual: boolean;
  readonly logDensities: Float64Array;
}

/** What leaving out each row changes. */
export interface InfluenceRows {
  readonly isExact: boolean;
  /** Names of entries. */
  readonly names: readonly string[];
  /** The entry that moves most, −1 where none moves, and by how many of its standard errors. */
  readonly entries: Int32Array;
  readonly changes: Float64Array;
  /** Cook's distance. */
  readonly distances: Float64Array;
}

/** The place of a row of the source (from 1) among the used ones; −1 where it is not used. */
export function placeOf(rowNumbers: Float64Array | undefined, rows: number, row: number): number {
  if (!rowNumbers) return row >= 1 && row <= rows ? row - 1 : -1;
  let [low, high] = [0, rowNumbers.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rowNumbers.at(middle) ?? NaN;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
