import type { NodeId } from '../../ir/graph.js';
import type { Primitive } from '../../ir/primitives/primitive.js';
import { at } from '../../numeric/at.js';
import { type Instruction, TILE } from '../tape.js';
import { FunctionBody, type Local } from '../../wasm/body.js';
import type { SumJob } from './jobs.js';
import type { ConstantPool } from '../../wasm/layout.js';
import { pushLevel } from '../../wasm/levels.js';
import { op, simd, type } from '../../wasm/opcodes.js';
import type { Plan } from './plan.js';
import { type Routine, Routines } from '../../wasm/routines.js';
import { Vector } from '../../wasm/vector.js';
import { partlyVectorised, type Shared, vectorised } from '../../wasm/math/vectorised.js';

/** Parameters of the stage: offset of the tile in the columns, bytes of its rows, bytes up to the end of the last whole group of rows. */
const OFFSET = 0;
const BYTES = 1;
const END = 2;

/**
 * The elementwise stage of a term for one tile: all nodes of a row, their sums over rows, and the results that products read. Primitives without
 * a vector form are calls of `imported` functions.
 */
export class Stage implements Shared {
  readonly body = new FunctionBody(3);
  /** Primitives whose JavaScript function is called. */
  readonly imported: readonly Primitive[];
  readonly routines: Routines;
  private readonly v: Vector;
  private readonly known = new Map<NodeId, Local>();
  private readonly shared = new Map<string, Local>();
  private readonly negated = new Map<Local, Local>();
  private readonly row: Local;
  private readonly dataRow: Local;

  constructor(
    private readonly plan: Plan,
    constants: ConstantPool,
    /** How many functions come between the imported ones and the routines. */
    exported: number,
  ) {
    this.v = new Vector(this.body, constants);
    this.imported = [...new Set(plan.tape.row.map(({ primitive }) => primitive).filter(({ name }) => vectorised[name] === undefined))];
    this.routines = new Routines(constants, this.imported.length + exported);
    this.row = this.body.local(type.i32);
    this.dataRow = this.body.local(type.i32);
    this.write();
  }

  once(key: string, make: () => Local): Local {
    const known = this.shared.get(key) ?? make();
    this.shared.set(key, known);
    return known;
  }

  call(routine: Routine, a: Local): Local {
    return this.routines.call(this.v, routine, a);
  }

  unsigned(a: Local): Local {
    return this.negated.get(a) ?? a;
  }

  private write(): void {
    const sums = this.plan.jobs.filter((job) => job.kind === 'sum').map((job) => ({ job, total: this.v.num(0) }));
    const value = { sum: this.loadFixed(this.plan.value), lost: this.loadFixed(this.plan.value + 16) };
    this.body.repeat(() => {
      this.startRow();
      const mask = this.maskOfRow();
      for (const instruction of this.plan.tape.row) this.execute(instruction);
      for (const { job, total } of sums) this.addTo(total, this.v.and(this.operand(job.node), mask));
      this.addCompensated(value, this.v.and(this.operand(this.plan.term.root), mask));
      for (const [node, place] of this.plan.outputs) this.v.store(this.row, place, this.v.and(this.operand(node), mask));
      this.nextRow();
    });
    this.storeFixed(this.plan.value, value.sum);
    this.storeFixed(this.plan.value + 16, value.lost);
    for (const { job, total } of sums) this.addToResult(job, total);
  }

  private startRow(): void {
    this.body.get(OFFSET);
    this.body.get(this.row);
    this.body.plain(op.i32Add);
    this.body.set(this.dataRow);
  }

  private nextRow(): void {
    this.body.advance(this.row, 16);
    this.body.get(this.row);
    this.body.get(END);
    this.body.plain(op.i32LessUnsigned);
  }

  /** Ones for the rows of the tile, zeros after its last one: the mask in memory, so far from its end as the row is from the tile's. */
  private maskOfRow(): Local {
    this.body.get(this.row);
    this.body.get(BYTES);
    this.body.plain(op.i32Sub);
    this.body.integer(this.plan.mask + 8 * TILE);
    this.body.plain(op.i32Add);
    this.body.vectorMemory(simd.load, 0);
    return this.v.result();
  }

