import type { NodeId } from '../ir/graph.js';

/** What others ask of a distribution besides its density: each is a fact about the distribution, not about who asks. */

/**
 * A density that is straight on both sides of a kink: log p(y) = log(b a/(b + a)) − b (at − y) below `at` and − a (y − at) above it, b and a being the
 * rates `below` and `above`. As a penalty with b = a it is the lasso's a |θ − at| (Tibshirani, JRSS B 58, 1996).
 */
export interface Kink {
  readonly at: number;
  readonly below: number;
  readonly above: number;
}

/** A Normal density; as a penalty it is the ridge's (θ − mean)²/(2 sd²) (Hoerl & Kennard, Technometrics 12, 1970). */
export interface Gaussian {
  readonly mean: number;
  readonly sd: number;
}

/**
 * What a whole-number outcome counts: events without an upper limit, or successes among as many trials as the first argument says. Of independent trials each
 * could be a row of its own.
 */
export type Counted = { readonly of: 'events' } | { readonly of: 'trials'; readonly areIndependent: boolean };

/** What a row's outcome demands of a number: that it rises, falls, stays, or nothing. */
export type Wish = 1 | -1 | 'same' | 0;

/** A difference of two nodes (the second may be missing) and what an outcome wants of it: otherwise its probability falls. */
export interface Want {
  readonly node: NodeId;
  readonly less?: NodeId;
  /** `trials` is 1 unless the outcome counts successes among several. */
  readonly wish: (y: number, trials: number) => Wish;
}

/**
 * How the probability of an outcome rises to a limit as arguments go to infinity on the whole line: where every row agrees on a direction, the likelihood has no
 * maximum (Albert & Anderson, Biometrika 71, 1984).
 */
export interface Recession {
  /** Names of the arguments; one whose domain is not the whole line counts through its link, such as the log-odds of a probability. */
  readonly in: readonly string[];
  /** Given the nodes of these arguments, on the whole line. */
  wants(args: readonly (readonly NodeId[])[]): readonly Want[];
}

/** A distribution's limit where these arguments go to infinity. */
export interface Limit {
  readonly arguments: readonly string[];
  /** In words: "the Poisson distribution". */
  readonly is: string;
  /** How that is written instead: "Poisson(mean)"; left out where the language has no name for it. */
  readonly write?: string;
}

/** log p = −½ ((outcome − mean)/sd)² − log sd − ½ log 2π + rest, where rest depends on data alone. */
export interface Squares {
  readonly outcome: NodeId;
  readonly mean: NodeId;
  readonly sd: NodeId;
  readonly rest: NodeId;
}

/** Writes an amount of what was seen: "2 successes". */
export type Amount = (count: number, noun: string) => string;
