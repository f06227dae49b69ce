import type { Evaluation } from '../kernel.js';
import type { GramJob, Job, ProjectJob, SumJob } from './jobs.js';
import { rowLength } from './plan.js';

/** Adds the numbers of one job, which start at `place` (counted in numbers) of `memory`, to the gradient or to the lower triangle of the Hessian. */
export function scatter(into: Evaluation, job: Job, memory: Float64Array, place: number): void {
  if (job.kind === 'sum') addSum(into, job, (memory[place] as number) + (memory[place + 1] as number));
  else if (job.kind === 'project') addProjection(into, job, memory, place);
  else addGram(into, job, memory, place);
}

function addSum(into: Evaluation, { p, q, isSquare }: SumJob, value: number): void {
  if (q === undefined) (into.gradient[p] as number) += value;
  else addSecond(into, p, q, value, isSquare);
}

function addProjection(into: Evaluation, { linear, q }: ProjectJob, memory: Float64Array, place: number): void {
  linear.parameters.forEach((p, j) => {
    const value = memory[place + j] as number;
    if (q === undefined) (into.gradient[p] as number) += value;
    else addSecond(into, p, q, value, false);
  });
}

function addGram(into: Evaluation, { a, b, isSquare }: GramJob, memory: Float64Array, place: number): void {
  const length = rowLength(b);
  for (let i = 0; i < a.parameters.length; i++) {
    const last = isSquare ? i + 1 : b.parameters.length;
    for (let j = 0; j < last; j++) {
      addSecond(into, a.parameters[i] as number, b.parameters[j] as number, memory[place + i * length + j] as number, isSquare);
    }
  }
}

/** A parameter that two different variables read counts twice on the diagonal: as the one's and as the other's. */
function addSecond({ gradient, hessian }: Evaluation, p: number, q: number, value: number, isSquare: boolean): void {
  const index = p >= q ? p * gradient.length + q : q * gradient.length + p;
  (hessian[index] as number) += p === q && !isSquare ? 2 * value : value;
}
