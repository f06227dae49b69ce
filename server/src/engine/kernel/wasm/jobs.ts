import type { NodeId } from '../../ir/graph.js';
import type { BoundVariable, Order } from '../kernel.js';
import type { TermDerivatives } from '../termKernel.js';

export type Linear = Extract<BoundVariable, { kind: 'linear' }>;

/** Adds Σ of a node over rows to a gradient entry, or to a Hessian entry where there is a `q`. */
export interface SumJob {
  readonly kind: 'sum';
  readonly node: NodeId;
  readonly p: number;
  readonly q?: number;
  /** Whether both derivatives are by the same variable. */
  readonly isSquare: boolean;
}

/** Adds Xᵀ w, w being a node, to the gradient, or to the Hessian beside the scalar parameter `q` where there is one. */
export interface ProjectJob {
  readonly kind: 'project';
  readonly node: NodeId;
  readonly linear: Linear;
  readonly q?: number;
}

/** Adds Aᵀ W B, W being a node, to the Hessian. */
export interface GramJob {
  readonly kind: 'gram';
  readonly node: NodeId;
  readonly a: Linear;
  readonly b: Linear;
  readonly isSquare: boolean;
}

export type Job = SumJob | ProjectJob | GramJob;

/** Derivatives of a term, split into what generated code sums and what indexed parameters are part of, which is summed outside. */
export interface Jobs {
  readonly jobs: readonly Job[];
  readonly variables: readonly BoundVariable[];
  readonly gradient: readonly (NodeId | undefined)[];
  readonly hessian: readonly (readonly (NodeId | undefined)[])[];
}

export function jobsOf(variables: readonly BoundVariable[], derivatives: TermDerivatives, order: Order): Jobs {
  const gradient = order >= 1 ? derivatives.gradient : [];
  const hessian = order === 2 ? derivatives.hessian : [];
  const first = gradient.map((node, i) => (node === undefined ? undefined : firstJob(variables[i], node)));
  const second = hessian.map((row, i) =>
    row.map((node, j) => (node === undefined ? undefined : secondJob(variables[i], variables[j], node, i === j))),
  );
  return {
    jobs: [...first, ...second.flat()].filter((job) => job !== undefined),
    variables,
    gradient: gradient.map((node, i) => (first[i] ? undefined : node)),
    hessian: hessian.map((row, i) => row.map((node, j) => (second[i]?.[j] ? undefined : node))),
  };
}

function firstJob(variable: BoundVariable | undefined, node: NodeId): Job | undefined {
  if (variable?.kind === 'scalar') return { kind: 'sum', node, p: variable.parameter, isSquare: false };
  return variable?.kind === 'linear' ? { kind: 'project', node, linear: variable } : undefined;
}

function secondJob(a: BoundVariable | undefined, b: BoundVariable | undefined, node: NodeId, isSquare: boolean): Job | undefined {
  if (a?.kind === 'scalar') {
    if (b?.kind === 'scalar') return { kind: 'sum', node, p: a.parameter, q: b.parameter, isSquare };
    return b?.kind === 'linear' ? { kind: 'project', node, linear: b, q: a.parameter } : undefined;
  }
  if (a?.kind !== 'linear') return undefined;
  if (b?.kind === 'scalar') return { kind: 'project', node, linear: a, q: b.parameter };
  return b?.kind === 'linear' ? { kind: 'gram', node, a, b, isSquare } : undefined;
}
