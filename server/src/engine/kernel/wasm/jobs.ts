import type { NodeId } from '../../ir/graph.js';
import type { RowVariable, Order } from '../kernel.js';
import type { TermDerivatives } from '../termKernel.js';

export type Linear = Extract<RowVariable, { kind: 'linear' }>;
export type Gather = Extract<RowVariable, { kind: 'gather' }>;

interface OfNode {
  /** What is summed over rows. */
  readonly node: NodeId;
  /** Whether both derivatives are with respect to the same variable. */
  readonly isSquare: boolean;
}

/** Adds Σ of a node over rows to a gradient entry, or to a Hessian entry where there is a `q`. */
export interface SumJob extends OfNode {
  readonly kind: 'sum';
  readonly p: number;
  readonly q?: number;
}

/** Adds Xᵀ w, w being a node, to the gradient, or to the Hessian beside the scalar parameter `q` where there is one. */
export interface ProjectJob extends OfNode {
  readonly kind: 'project';
  readonly linear: Linear;
  readonly q?: number;
}

/** Adds Aᵀ W B, W being a node, to the Hessian. */
export interface GramJob extends OfNode {
  readonly kind: 'gram';
  readonly a: Linear;
  readonly b: Linear;
}

/** Sums of a node by level, for the gradient, or for the Hessian beside a scalar parameter or beside another indexed one with the same levels. */
export interface LevelJob extends OfNode {
  readonly kind: 'level';
  readonly a: Gather;
  readonly q?: number | Gather;
}

/** Sums of a node by level times the columns of a design, for the Hessian. */
export interface LevelRowJob extends OfNode {
  readonly kind: 'levelRow';
  readonly a: Gather;
  readonly b: Linear;
}

/** Sums of a node by pairs of levels, for the Hessian. */
export interface LevelPairJob extends OfNode {
  readonly kind: 'levelPair';
  readonly a: Gather;
  readonly b: Gather;
}

export type Job = SumJob | ProjectJob | GramJob | LevelJob | LevelRowJob | LevelPairJob;

/** The sums over rows that make up the derivatives of a term, by the requested order. */
export function jobsOf(variables: readonly RowVariable[], derivatives: TermDerivatives, order: Order): Job[] {
  const first = order >= 1 ? derivatives.gradient.map((node, i) => node !== undefined && firstJob(variables[i], node)) : [];
  const second =
    order === 2 ? derivatives.hessian.map((row, i) => row.map((node, j) => node !== undefined && secondJob(variables, i, j, node))) : [];
  return [...first, ...second.flat()].filter((job) => job !== undefined && job !== false);
}

function firstJob(variable: RowVariable | undefined, node: NodeId): Job | undefined {
  const isSquare = false;
  if (variable?.kind === 'scalar') return { kind: 'sum', node, p: variable.parameter, isSquare };
  if (variable?.kind === 'gather') return { kind: 'level', node, a: variable, isSquare };
  return variable && { kind: 'project', node, linear: variable, isSquare };
}

function secondJob(variables: readonly RowVariable[], i: number, j: number, node: NodeId): Job | undefined {
  const [a, b] = [variables[i], variables[j]];
  if (!a || !b) return undefined;
  const rank = { linear: 2, gather: 1, scalar: 0 };
  return rank[a.kind] >= rank[b.kind] ? pairJob(a, b, node, i === j) : pairJob(b, a, node, i === j);
}

/** `a` is a linear predictor where one of the two is, otherwise an indexed parameter where one is. */
function pairJob(a: RowVariable, b: RowVariable, node: NodeId, isSquare: boolean): Job | undefined {
  if (a.kind === 'linear') {
    if (b.kind === 'linear') return { kind: 'gram', node, a, b, isSquare };
    if (b.kind === 'gather') return { kind: 'levelRow', node, a: b, b: a, isSquare };
    return { kind: 'project', node, linear: a, q: b.parameter, isSquare };
  }
  if (a.kind === 'gather') {
    if (b.kind === 'scalar') return { kind: 'level', node, a, q: b.parameter, isSquare };
    if (b.kind !== 'gather') return undefined;
    return a.codes === b.codes ? { kind: 'level', node, a, q: b, isSquare } : { kind: 'levelPair', node, a, b, isSquare };
  }
  return b.kind === 'scalar' ? { kind: 'sum', node, p: a.parameter, q: b.parameter, isSquare } : undefined;
}

/** The designs whose columns a job reads. */
export function linearsOf(job: Job): readonly Linear[] {
  if (job.kind === 'project') return [job.linear];
  if (job.kind === 'gram') return [job.a, job.b];
  return job.kind === 'levelRow' ? [job.b] : [];
}

/** The columns of levels that a job reads. */
export function codesOf(job: Job): readonly Float64Array[] {
  if (job.kind === 'levelPair') return [job.a.codes, job.b.codes];
  return job.kind === 'level' || job.kind === 'levelRow' ? [job.a.codes] : [];
}
