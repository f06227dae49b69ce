/** A column of a case: numbers, or codes from 0 into `levels`. */
export interface CaseColumn {
  readonly name: string;
  readonly values: Float64Array;
  readonly levels?: readonly string[];
}

/** One way in which a peer fits a case. */
export interface Method {
  /** The key of a peer in peers/index.ts. */
  readonly peer: string;
  /** The name of the function in the peer's script. */
  readonly method: string;
  /** What a user of the peer would recognise. */
  readonly label: string;
  /** `all`, `coefficients` (not of a scale or dispersion), or `none`. */
  readonly standardErrors: 'all' | 'coefficients' | 'none';
  /** Where the peer's standard errors are of another kind than ours: how far they may differ (relative), and why. */
  readonly otherErrors?: { readonly tolerance: number; readonly why: string };
}

/** A model with its data, fitted by us and by peers. A peer answers with estimates in the order of our parameters. */
export interface Case {
  readonly name: string;
  readonly title: string;
  /** Generated from a seed, the same every time: the first column is the outcome. Large cases have only a share of their rows where requested. */
  readonly columns: (share: number) => readonly CaseColumn[];
  /** The estimation file without its `data` key. */
  readonly model: string;
  readonly methods: readonly Method[];
}
