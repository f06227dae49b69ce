import type { Span } from '../../report/problem.js';
import { evaluatePrimitive, type GraphBuilder, type NodeId, type Primitive } from './primitives/primitive.js';
import { rewriteOf } from './rewrites.js';

export type { NodeId } from './primitives/primitive.js';

/** Leaves and operations. The set of kinds is closed; operations are the open set of `Primitive` records. */
export type Node =
  | { readonly kind: 'constant'; readonly value: number }
  /** A number that may change between evaluations without a recompilation: a prior's argument. */
  | { readonly kind: 'input'; readonly slot: number }
  /** A value per row from the data. */
  | { readonly kind: 'column'; readonly slot: number }
  /** One value per row that depends on parameters: a scalar parameter, an indexed one or a linear predictor. */
  | { readonly kind: 'variable'; readonly index: number }
  | { readonly kind: 'apply'; readonly primitive: Primitive; readonly args: readonly NodeId[] };

/** More operations than this, derivatives included, take minutes to compile and gigabytes to hold. */
const MOST_NODES = 400_000;
/** With this many requests a graph takes minutes to build, however few its nodes: the same expressions are made again and again. */
const MOST_APPLIED = 20 * MOST_NODES;
/** One node in this many checks whether to go on. */
const WATCHED = 1024;

/** Thrown where a graph would grow beyond what can be compiled: the code that builds the model reports it to the user. */
export class TooManyNodes extends Error {
  constructor(readonly nodes: number) {
    super(`a graph of more than ${String(nodes)} nodes`);
  }
}

/** A hash-consed expression graph: equal expressions are one node, so derivatives share their common parts. */
export class Graph implements GraphBuilder {
  readonly nodes: Node[] = [];
  /** Where in the estimation file a node was written: the first place wins. */
  readonly origins = new Map<NodeId, Span>();
  /** Called about every thousand requested nodes: throws to end the construction. */
  watch: (() => void) | undefined;
  private applied = 0;
  private readonly known = new Map<string, NodeId>();

  constant(value: number): NodeId {
    return this.intern(Object.is(value, -0) ? 'c-0' : `c${String(value)}`, { kind: 'constant', value });
  }

  input(slot: number): NodeId {
    return this.intern(`i${String(slot)}`, { kind: 'input', slot });
  }

  column(slot: number): NodeId {
    return this.intern(`d${String(slot)}`, { kind: 'column', slot });
  }

  variable(index: number): NodeId {
    return this.intern(`v${String(index)}`, { kind: 'variable', index });
  }

  apply(primitive: Primitive, ...args: NodeId[]): NodeId {
    if (++this.applied > MOST_APPLIED) throw new TooManyNodes(MOST_NODES);
    if (this.applied % WATCHED === 0) this.watch?.();
    const folded = this.fold(primitive, args);
    if (folded !== undefined) return folded;
    const simpler = primitive.simplify?.(this, args) ?? rewriteOf(this, primitive, args);
    if (simpler !== undefined) return simpler;
    return this.intern(`${primitive.name}(${args.join()})`, { kind: 'apply', primitive, args });
  }

  node(id: NodeId): Node {
    const node = this.nodes[id];
    if (node === undefined) throw new Error(`the graph has no node ${String(id)}`);
    return node;
  }

  /** The number that a node stands for, if it is a constant. */
  constantValue(id: NodeId): number | undefined {
    const node = this.node(id);
    return node.kind === 'constant' ? node.value : undefined;
  }

  /** The arguments of a node if it applies `primitive`. */
  argumentsOf(id: NodeId, name: string): readonly NodeId[] | undefined {
    const node = this.node(id);
    return node.kind === 'apply' && node.primitive.name === name ? node.args : undefined;
  }

  /** All nodes that `roots` depend on, arguments first. */
  reachable(roots: readonly NodeId[]): NodeId[] {
    const seen = new Set<NodeId>();
    const open = [...roots];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const node = this.node(id);
      if (node.kind === 'apply') open.push(...node.args);
    }
    return [...seen].sort((a, b) => a - b);
  }

  private fold(primitive: Primitive, args: readonly NodeId[]): NodeId | undefined {
    const values = args.map((id) => this.constantValue(id));
    if (values.some((value) => value === undefined)) return undefined;
    return this.constant(evaluatePrimitive(primitive, values as number[]));
  }

  private intern(key: string, node: Node): NodeId {
    const old = this.known.get(key);
    if (old !== undefined) return old;
    // The one place where numbers of nodes are made.
    const id = (this.nodes.push(node) - 1) as NodeId;
    if (id >= MOST_NODES) throw new TooManyNodes(MOST_NODES);
    this.known.set(key, id);
    return id;
  }
}
