import type { NodeId } from '../ir/graph.js';
import { evaluateColumns } from '../ir/evaluate.js';
import { isDerived, nodesOf } from '../kernel/below.js';
import { isData } from '../model/bound.js';
import type { ColumnSlot } from '../model/columns.js';
import type { Column } from '../model/dataset.js';
import type { Model } from '../model/model.js';
import { at } from '../numeric/at.js';

/** 1 for each row of the data in which something has no value; undefined where it has one in all rows. */
type Mask = Uint8Array;

/** In which rows the expressions of a model have no value, because it is missing in the data or would lie before the first row. */
export class MissingRows {
  private readonly masks = new Map<NodeId, Mask | undefined>();
  private readonly visited = new Set<number>();

  constructor(
    private readonly model: Pick<Model, 'graph' | 'columns' | 'variables'>,
    private readonly sources: ReadonlyMap<string, Column>,
    private readonly rows: number,
  ) {}

  /** Rows in which one of the nodes has no value. */
  ofAny(nodes: readonly NodeId[]): Mask | undefined {
    return this.union(nodes.map((node) => this.of(node)));
  }

  /** Rows in which a column of the data is missing. */
  ofColumn(name: string): Mask | undefined {
    const column = this.sources.get(name);
    return column && column.missing > 0 ? this.mask((row) => Number.isNaN(column.values[row])) : undefined;
  }

  /** The first row, from 0, in which a node has a value. */
  first(node: NodeId): number {
    const mask = this.of(node);
    const row = mask?.indexOf(0) ?? 0;
    return row < 0 ? this.rows : row;
  }

  private of(root: NodeId): Mask | undefined {
    for (const id of this.model.graph.reachable([root])) if (!this.masks.has(id)) this.masks.set(id, this.work(id));
    return this.masks.get(root);
  }

  private work(id: NodeId): Mask | undefined {
    const node = this.model.graph.node(id);
    if (node.kind === 'column') return this.ofSlot(this.model.columns[node.slot]);
    if (node.kind === 'variable') return this.ofVariable(node.index);
    if (node.kind !== 'apply') return undefined;
    if (node.primitive.name !== 'select') return this.union(node.args.map((arg) => this.masks.get(arg)));
    const condition = at(node.args, 0);
    const start = this.startOf(condition);
    const branches = [at(node.args, 1), at(node.args, 2)].map((branch) => this.masks.get(branch));
    if (!start) return this.ofBranches(condition, branches);
    // The value before the first row makes up for it.
    const [before, after] = branches;
    const begins = beginning(this, start);
    return this.union([this.masks.get(condition), this.mask((row) => ((row < begins ? before : after)?.[row] ?? 0) === 1)]);
  }

  /** A branch counts in the rows that take it, where the data alone say which these are. */
  private ofBranches(condition: NodeId, [yes, no]: readonly (Mask | undefined)[]): Mask | undefined {
    const unknown = this.masks.get(condition);
    const { graph } = this.model;
    if ((!yes && !no) || !isData(this.model, condition) || !this.readsData(condition)) return this.union([unknown, yes, no]);
    const columns = this.model.columns.map((slot) => (slot.kind === 'data' ? this.sources.get(slot.name)?.values : undefined));
    const given = columns.map((values) => values ?? new Float64Array(0));
    const [taken] = evaluateColumns(graph, [condition], given, this.rows);
    return this.union([unknown, this.mask((row) => ((taken?.[row] === 0 ? no : yes)?.[row] ?? 0) === 1)]);
  }

  /** Whether a node reads only columns as they are in the data. */
  private readsData(node: NodeId): boolean {
    return this.model.graph.reachable([node]).every((id) => {
      const inner = this.model.graph.node(id);
      return inner.kind !== 'column' || this.model.columns[inner.slot]?.kind === 'data';
    });
  }

  private startOf(condition: NodeId): Extract<ColumnSlot, { kind: 'start' }> | undefined {
    const node = this.model.graph.node(condition);
    const slot = node.kind === 'column' ? this.model.columns[node.slot] : undefined;
    return slot?.kind === 'start' ? slot : undefined;
  }

  private ofSlot(slot: ColumnSlot | undefined): Mask | undefined {
    switch (slot?.kind) {
      case 'data':
        return this.ofColumn(slot.name);
      case 'reduction':
        return this.of(slot.node);
      case 'lag': {
        const own = this.ofColumn(slot.name);
        return this.mask((row) => row < slot.steps || own?.[row - slot.steps] === 1);
      }
      case 'start':
        return slot.shift === 0 ? undefined : this.mask((row) => row < slot.shift);
      case 'image':
      case undefined:
        return undefined;
    }
  }

  /** A recursion needs its parts in each row. */
  private ofVariable(index: number): Mask | undefined {
    if (this.visited.has(index)) return undefined;
    this.visited.add(index);
    const source = this.model.variables[index];
    if (source?.kind === 'gather' || source?.kind === 'latent') return this.of(source.codes);
    if (source?.kind === 'linear') return this.ofAny(source.design);
    if (source?.kind === 'network') return this.ofAny(source.inputs);
    return isDerived(source) ? this.ofAny(nodesOf(source)) : undefined;
  }

  private union(masks: readonly (Mask | undefined)[]): Mask | undefined {
    const [first, ...others] = [...new Set(masks)].filter((mask) => mask !== undefined);
    return others.length === 0 ? first : this.mask((row) => first?.[row] === 1 || others.some((other) => other[row] === 1));
  }

  private mask(isMissing: (row: number) => boolean): Mask | undefined {
    const mask = new Uint8Array(this.rows);
    for (let row = 0; row < this.rows; row++) if (isMissing(row)) mask[row] = 1;
    return mask.includes(1) ? mask : undefined;
  }
}

/** The first row in which a lag finds a value above. */
export const beginning = (missing: MissingRows, { node, steps, shift }: Extract<ColumnSlot, { kind: 'start' }>): number =>
  missing.first(node) + steps + shift;
