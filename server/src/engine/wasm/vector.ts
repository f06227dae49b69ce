import type { FunctionBody, Local } from './body.js';
import type { ConstantPool } from './layout.js';
import { doubles, type Lanes } from './lanes.js';
import { op, simd, type } from './opcodes.js';

/** Bytes of a vector, or of its first numbers. */
export type Width = 4 | 8 | 16;

const LOADS: Readonly<Record<Width, number>> = { 4: simd.load32Zero, 8: simd.load64Zero, 16: simd.load };

/** Writes operations on vectors: pairs of float64 numbers unless `lanes` are others. Every result is a new local; the engine's compiler assigns registers. */
export class Vector {
  constructor(
    readonly body: FunctionBody,
    private readonly constants: ConstantPool,
    readonly lanes: Lanes = doubles,
  ) {}

  /** A constant in all lanes. */
  num(value: number): Local {
    return this.bits(this.lanes.pattern(value));
  }

  /** Both halves with these 64 bits. */
  bits(pattern: bigint): Local {
    return this.loadFixed(simd.load, this.constants.bitsAddress(pattern));
  }

  /** Neighbouring numbers at `address` + `offset`: a vector of them, or fewer, with zeros after them. */
  load(address: Local, offset: number, bytes: Width = 16): Local {
    this.body.get(address);
    this.body.vectorMemory(LOADS[bytes], offset);
    return this.result();
  }

  /** The number at a fixed place, in both lanes. */
  broadcast(offset: number): Local {
    return this.loadFixed(simd.load64Splat, offset);
  }

  store(address: Local, offset: number, value: Local, bytes: Width = 16): void {
    this.body.get(address);
    this.body.get(value);
    if (bytes === 16) this.body.vectorMemory(simd.store, offset);
    else this.body.storeFirst(bytes, offset);
  }

  unary(opcode: number, a: Local): Local {
    this.body.get(a);
    this.body.vector(opcode);
    return this.result();
  }

  binary(opcode: number, a: Local, b: Local): Local {
    this.body.get(a);
    this.body.get(b);
    this.body.vector(opcode);
    return this.result();
  }

  add = (a: Local, b: Local): Local => this.binary(this.lanes.add, a, b);
  sub = (a: Local, b: Local): Local => this.binary(this.lanes.sub, a, b);
  mul = (a: Local, b: Local): Local => this.binary(this.lanes.mul, a, b);
  div = (a: Local, b: Local): Local => this.binary(this.lanes.div, a, b);
  and = (a: Local, b: Local): Local => this.binary(simd.and, a, b);
  or = (a: Local, b: Local): Local => this.binary(simd.or, a, b);
  abs = (a: Local): Local => this.unary(this.lanes.abs, a);
  neg = (a: Local): Local => this.unary(this.lanes.neg, a);

  /** a · b + c. */
  multiplyAdd(a: Local, b: Local, c: Local): Local {
    if (!this.constants.fused) return this.add(c, this.mul(a, b));
    for (const each of [a, b, c]) this.body.get(each);
    this.body.vector(this.lanes.multiplyAdd);
    return this.result();
  }

  /** `yes` where the mask has ones, else `no`. */
  choose(mask: Local, yes: Local, no: Local): Local {
    for (const each of [yes, no, mask]) this.body.get(each);
    this.body.vector(simd.bitselect);
    return this.result();
  }

  /** Bits moved within each lane. */
  shift(opcode: number, a: Local, by: number): Local {
    this.body.get(a);
    this.body.integer(by);
    this.body.vector(opcode);
    return this.result();
  }

  /** c₀ + x (c₁ + x (c₂ + …)). */
  polynomial(x: Local, coefficients: readonly number[]): Local {
    const [last = 0, ...rest] = [...coefficients].reverse();
    return rest.reduce((inner, each) => this.multiplyAdd(x, inner, this.num(each)), this.num(last));
  }

  /** target = value, for a local that changes. */
  assign(target: Local, value: Local): void {
    this.body.get(value);
    this.body.set(target);
  }

  /** Runs `inner` where any bit of the mask is set. */
  whenAny(mask: Local, inner: () => void): void {
    this.body.get(mask);
    this.body.vector(simd.anyTrue);
    this.body.when(inner);
  }

  /** An imported function of up to three numbers, lane by lane. */
  laneByLane(imported: number, args: readonly Local[]): Local {
    const out = this.num(0);
    for (const index of [0, 1]) {
      this.body.get(out);
      for (let i = 0; i < 3; i++) {
        this.body.get(args[i] ?? out);
        this.body.lane(simd.extractLane, index);
      }
      this.body.call(imported);
      this.body.lane(simd.replaceLane, index);
      this.body.set(out);
    }
    return out;
  }

  /** Takes the pair on the stack into a new local. */
  result(): Local {
    const local = this.body.local(type.v128);
    this.body.set(local);
    return local;
  }

  /** The sum of both lanes, left on the stack as a number. */
  pushSum(a: Local): void {
    for (const index of [0, 1]) {
      this.body.get(a);
      this.body.lane(simd.extractLane, index);
    }
    this.body.plain(op.f64Add);
  }

  private loadFixed(opcode: number, offset: number): Local {
    this.body.integer(0);
    this.body.vectorMemory(opcode, offset);
    return this.result();
  }
}
