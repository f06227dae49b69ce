import type { Natural, Target } from '../../engine/inference/objective.js';
import type { Cancellation, Kernel } from '../../engine/kernel/kernel.js';
import { compileKernel } from '../../engine/kernel/wasm/compile.js';
import type { BoundModel } from '../../engine/model/bound.js';
import { likelihoodTerms } from '../../engine/model/terms.js';
import type { LearningCurve } from '../../protocol/view.js';
import type { HeldOut } from './heldOut.js';
import { rowsHeldOut } from './scores.js';

/** Hears how a search of weights gets on. */
export type Learn = (curves: readonly LearningCurve[]) => void;

/** Points are further apart by this factor, so that long searches have as many as short ones. */
const SPACING = 1.1;
/** Share of the time of a search that looking may take. */
const SHARE = 0.05;
/** Time between two tellings. */
const PAUSE_MS = 200;
/** Weights that are kept to be looked at later. */
const MOST_KEPT = 4e6;

interface Rows {
  readonly kernel: Kernel;
  readonly observations: number;
}

/** What is known of a search from one start: losses at some of its steps, and points that nobody has looked at yet. */
interface Track {
  heard: number;
  last: number;
  readonly steps: number[];
  readonly training: number[];
  readonly validation: number[];
  readonly waiting: { readonly step: number; readonly x: Natural }[];
}

/** The curves of maxima that are not searched again while only priors change. */
const kept = new WeakMap<BoundModel, LearningCurve>();

/**
 * Watches a search of the weights of networks: the mean loss (minus log-likelihood) of a row along its steps, for the rows of the fit and for those held out. It
 * looks and never steers: the search does not know of the rows held out. Points are kept, and looked at where the search is long or when it is over.
 */
class Learning {
  private readonly tracks = new Map<string, Track>();
  private readonly shown = new Map<Target, string>();
  private readonly began = performance.now();
  private spent = 0;
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
    const now = performance.now();
    const isTelling = now - this.told > PAUSE_MS && this.spent <= SHARE * (now - this.began);
    const isKept = (track.waiting.length + 1) * this.bound.model.entries.length <= MOST_KEPT;
    if (!isKept && !isTelling) return;
    track.last = step;
    track.waiting.push({ step, x: natural() });
    if (!isTelling) return;
    this.told = now;
    const curves = this.curves();
    this.spent += performance.now() - now;
    if (!this.cancellation.cancelled) this.tell(curves);
  };

  /** What there is of the searches that were followed last: points that wait are looked at, up to the deadline. */
  curves(deadline = Infinity): LearningCurve[] {
    const [mle, map] = (['mle', 'map'] as const).map((target) => this.curveOf(target, deadline));
    const first = mle ?? kept.get(this.bound);
    if (first) kept.set(this.bound, first);
    return [...(first ? [first] : []), ...(map ? [map] : [])];
  }

  private trackOf(target: Target, start: number): Track {
    const key = `${target} ${String(start)}`;
    const track = this.tracks.get(key) ?? { heard: 0, last: 0, steps: [], training: [], validation: [], waiting: [] };
    this.tracks.set(key, track);
    this.shown.set(target, key);
    return track;
  }

  private curveOf(target: Target, deadline: number): LearningCurve | undefined {
    const track = this.tracks.get(this.shown.get(target) ?? '');
    if (!track) return undefined;
    for (const { step, x } of track.waiting.splice(0))
      if (performance.now() < deadline && !this.cancellation.cancelled) this.look(track, step, x);
    const { steps, training, validation } = track;
    if (steps.length < 2) return undefined;
    const label = target === 'mle' ? 'MLE' : 'MAP';
    return {
      label,
      steps: [...steps],
      training: [...training],
      ...(validation.length === steps.length ? { validation: [...validation] } : {}),
    };
  }

  private look({ steps, training, validation }: Track, step: number, x: Natural): void {
    const bound = this.held ? undefined : this.validation();
    if (bound) this.held = rowsOf(bound);
    const loss = this.lossOf(this.training, x);
    const other = this.held && this.lossOf(this.held, x);
    if (loss === undefined || (this.held && other === undefined)) return;
    steps.push(step);
    training.push(loss);
    if (other !== undefined) validation.push(other);
  }

  private lossOf({ kernel, observations }: Rows, x: Natural): number | undefined {
    const loss = -kernel.evaluate(x, 0, this.cancellation).value / observations;
    return Number.isFinite(loss) ? loss : undefined;
  }
}

const rowsOf = (bound: BoundModel): Rows => ({
  kernel: compileKernel(likelihoodTerms(bound), bound.model.entries.length),
  observations: bound.observations,
});

/** What watches a search; where nobody looks, nothing does. */
export type Watching = Pick<Learning, 'curves'> & { readonly watch?: Learning['watch'] };

export function learningOf(
  { job, validation }: Omit<HeldOut, 'problems'>,
  bound: BoundModel,
  cancellation: Cancellation,
  learn: Learn,
): Watching {
  if (job.plain || bound.model.networks.length === 0) return { curves: () => [] };
  const held = (): BoundModel | undefined => validation && rowsHeldOut(bound, validation, job.spec, cancellation);
  return new Learning(bound, held, cancellation, learn);
}
