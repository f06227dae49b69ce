import type { NodeId } from '../ir/graph.js';
import { at } from '../numeric/at.js';
import type { BoundVariable, LatentVariable, Term } from './kernel.js';
import { type Instruction, type Tape, tapeOf, TILE } from './tape.js';

const NONE = new Float64Array(TILE);

/** Evaluates chosen nodes of a term for a tile of rows at a time. */
export class Machine {
  readonly tape: Tape;
  /** Values of the current tile by node; constants and call-rate nodes are filled in once per call. */
  private readonly buffers = new Map<NodeId, Float64Array>();
  /** Values of all rows of the nodes that depend on data alone. */
  private readonly full = new Map<NodeId, Float64Array>();
  private readonly variables: readonly { readonly bound: BoundVariable; readonly buffer: Float64Array }[];
  private point: Float64Array = NONE;

  constructor(
    private readonly term: Term,
    roots: readonly NodeId[],
  ) {
    const isScalar = (index: number) => ['scalar', 'mean'].includes(term.variables[index]?.kind ?? '');
    this.tape = tapeOf(term.graph, roots, isScalar);
    for (const id of this.tape.order) if (this.tape.rates.get(id) !== 'data') this.buffers.set(id, new Float64Array(TILE));
    this.variables = this.rowVariables();
    this.prepareData();
  }

  /** Takes a new point: evaluates what is the same for all rows. The values of means are written before. */
  begin(point: Float64Array): void {
    this.point = point;
    for (const id of this.tape.order) this.fillLeaf(id);
    for (const instruction of this.tape.call) {
      this.execute(instruction, 1);
      const buffer = this.values(instruction.id);
      buffer.fill(at(buffer, 0));
    }
  }

  /** Evaluates rows start … start + rows − 1. */
  run(start: number, rows: number): void {
    this.load(start, rows);
    for (const instruction of this.tape.row) this.execute(instruction, rows);
  }

  /** Puts the data and the row variables of a tile in place. */
  load(start: number, rows: number): void {
    for (const [id, values] of this.full) this.buffers.set(id, values.subarray(start, start + rows));
    for (const { bound, buffer } of this.variables) fillVariable(bound, buffer, this.point, start, rows);
  }

  /** The current tile's values of a node. */
  values(id: NodeId): Float64Array {
    return this.buffers.get(id) ?? NONE;
  }

  private rowVariables(): { bound: BoundVariable; buffer: Float64Array }[] {
    return this.tape.order.flatMap((id) => {
      const node = this.term.graph.node(id);
      const bound = node.kind === 'variable' ? this.term.variables[node.index] : undefined;
      return bound === undefined || bound.kind === 'scalar' ? [] : [{ bound, buffer: this.values(id) }];
    });
  }

  private fillLeaf(id: NodeId): void {
    const node = this.term.graph.node(id);
    const buffer = this.values(id);
    if (node.kind === 'constant') buffer.fill(node.value);
    else if (node.kind === 'input') buffer.fill(at(this.term.inputs, node.slot));
    else if (node.kind === 'variable') {
      const bound = this.term.variables[node.index];
      if (bound?.kind === 'scalar') buffer.fill(at(this.point, bound.parameter));
    }
  }

  private prepareData(): void {
    for (const id of this.tape.order) {
      const node = this.term.graph.node(id);
      if (node.kind === 'column') this.full.set(id, this.term.columns[node.slot] ?? new Float64Array(0));
      else if (node.kind === 'constant') this.values(id).fill(node.value);
    }
    for (const instruction of this.tape.data) this.full.set(instruction.id, this.wholeColumn(instruction));
  }

  private wholeColumn({ primitive, args }: Instruction): Float64Array {
    const out = new Float64Array(this.term.rows);
    const [a, b, c] = args.map((arg) => this.full.get(arg) ?? this.values(arg));
    const at = (values: Float64Array | undefined, row: number): number => values?.[values.length === this.term.rows ? row : 0] ?? 0;
    for (let i = 0; i < out.length; i++) out[i] = primitive.evaluate(at(a, i), at(b, i), at(c, i));
    return out;
  }

  /** Evaluates one operation for the first rows of the tile: called for each tile, so without checks. */
  execute({ id, primitive, args }: Instruction, rows: number): void {
    const out = this.values(id);
    const a = this.values(args[0] as NodeId);
    const b = args.length > 1 ? this.values(args[1] as NodeId) : NONE;
    const c = args.length > 2 ? this.values(args[2] as NodeId) : NONE;
    if (primitive.evaluateBlock) {
      primitive.evaluateBlock(out, rows, a, b, c);
      return;
    }
    for (let i = 0; i < rows; i++) out[i] = primitive.evaluate(a[i] as number, b[i] as number, c[i] as number);
  }
}

/** Values of a row-level variable for rows start … start + rows − 1. */
export function fillVariable(bound: BoundVariable, buffer: Float64Array, point: Float64Array, start: number, rows: number): void {
  if (bound.kind === 'gather') {
    for (let i = 0; i < rows; i++) {
      const parameter = bound.map[bound.codes[start + i] as number] as number;
      buffer[i] = parameter < 0 ? 0 : (point[parameter] as number);
    }
  } else if (bound.kind === 'linear') {
    buffer.fill(0, 0, rows);
    bound.design.forEach((column, j) => {
      const weight = point[bound.parameters[j] as number] as number;
      for (let i = 0; i < rows; i++) (buffer[i] as number) += weight * (column[start + i] as number);
    });
  }
}

/** The latent values of the first rows. */
export function fillLatent({ map, codes }: LatentVariable, buffer: Float64Array, values: Float64Array): void {
  for (let i = 0; i < buffer.length; i++) buffer[i] = at(values, map[codes[i] as number] as number);
}
