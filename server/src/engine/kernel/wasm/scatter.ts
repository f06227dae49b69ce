import type { Evaluation } from '../kernel.js';
import type { Gather, GramJob, Job, LevelJob, LevelPairJob, LevelRowJob, ProjectJob, SumJob } from './jobs.js';
import { rowLength } from './plan.js';

/** Adds the sums of one job, which start at `place` of `sums`, to the gradient or to the lower triangle of the Hessian. */
export function scatter(into: Evaluation, job: Job, sums: Float64Array, place: number): void {
  const at = (index: number): number => sums[place + index] as number;
  if (job.kind === 'sum') addSum(into, job, at(0) + at(1));
  else if (job.kind === 'project') addProjection(into, job, at);
  else if (job.kind === 'gram') addGram(into, job, at);
  else if (job.kind === 'level' && job.q === undefined) addLevelSlopes(into, job, sums, place);
  else if (job.kind === 'level') addLevels(into, job, at);
  else if (job.kind === 'levelRow') addLevelRows(into, job, at);
  else addLevelPairs(into, job, at);
}

type At = (index: number) => number;

function addSum(into: Evaluation, { p, q, isSquare }: SumJob, value: number): void {
  if (q === undefined) (into.gradient[p] as number) += value;
  else addSecond(into, p, q, value, isSquare);
}

function addProjection(into: Evaluation, { linear, q }: ProjectJob, at: At): void {
  linear.parameters.forEach((p, j) => {
    if (q === undefined) (into.gradient[p] as number) += at(j);
    else addSecond(into, p, q, at(j), false);
  });
}

function addGram(into: Evaluation, { a, b, isSquare }: GramJob, at: At): void {
  const length = rowLength(b);
  for (let i = 0; i < a.parameters.length; i++) {
    const last = isSquare ? i + 1 : b.parameters.length;
    for (let j = 0; j < last; j++) addSecond(into, a.parameters[i] as number, b.parameters[j] as number, at(i * length + j), isSquare);
  }
}

/** A reference level has no parameter. */
function forLevels({ map }: Gather, visit: (parameter: number, level: number) => void): void {
  map.forEach((parameter, level) => {
    if (parameter >= 0) visit(parameter, level);
  });
}

/** A loop of its own: there can be very many levels, and many calls. */
function addLevelSlopes({ gradient }: Evaluation, { a: { map } }: LevelJob, sums: Float64Array, place: number): void {
  for (let level = 0; level < map.length; level++) {
    const p = map[level] as number;
    if (p >= 0) gradient[p] = (gradient[p] as number) + (sums[place + level] as number);
  }
}

function addLevels(into: Evaluation, { a, q, isSquare }: LevelJob, at: At): void {
  if (q === undefined) return;
  forLevels(a, (p, level) => {
    if (typeof q === 'number') addSecond(into, p, q, at(level), false);
    else if ((q.map[level] as number) >= 0) addSecond(into, p, q.map[level] as number, at(level), isSquare);
  });
}

function addLevelRows(into: Evaluation, { a, b }: LevelRowJob, at: At): void {
  const width = b.design.length;
  forLevels(a, (p, level) => b.parameters.forEach((q, j) => addSecond(into, p, q, at(level * width + j), false)));
}

function addLevelPairs(into: Evaluation, { a, b }: LevelPairJob, at: At): void {
  const width = b.map.length;
  forLevels(a, (p, i) => forLevels(b, (q, j) => addSecond(into, p, q, at(i * width + j), false)));
}

/** A parameter that two different variables read counts twice on the diagonal: as the one's and as the other's. */
function addSecond({ gradient, hessian }: Evaluation, p: number, q: number, value: number, isSquare: boolean): void {
  const index = p >= q ? p * gradient.length + q : q * gradient.length + p;
  (hessian[index] as number) += p === q && !isSquare ? 2 * value : value;
}
