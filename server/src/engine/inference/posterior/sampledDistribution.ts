import { sineIntegral } from '../../numeric/sineIntegral.js';

/** The log of a density, up to a constant, at kh for k = first, first + 1, …, as far out as it is not negligible. */
export interface Samples {
  readonly step: number;
  readonly first: number;
  readonly logs: readonly number[];
}

/** Terms this much (in logs) below the largest are left out. */
const NEGLIGIBLE = 40;
/** A density that has not fallen by this much at its ends may have no integral. */
const CLOSED = 10;
/** Samples go no further out than this, and as far as that at least. */
const [FURTHEST, NEAREST] = [12, 2];

/** Samples of f outwards from 0. */
export function sample(f: (t: number) => number, step: number): Samples {
  const centre = f(0);
  let highest = centre;
  const [below, above] = ([-1, 1] as const).map((side) => {
    const logs: number[] = [];
    for (let k = 1; k * step < FURTHEST; k++) {
      const value = f(side * k * step);
      highest = Math.max(highest, value);
      logs.push(value);
      if (value < highest - NEGLIGIBLE && k * step > NEAREST) break;
    }
    return logs;
  }) as [number[], number[]];
  return { step, first: -below.length, logs: [...below.reverse(), centre, ...above] };
}

export const highestOf = (logs: readonly number[]): number => logs.reduce((a, b) => Math.max(a, b), -Infinity);

/** log of h Σ exp f(kh), the trapezoidal rule. */
export function logIntegral({ step, logs }: Samples): number {
  const highest = highestOf(logs);
  if (highest === -Infinity) return highest;
  return highest + Math.log(step * logs.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

/** Whether a log-density is nothing beside another one. */
export const isNegligible = (log: number, beside: number): boolean => log < beside - CLOSED || log === -Infinity;

/** Whether the density falls to nothing towards both ends of the samples, as far as there are numbers for it. */
export function isClosed({ logs }: Samples): boolean {
  const finite = logs.filter(Number.isFinite);
  return [finite[0], finite.at(-1)].every((end) => isNegligible(end ?? -Infinity, highestOf(finite)));
}

/**
 * A distribution on the line by even samples of its density, with the sinc functions through them as what lies between: for an analytic density the error
 * falls as e^(−c/h) (Haber, Mathematics of Computation 60, 1993).
 */
export class SampledDistribution {
  private readonly weights: readonly number[];

  constructor(private readonly samples: Samples) {
    const highest = highestOf(samples.logs);
    const all = samples.logs.map((value) => Math.exp(value - highest));
    const total = all.reduce((a, b) => a + b, 0);
    this.weights = all.map((weight) => weight / total);
  }

  /** Σ wₖ (1/2 + Si(π (t/h − k))/π). */
  cdf(t: number): number {
    return this.sum(t, (distance) => 0.5 + sineIntegral(Math.PI * distance) / Math.PI);
  }

  /** Where the distribution function is p, 0 < p < 1, to 1e-10: Newton's method from the sample next to it; NaN where that does not settle. */
  quantile(p: number): number {
    const { step, first } = this.samples;
    let below = 0;
    const next = this.weights.findIndex((weight) => (below += weight) >= p);
    let t = (first + next) * step;
    for (let i = 0; i < 30; i++) {
      const move = (p - this.cdf(t)) / this.density(t);
      if (!Number.isFinite(move)) return NaN;
      t += Math.min(Math.max(move, -step), step);
      if (Math.abs(move) < 1e-10) return t;
    }
    return NaN;
  }

  /** Σ wₖ sinc(t/h − k)/h. */
  private density(t: number): number {
    const sinc = (d: number): number => (d === 0 ? 1 : Math.sin(Math.PI * d) / (Math.PI * d));
    return this.sum(t, sinc) / this.samples.step;
  }

  private sum(t: number, kernel: (distance: number) => number): number {
    const { step, first } = this.samples;
    return this.weights.reduce((total, weight, i) => total + (weight < 1e-17 ? 0 : weight * kernel(t / step - first - i)), 0);
  }
}
