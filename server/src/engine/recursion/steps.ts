import type { NodeId } from '../ir/graph.js';
import type { Primitive } from '../ir/primitives/primitive.js';
import type { Machine } from '../kernel/machine.js';
import type { Instruction } from '../kernel/tape.js';
import { addDerivatives, emptyJet, type Jet, type LocalDerivatives } from './jet.js';
import type { Local } from './recursivePlan.js';
import type { VariableSlopes } from './slopes.js';

/** A part of the work on a row. */
export interface RowStep {
  /** Takes the buffers of a new tile. */
  load(): void;
  /** Works on row `row` of all, which is row `i` of the tile. */
  run(i: number, row: number): void;
}

/** An operation with the buffers of the tile that it reads and writes. */
interface Operation {
  readonly primitive: Primitive;
  readonly out: Float64Array;
  readonly args: readonly [Float64Array, Float64Array, Float64Array];
}

/** A node and its derivatives, computed one row at a time. */
export class LocalRow {
  private operations: readonly Operation[] = [];
  private values: Float64Array = NONE;
  private derivatives: LocalDerivatives = { slopes: [], gradient: [], hessian: [] };

  constructor(
    private readonly machine: Machine,
    private readonly slopes: VariableSlopes,
    private readonly local: Local,
    private readonly instructions: readonly Instruction[],
  ) {}

  load(): void {
    const { machine, local } = this;
    const values = (node: NodeId | undefined): Float64Array | undefined => (node === undefined ? undefined : machine.values(node));
    this.operations = this.instructions.map(({ id, primitive, args: [a = id, b = a, c = a] }) => ({
      primitive,
      out: machine.values(id),
      args: [machine.values(a), machine.values(b), machine.values(c)],
    }));
    this.values = machine.values(local.root);
    this.derivatives = {
      slopes: local.used.map((variable) => this.slopes.of(variable)),
      gradient: local.gradient.map(values),
      hessian: local.hessian.map((row) => row.map(values)),
    };
  }

  /** Works out row `i` of the tile and returns the node's value there. */
  evaluate(i: number): number {
    for (const { primitive, out, args } of this.operations) {
      out[i] = primitive.evaluate(args[0][i] as number, args[1][i] as number, args[2][i] as number);
    }
    return this.values[i] as number;
  }

  /** Adds the derivatives of the row that was computed last. */
  addDerivatives(into: Jet, i: number): void {
    addDerivatives(into, this.derivatives, i);
  }

  /** Value and derivatives in row `i`. */
  fill(jet: Jet, i: number): Jet {
    jet.value = this.evaluate(i);
    jet.gradient.fill(0);
    jet.hessian.fill(0);
    this.addDerivatives(jet, i);
    return jet;
  }
}

const NONE = new Float64Array(0);

/** A node that is looked back at: keeps the jets of as many rows as are looked at. */
export class Remembered implements RowStep {
  private readonly jets: readonly Jet[];

  constructor(
    private readonly local: LocalRow,
    private readonly assign: (jet: Jet, i: number) => void,
    depth: number,
    size: number,
    order: number,
  ) {
    this.jets = Array.from({ length: depth + 1 }, () => emptyJet(size, order));
  }

  load(): void {
    this.local.load();
  }

  run(i: number, row: number): void {
    this.assign(this.local.fill(this.at(row), i), i);
  }

  /** The jet of one of the last rows. */
  at(row: number): Jet {
    return this.jets[row % this.jets.length] as Jet;
  }
}

/** The value of a node some rows above, or what stands for it before the first row. */
export class LookBack implements RowStep {
  private readonly first: Jet;

  constructor(
    private readonly source: Remembered,
    private readonly steps: number,
    private readonly initial: LocalRow,
    private readonly assign: (jet: Jet, i: number) => void,
    size: number,
    order: number,
  ) {
    this.first = emptyJet(size, order);
  }

  load(): void {
    this.initial.load();
  }

  run(i: number, row: number): void {
    this.assign(row < this.steps ? this.initial.fill(this.first, i) : this.source.at(row - this.steps), i);
  }
}
