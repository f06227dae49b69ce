/** The range of a parameter; a closed bound can itself be the estimate. */
export interface Support {
  readonly lower: number;
  readonly upper: number;
}