  private execute({ id, primitive, args }: Instruction): void {
    const operands = args.map((arg) => this.operand(arg));
    const [a = 0, b = a, c = a] = operands;
    const result = vectorised[primitive.name]?.(this.v, a, b, c, this) ?? this.partly(primitive, operands);
    if (primitive.name === 'neg') this.negated.set(result, this.unsigned(a));
    this.known.set(id, result);
  }

  /** The vector form where the argument lies in its range, otherwise the JavaScript function. */
  private partly(primitive: Primitive, operands: readonly Local[]): Local {
    const { v } = this;
    const lanes = (): Local => v.laneByLane(this.imported.indexOf(primitive), operands);
    const form = partlyVectorised[primitive.name];
    if (form === undefined) return lanes();
    const { value, inside } = form(v, operands, this);
    v.whenAny(v.unary(simd.not, inside), () => v.assign(value, lanes()));
    return value;
  }

  /** The pair of values of a node, loaded when it is first used. */
  private operand(id: NodeId): Local {
    const local = this.known.get(id) ?? this.leaf(id);
    this.known.set(id, local);
    return local;
  }

  private leaf(id: NodeId): Local {
    const { term, scalars, gathers, data, columns } = this.plan;
    const constant = term.graph.constantValue(id);
    if (constant !== undefined) return this.v.num(constant);
    const scalar = scalars.get(id);
    if (scalar !== undefined) return this.v.broadcast(scalar);
    const gather = gathers.get(id);
    if (gather !== undefined) return this.levelValue(columns.get(gather.bound.codes) ?? 0, gather.place);
    const column = data.get(id);
    return column === undefined ? this.linear(id) : this.v.load(this.dataRow, columns.get(column) ?? 0);
  }

  /** The numbers of a table at the levels of two rows. */
  private levelValue(codes: number, table: number): Local {
    pushLevel(this.body, this.dataRow, codes + 8);
    pushLevel(this.body, this.dataRow, codes);
    this.body.vectorMemory(simd.load64Splat, table);
    this.body.loadLane(table, 1);
    return this.v.result();
  }

  /** A linear predictor: Σ coefficient · column, in the order of the interpreter. */
  private linear(id: NodeId): Local {
    const { term, point, columns } = this.plan;
    const node = term.graph.node(id);
    const bound = node.kind === 'variable' ? term.variables[node.index] : undefined;
    if (bound?.kind !== 'linear') throw new Error(`node ${String(id)} has no place in the program`);
    return bound.design.reduce((sum, column, j) => {
      const coefficient = this.v.broadcast(point + 8 * at(bound.parameters, j));
      return this.v.multiplyAdd(coefficient, this.v.load(this.dataRow, columns.get(column) ?? 0), sum);
    }, this.v.num(0));
  }

  private addTo(total: Local, value: Local): void {
    this.v.assign(total, this.v.add(total, value));
  }

  /** Two sums that keep what rounding loses (Knuth's two-sum). */
  private addCompensated({ sum, lost }: { readonly sum: Local; readonly lost: Local }, value: Local): void {
    const next = this.v.add(sum, value);
    const back = this.v.sub(next, sum);
    this.addTo(lost, this.v.add(this.v.sub(sum, this.v.sub(next, back)), this.v.sub(value, back)));
    this.v.assign(sum, next);
  }

  private addToResult(job: SumJob, total: Local): void {
    const place = this.plan.results.get(job) ?? 0;
    this.storeFixed(place, this.v.add(total, this.loadFixed(place)));
  }

  private loadFixed(place: number): Local {
    this.body.integer(0);
    this.body.vectorMemory(simd.load, place);
    return this.v.result();
  }

  private storeFixed(place: number, value: Local): void {
    this.body.integer(0);
    this.body.get(value);
    this.body.vectorMemory(simd.store, place);
  }
}
