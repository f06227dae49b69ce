import type { BoundModel } from './bound.js';
import type { Model } from './model.js';

/** A kind of thing that is computed for a model over its rows. */
export interface Working<T> {
  readonly name: string;
  /** Of the type alone: nothing stands here. */
  readonly type?: T;
}

export const working = <T>(name: string): Working<T> => ({ name });

/**
 * What has been computed for the likelihood of a model over its rows: compiled kernels, factors, bindings of other rows. None of it depends on priors, starts or fixed
 * values, so that it holds for every model of the same form over the same rows.
 */
export class Workings {
  private readonly known = new Map<Working<unknown>, unknown>();

  /** The one of this kind, made when first asked for. */
  once<T>(kind: Working<T>, make: () => T): T {
    if (!this.known.has(kind)) this.known.set(kind, make());
    return this.known.get(kind) as T;
  }

  get<T>(kind: Working<T>): T | undefined {
    return this.known.get(kind) as T | undefined;
  }

  keep<T>(kind: Working<T>, value: T): void {
    this.known.set(kind, value);
  }
}

const owners = new WeakMap<BoundModel, Workings>();

/** The workings of a model over its rows. A changed copy of a bound model has workings of its own. */
export function workingsOf(bound: BoundModel): Workings {
  const workings = owners.get(bound) ?? new Workings();
  owners.set(bound, workings);
  return workings;
}

/**
 * The same rows under a model of the same form, with other priors, starts or fixed values: it shares the workings. They may refer to nodes that were added to the graph
 * since, which is why the graph stays: it begins with the nodes of the other one.
 */
export function underModel(bound: BoundModel, model: Model): BoundModel {
  const other = { ...bound, model: { ...model, graph: bound.model.graph } };
  owners.set(other, workingsOf(bound));
  return other;
}

/** Whether two models have the same likelihood over the same rows. */
export const isSameLikelihood = (a: BoundModel, b: BoundModel): boolean => workingsOf(a) === workingsOf(b);
