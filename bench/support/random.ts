import { normalStream, uniformStream } from '../../server/src/engine/numeric/random.js';

/** Seeded draws for made-up data. */
export class Random {
  private readonly normals: () => number;
  readonly uniform: () => number;

  constructor(seed: number) {
    this.normals = normalStream(seed);
    this.uniform = uniformStream(seed + 1);
  }

  normal(mean = 0, sd = 1): number {
    return mean + sd * this.normals();
  }

  bernoulli(p: number): number {
    return this.uniform() < p ? 1 : 0;
  }

  /** By inversion: `mean` is small here. */
  poisson(mean: number): number {
    let [count, mass] = [0, Math.exp(-mean)];
    for (let left = this.uniform() - mass; left > 0 && mass > 0; left -= mass) mass *= mean / ++count;
    return count;
  }

  /** A Gamma variable with a whole shape and scale 1. */
  erlang(shape: number): number {
    let sum = 0;
    for (let i = 0; i < shape; i++) sum -= Math.log(1 - this.uniform());
    return sum;
  }

  /** Student's t with an even number of degrees of freedom: chi-squared is twice an Erlang variable. */
  studentT(df: number): number {
    return this.normal() / Math.sqrt((2 * this.erlang(df / 2)) / df);
  }

  /** The index drawn with probabilities in proportion to e^scores. */
  softmax(scores: readonly number[]): number {
    const weights = scores.map(Math.exp);
    let left = this.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return found < 0 ? scores.length - 1 : found;
  }
}
