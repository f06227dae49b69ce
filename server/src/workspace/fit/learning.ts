import type { Natural, Target } from '../../engine/inference/objective.js';
import type { Cancellation, Kernel } from '../../engine/kernel/kernel.js';
import { compileKernel } from '../../engine/kernel/wasm/compile.js';
import type { BoundModel } from '../../engine/model/bound.js';
import { likelihoodTerms } from '../../engine/model/terms.js';
import type { LearningCurve } from '../../protocol/view.js';

/** Hears how a search of weights gets on. */
export type Learn = (curves: readonly LearningCurve[]) => void;

/** Points are further apart by this factor, so that long searches have as many as short ones. */
const SPACING = 1.1;
/** Share of the time that looking may take. */
const SHARE = 0.05;
/** Time between two tellings. */
const PAUSE_MS = 200;

interface Rows {
  readonly kernel: Kernel;
  readonly observations: number;
}

interface Points {
  readonly steps: number[];
  readonly training: number[];
  readonly validation: number[];
}

/** The curves of maxima that are not searched again while only priors change. */
const kept = new WeakMap<BoundModel, LearningCurve>();

/**
 * Watches a search of the weights of networks: the mean loss (minus log-likelihood) of a row along its steps, for the rows of the fit and for those held out. It
 * looks and never steers: the search does not know of the rows held out.
 */
export class Learning {
  private readonly points = new Map<string, Points>();
  private readonly shown = new Map<Target, string>();
  private readonly heard = new Map<string, number>();
  private readonly began = performance.now();
  private spent = 0;
  private told = 0;
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
    const key = `${target} ${String(start)}`;
    const step = (this.heard.get(key) ?? 0) + 1;
    this.heard.set(key, step);
    this.shown.set(target, key);
    const points = this.points.get(key) ?? { steps: [], training: [], validation: [] };
    this.points.set(key, points);
    const began = performance.now();
    const isDue = step >= SPACING * (points.steps.at(-1) ?? 0) && this.spent <= SHARE * (began - this.began);
    if (!isDue) return;
    this.look(points, step, natural());
    this.spent += performance.now() - began;
    if (performance.now() - this.told < PAUSE_MS || this.cancellation.cancelled) return;
    this.told = performance.now();
    this.tell(this.curves());
  };

  /** What has been seen of the searches that were followed last. */
  curves(): LearningCurve[] {
    const [mle, map] = (['mle', 'map'] as const).map((target) => this.curveOf(target));
    const first = mle ?? kept.get(this.bound);
    if (first) kept.set(this.bound, first);
    return [...(first ? [first] : []), ...(map ? [map] : [])];
  }

  private curveOf(target: Target): LearningCurve | undefined {
    const points = this.points.get(this.shown.get(target) ?? '');
    if (!points || points.steps.length < 2) return undefined;
    const { steps, training, validation } = points;
    const label = target === 'mle' ? 'MLE' : 'MAP';
    return {
      label,
      steps: [...steps],
      training: [...training],
      ...(validation.length === steps.length ? { validation: [...validation] } : {}),
    };
  }

  private look({ steps, training, validation }: Points, step: number, x: Natural): void {
    const loss = this.lossOf(this.training, x);
    if (loss === undefined) return;
    const bound = this.held ? undefined : this.validation();
    if (bound) this.held = rowsOf(bound);
    const other = this.held && this.lossOf(this.held, x);
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
