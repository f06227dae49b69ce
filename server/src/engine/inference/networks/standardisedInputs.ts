import { at } from '../../numeric/at.js';
import type { LocalModel, MinimisationProblem, Solution } from '../../optimise/minimisationProblem.js';
import { InputScales } from '../start/inputScales.js';
import type { Objective, Working } from '../objective/objective.js';

/** The problem in the coordinates of standardised inputs, with the ways there and back. */
export class Standardised {
  private readonly parts: readonly { readonly from: number; readonly to: number; readonly scales: InputScales }[];

  constructor(objective: Objective) {
    const { bound, target, free } = objective;
    this.parts = bound.model.networks.flatMap(({ first, network }, index) => {
      const scales = InputScales.of(bound, index);
      const from = free.indexOf(first);
      const own = bound.model.entries.slice(first, first + network.parameters);
      const isPlain = own.every(({ support, mapSupport }) => {
        const { lower, upper } = target === 'map' ? mapSupport : support;
        return lower === -Infinity && upper === Infinity;
      });
      return scales && from >= 0 && isPlain ? [{ from, to: from + network.parameters, scales }] : [];
    });
  }

  toWorking(u: Float64Array): Working {
    const w = u.slice();
    for (const { from, to, scales } of this.parts) scales.toWeights(w.subarray(from, to));
    return w;
  }

  fromWorking(w: Working): Float64Array {
    const u = w.slice();
    for (const { from, to, scales } of this.parts) scales.fromWeights(u.subarray(from, to));
    return u;
  }

  problem(problem: MinimisationProblem): MinimisationProblem {
    if (this.parts.length === 0) return problem;
    const evaluate = (u: Float64Array): LocalModel => {
      const local = problem.evaluate(this.toWorking(u));
      for (const { from, to, scales } of this.parts) scales.pullBack(local.gradient.subarray(from, to));
      return local;
    };
    return { ...problem, evaluate };
  }

  /** A solution as one of the problem itself. */
  solution(solution: Solution): Solution {
    const point = this.toWorking(solution.point);
    const before = this.toWorking(solution.point.map((u, i) => u - at(solution.lastStep, i)));
    return { ...solution, point, lastStep: point.map((w, i) => w - at(before, i)) };
  }
}
