import type { Expr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import { Context } from '../scope/context.js';
import { functions } from '../functions/functions.js';
import { lowerScalar } from '../expressions/lower.js';
import { type EntryIndex, noEntry } from '../../model/entryIndex.js';
import type { DerivedQuantity } from '../../model/model.js';
import { isDistribution } from '../scope/names.js';
import type { DerivedSpec } from '../../model/specification.js';

/**
 * A graph beside the model's, for quantities derived from its parameters: changing a formula changes nothing of the likelihood. Its variables are the
 * entries of the model; names stand for nodes of it.
 */
export class DerivedScope {
  readonly context: Context;
  /** Names of inputs: parameters without a value. */
  private readonly unused: string[] = [];
  /** By index, in the order of their variables, which come after those of entries. */
  private readonly summaries = new Map<number, { readonly node: NodeId; readonly entries: readonly EntryIndex[] }>();

  constructor(private readonly model: Context) {
    this.context = new Context({ ...model.spec, parameters: [] }, { rows: 0, columns: [] }, lowerScalar);
    for (const { name, index } of model.entries.list) this.addNode(name, this.context.variable({ kind: 'scalar', entry: index }));
  }

  has(name: string): boolean {
    return this.context.definitions.has(name);
  }

  names(): string[] {
    return [...this.context.definitions.keys()];
  }

  isFunction(name: string): boolean {
    return functions.has(name) || isDistribution(name);
  }

  define({ key, from, to }: DerivedSpec, value: Expr): void {
    this.context.definitions.set(key.value, { span: { from, to }, value, busy: false, used: false });
  }

  /** A parameter that the model does not use: its fixed value, or none. */
  addUnused(name: string, fixed: number | undefined): void {
    if (this.has(name)) return;
    const { graph } = this.context;
    this.addNode(name, fixed === undefined ? graph.input(this.unused.push(name) - 1) : graph.constant(fixed));
  }

  /** A definition of the model made only of parameters; false where it has a value for each row. */
  addDefinition(name: string): boolean {
    const node = this.model.definitions.get(name)?.scalar?.node;
    const copy = node === undefined ? undefined : this.copy(node);
    if (copy !== undefined) this.addNode(name, copy);
    return copy !== undefined;
  }

  /** The node of a summary of rows. */
  summary(index: number, entries: readonly EntryIndex[]): NodeId {
    const known = this.summaries.get(index);
    if (known) return known.node;
    const node = this.context.variable({ kind: 'scalar', entry: noEntry }, `summary ${String(index)}`);
    this.summaries.set(index, { node, entries });
    return node;
  }

  /** A name for a node, for use in formulas. */
  nameOf(node: NodeId): string {
    const name = `#${String(node)}`;
    if (!this.has(name)) this.addNode(name, node);
    return name;
  }

  /** What a formula is made of. */
  quantity(root: NodeId): Pick<DerivedQuantity, 'graph' | 'root' | 'variables' | 'entries' | 'unknown' | 'summaries'> {
    const { graph, variables } = this.context;
    const leaves = graph.reachable([root]).map((id) => graph.node(id));
    const unknown = leaves.flatMap((node) => (node.kind === 'input' ? (this.unused[node.slot] ?? []) : []));
    const all = variables.flatMap((source) => (source.kind === 'scalar' && source.entry !== noEntry ? [source.entry] : []));
    const own = leaves.flatMap((node) => (node.kind === 'variable' ? (all[node.index] ?? []) : []));
    const below = new Set<NodeId>(graph.reachable([root]));
    const rows = [...this.summaries.values()].flatMap((each) => (below.has(each.node) ? each.entries : []));
    return { graph, root, variables: all, entries: [...new Set([...own, ...rows])], unknown, summaries: [...this.summaries.keys()] };
  }

  private addNode(name: string, node: NodeId): void {
    const value: Expr = { kind: 'missing', from: 0, to: 0 };
    this.context.definitions.set(name, { span: value, value, busy: false, used: true, scalar: { node } });
  }

  /** A node of the model's graph in this one; undefined where it depends on the row. */
  private copy(root: NodeId): NodeId | undefined {
    const { graph, variables } = this.model;
    const copies = new Map<NodeId, NodeId>();
    for (const id of graph.reachable([root])) {
      const node = graph.node(id);
      const source = node.kind === 'variable' ? variables[node.index] : undefined;
      if (node.kind === 'constant') copies.set(id, this.context.graph.constant(node.value));
      else if (source?.kind === 'scalar') copies.set(id, this.context.variable(source));
      else if (node.kind === 'apply')
        copies.set(id, this.context.graph.apply(node.primitive, ...node.args.map((arg) => copies.get(arg) ?? arg)));
      else return undefined;
    }
    return copies.get(root);
  }
}
