import type { Graph, NodeId } from '../ir/graph.js';
import { add } from '../ir/primitives/add.js';
import { equal } from '../ir/primitives/equal.js';
import { mul } from '../ir/primitives/mul.js';
import { select } from '../ir/primitives/select.js';
import { at } from '../numeric/at.js';

/** ∂root/∂node where `guard` is not 0 (everywhere without one), and 0 elsewhere, whatever `value` is there. */
interface Adjoint {
  readonly value: NodeId;
  readonly guard: NodeId | undefined;
}

/**
 * The adjoints of reverse accumulation. What is reached through a branch of a `select` keeps the branch's condition as a guard that is applied
 * last: 0 · NaN is NaN, so a product with the derivative of a branch that was not taken must never be formed into the sum.
 */
export class Adjoints {
  private readonly known = new Map<NodeId, Adjoint>();

  constructor(
    private readonly graph: Graph,
    root: NodeId,
  ) {
    this.known.set(root, { value: graph.constant(1), guard: undefined });
  }

  has(id: NodeId): boolean {
    return this.known.has(id);
  }

  /** The derivative with respect to a node; undefined where nothing reached it. */
  total(id: NodeId): NodeId | undefined {
    const adjoint = this.known.get(id);
    return adjoint && this.guard(adjoint);
  }

  /** Adds adjoint(from) · partial to the adjoint of `to`. */
  add(from: NodeId, to: NodeId, partial: NodeId): void {
    const own = this.known.get(from);
    if (own) this.addShare(to, { value: this.graph.apply(mul, own.value, partial), guard: own.guard });
  }

  /** Hands the adjoint of a `select` on to its branch `index`, 1 where the condition holds or 2. */
  addBranch(from: NodeId, args: readonly NodeId[], index: number): void {
    const own = this.known.get(from);
    if (!own || index === 0) return;
    const condition = at(args, 0);
    const taken = index === 1 ? condition : this.graph.apply(equal, condition, this.graph.constant(0));
    const guard = own.guard === undefined ? taken : this.graph.apply(select, own.guard, taken, this.graph.constant(0));
    this.addShare(at(args, index), { value: own.value, guard });
  }

  private addShare(to: NodeId, share: Adjoint): void {
    const old = this.known.get(to);
    this.known.set(to, old === undefined ? share : this.sum(old, share));
  }

  private sum(a: Adjoint, b: Adjoint): Adjoint {
    if (a.guard === b.guard) return { value: this.graph.apply(add, a.value, b.value), guard: a.guard };
    return { value: this.graph.apply(add, this.guard(a), this.guard(b)), guard: this.either(a.guard, b.guard) };
  }

  private either(a: NodeId | undefined, b: NodeId | undefined): NodeId | undefined {
    return a === undefined || b === undefined ? undefined : this.graph.apply(select, a, this.graph.constant(1), b);
  }

  private guard({ value, guard }: Adjoint): NodeId {
    return guard === undefined ? value : this.graph.apply(select, guard, value, this.graph.constant(0));
  }
}
