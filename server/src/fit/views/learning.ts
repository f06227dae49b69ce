import type { Natural } from '../../engine/inference/objective/objective.js';
import type { Target } from '../../engine/model/model.js';
import type { Cancellation, Kernel } from '../../engine/kernel/kernel.js';
import { compileKernel } from '../../engine/terms/compile.js';
import type { BoundModel } from '../../engine/model/bound.js';
import { working, workingsOf } from '../../engine/model/workings.js';
import { thin } from '../../engine/bind/thin.js';
import { likelihoodTerms } from '../../engine/bind/likelihoodTerms.js';
import type { LearningCurve } from '../../report/views.js';
import type { HeldOut } from '../question/heldOut.js';
import type { Learn } from '../question/job.js';
import { rowsHeldOut } from '../reports/scores.js';

/** Points are further apart by this factor, so that long searches have as many as short ones. */
const SPACING = 1.1;
/** The share of a search's time that looking may take. */
const SHARE = 0.08;
/** Time between two reports. */
const PAUSE_MS = 200;
/** With more rows, a sample is used. */
const MOST_ROWS = 1000;
/** Weights that are kept to be looked at when the search is over. */
const MOST_KEPT = 4e6;

interface Rows {
  readonly kernel: Kernel;
  readonly observations: number;
  readonly isSample: boolean;
}

/** A step of a search with its losses. */
interface Point {
  readonly step: number;
  readonly training: number;
  readonly validation?: number;
}

/** What is known about a search from one start: steps with their losses in any order, and steps whose losses have not been computed yet. */
interface Track {
  heard: number;
  last: number;
  readonly seen: Point[];
  readonly waiting: { readonly step: number; readonly x: Natural }[];
}

/** The curves of maxima that are not searched again while only priors change. */
const lastCurve = working<LearningCurve>('the curve of the last search for the MLE');

/**
 * Watches a search of the weights of networks: the mean loss (minus log-likelihood) per row along its steps, for the rows of the fit and for those held out. It
 * looks and never steers: the search does not know of the rows held out. Where looking takes long, points are kept and looked at when the search is over.
 */
class Learning {
  private readonly tracks = new Map<string, Track>();
  private readonly shown = new Map<Target, string>();
  private readonly began = performance.now();
  private spent = 0;
  /** How long the last look took. */
  private each = 0;
  private told = performance.now();
  private readonly training: Rows;
  private held: Rows | undefined;

  constructor(
    private readonly bound: BoundModel,
    private readonly validation: () => BoundModel | undefined,
    private readonly cancellation: Cancellation,
    private readonly tell: Learn,
  ) {
    this.training = rowsOf(bound);
  }

  /** One more step of the search from the start of that number. */
  readonly watch = (target: Target, natural: () => Natural, start = 0): void => {
    const track = this.trackOf(target, start);
    const step = ++track.heard;
    if (step < SPACING * track.last) return;
    const isAffordable = this.spent + this.each <= SHARE * (performance.now() - this.began);
    const isKept = (track.waiting.length + 1) * this.bound.model.entries.length <= MOST_KEPT;
    if (!isAffordable && !isKept) return;
    track.last = step;
    if (!isAffordable) return void track.waiting.push({ step, x: natural() });
    this.look(track, step, natural());
    if (performance.now() - this.told < PAUSE_MS || this.cancellation.cancelled) return;
    this.told = performance.now();
    this.tell(this.curvesSoFar());
  };

  /** The curves of the searches followed last, waiting points included, the latest first, as far as there is time. */
  curves(deadline: number): LearningCurve[] {
    for (const key of this.shown.values()) {
      const track = this.tracks.get(key);
      for (const { step, x } of track?.waiting.splice(0).reverse() ?? [])
        if (track && performance.now() < deadline && !this.cancellation.cancelled) this.look(track, step, x);
    }
    return this.curvesSoFar();
  }

  private curvesSoFar(): LearningCurve[] {
    const [mle, map] = (['mle', 'map'] as const).map((target) => this.curveOf(target));
    const first = mle ?? workingsOf(this.bound).get(lastCurve);
    if (first) workingsOf(this.bound).keep(lastCurve, first);
    return [...(first ? [first] : []), ...(map ? [map] : [])];
  }

  private trackOf(target: Target, start: number): Track {
    const key = `${target} ${String(start)}`;
    const track = this.tracks.get(key) ?? { heard: 0, last: 0, seen: [], waiting: [] };
    this.tracks.set(key, track);
    this.shown.set(target, key);
    return track;
  }

  private curveOf(target: Target): LearningCurve | undefined {
    const points = [...(this.tracks.get(this.shown.get(target) ?? '')?.seen ?? [])].sort((a, b) => a.step - b.step);
    if (points.length < 2) return undefined;
    const validation = points.flatMap((point) => point.validation ?? []);
    return {
      label: target === 'mle' ? 'MLE' : 'MAP',
      steps: points.map(({ step }) => step),
      training: points.map(({ training }) => training),
      ...(validation.length === points.length ? { validation } : {}),
      ...(this.training.isSample ? { sampled: MOST_ROWS } : {}),
    };
  }

  private look({ seen }: Track, step: number, x: Natural): void {
    const began = performance.now();
    const bound = this.held ? undefined : this.validation();
    if (bound) this.held = rowsOf(bound);
    const training = this.lossOf(this.training, x);
    const validation = this.held && this.lossOf(this.held, x);
    this.each = performance.now() - began;
    this.spent += this.each;
    if (training === undefined || (this.held && validation === undefined)) return;
    seen.push({ step, training, ...(validation === undefined ? {} : { validation }) });
  }

  private lossOf({ kernel, observations }: Rows, x: Natural): number | undefined {
    const loss = -kernel.evaluate(x, 0, this.cancellation).value / observations;
    return Number.isFinite(loss) ? loss : undefined;
  }
}

function rowsOf(bound: BoundModel): Rows {
  const few = bound.used > MOST_ROWS ? thin(bound, MOST_ROWS) : bound;
  return {
    kernel: compileKernel(likelihoodTerms(few), bound.model.entries.length),
    observations: bound.observations,
    isSample: few !== bound,
  };
}

/** The observer of a search; none where nobody is looking. */
export type Watching = Pick<Learning, 'curves'> & { readonly watch?: Learning['watch'] };

export function watchingOf(
  { job, validation }: Omit<HeldOut, 'problems'>,
  bound: BoundModel,
  cancellation: Cancellation,
  learn: Learn,
): Watching {
  if (job.plain || bound.model.networks.length === 0) return { curves: () => [] };
  const held = (): BoundModel | undefined => validation && rowsHeldOut(bound, validation, job.spec, cancellation);
  return new Learning(bound, held, cancellation, learn);
}
