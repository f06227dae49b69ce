import type { Recession, Wish } from './traits.js';

/** Successes among trials: all of them want the log-odds of a success to rise, none of them want it to fall, no trial says nothing. */
export const ofShare = (argument: string): Recession => ({
  in: [argument],
  wants: ([nodes = []]) => nodes.map((node) => ({ node, wish: shareWish })),
});

function shareWish(successes: number, trials: number): Wish {
  if (trials === 0) return 0;
  return successes === trials ? 1 : successes === 0 ? -1 : 'same';
}

/** Events: a count of 0 wants a lower rate. */
export const ofEvents = (argument: string): Recession => ({
  in: [argument],
  wants: ([nodes = []]) => nodes.map((node) => ({ node, wish: (y) => (y === 0 ? -1 : 'same') })),
});

/** Scores of classes: class k wants its own above each other one. */
export const ofScores = (argument: string): Recession => ({
  in: [argument],
  wants: ([scores = []]) =>
    scores.flatMap((node, k) =>
      scores.slice(0, k).map((less, j) => ({ node, less, wish: (y: number): Wish => (y === k ? 1 : y === j ? -1 : 0) })),
    ),
});

/** Cutpoints on a scale: class k wants the one above it higher and the one below it lower, both seen from its place. */
export const ofPlace = (place: string, cutpoints: string): Recession => ({
  in: [place, cutpoints],
  wants: ([places = [], cuts = []]) =>
    places.flatMap((less) => cuts.map((node, k) => ({ node, less, wish: (y: number): Wish => (y === k ? 1 : y === k + 1 ? -1 : 0) }))),
});
