/** A small estimation file that shows a distribution in use. */
export interface Example {
  /** What the data are and what the file shows, in one or two sentences. */
  readonly note: string;
  readonly text: string;
  /** The diagnostic that it is there to show, for the tests: "warning=boundary". */
  readonly shows?: string;
  /** Arguments (positional, as in the record) for which the page shows mean and quantiles. */
  readonly at?: readonly number[];
}

/** Examples by the name of the distribution. */
export type Examples = Readonly<Record<string, Example>>;
