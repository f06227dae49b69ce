import type { EntryIndex } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import { minimise } from '../../optimise/minimise.js';
import type { Estimate } from '../estimate.js';
import { Objective, type Natural, type Working } from '../objective/objective.js';
import { problemOf } from '../search/search.js';

/** The MAP with the data repeated: `copies` times as much of the same evidence. */
export interface WashoutPoint {
  readonly copies: number;
  readonly natural: Natural;
}

/** How the MAP approaches the MLE as the same data are repeated. */
export class Washout {
  private readonly points: WashoutPoint[] = [];
  private last: Working;

  constructor(
    private readonly mle: Estimate,
    private readonly map: Estimate,
    private readonly deadline: number,
  ) {
    this.last = map.point;
    this.points.push({ copies: 1, natural: map.natural });
  }

  /** The MAP with this many copies of the data; undefined where the search fails or time is up. */
  at(copies: number): WashoutPoint | undefined {
    const known = this.points.find((point) => point.copies === copies);
    if (known) return known;
    const { bound, held, cancellation } = this.map.objective;
    const objective = new Objective(bound, 'map', held, cancellation, undefined, copies);
    const { status, point } = minimise(problemOf(objective, this.deadline), this.last, { ending: 'plain' });
    if (status !== 'converged') return undefined;
    this.last = point;
    const found = { copies, natural: objective.natural(point) };
    this.points.push(found);
    return found;
  }

  /** (MAP − MLE)/SE of the MLE, each with this many copies of the data; standard errors fall with the root of their number. */
  pull(entry: EntryIndex, { copies, natural }: WashoutPoint): number {
    const { natural: centre, standardErrors } = this.mle;
    return ((at(natural, entry) - at(centre, entry)) / at(standardErrors, entry)) * Math.sqrt(copies);
  }

  /**
   * The number of copies from which on the pull stays below a threshold, by refits: doubled until it does, then bisected on the logarithm to a share of
   * 10⁻⁵. 1 or less means that the data suffice as they are; undefined where no number is found.
   */
  copiesUntil(entry: EntryIndex, threshold: number): number | undefined {
    const isBelow = (copies: number): boolean | undefined => {
      const point = this.at(copies);
      return point && Math.abs(this.pull(entry, point)) < threshold;
    };
    let [low, high] = [1, 1];
    for (let below = isBelow(1); below !== true; below = isBelow(high)) {
      if (below === undefined || high > MOST_COPIES) return undefined;
      [low, high] = [high, 4 * high];
    }
    while (high > low * (1 + PRECISION)) {
      const middle = Math.sqrt(low * high);
      const below = isBelow(middle);
      if (below === undefined) return undefined;
      if (below) high = middle;
      else low = middle;
    }
    return high;
  }
}

const MOST_COPIES = 1e9;
const PRECISION = 1e-5;
