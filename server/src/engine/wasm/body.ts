import { Bytes } from './bytes.js';
import { op, simd, type } from './opcodes.js';

/** Number of a local variable or of a parameter. */
export type Local = number;

type ValueType = (typeof type)['i32' | 'f64' | 'v128'];

/** Powers of two that loads of parts of a vector are aligned to; whole vectors to 4. */
const ALIGNMENTS: Readonly<Record<number, number>> = {
  [simd.load32Splat]: 2,
  [simd.load32Zero]: 2,
  [simd.load64Splat]: 3,
  [simd.load64Zero]: 3,
};

/** integers: 32-bit integers, and gives nothing. pair: one pair of numbers, and leaves one on the stack at its end. */
export type Signature = 'integers' | 'pair';

/** The body of a function whose `parameters` are the locals 0, 1, …. */
export class FunctionBody {
  private readonly code = new Bytes();
  private readonly locals: ValueType[] = [];

  constructor(
    readonly parameters: number,
    readonly signature: Signature = 'integers',
  ) {}

  local(valueType: ValueType): Local {
    return this.parameters + this.locals.push(valueType) - 1;
  }

  get(local: Local): void {
    this.code.byte(op.get);
    this.code.unsigned(local);
  }

  set(local: Local): void {
    this.code.byte(op.set);
    this.code.unsigned(local);
  }

  integer(value: number): void {
    this.code.byte(op.i32Const);
    this.code.signed(value);
  }

  /** An instruction without immediates. */
  plain(opcode: number): void {
    this.code.byte(opcode);
  }

  /** A load or store at the address on the stack plus `offset`. */
  memory(opcode: number, offset: number, alignment = 3): void {
    this.code.byte(opcode);
    this.alignment(alignment, offset);
  }

  /** A conversion that takes what is out of range to the end of the range. */
  saturating(opcode: number): void {
    this.code.byte(op.saturating);
    this.code.unsigned(opcode);
  }

  vector(opcode: number): void {
    this.code.byte(op.simd);
    this.code.unsigned(opcode);
  }

  vectorMemory(opcode: number, offset: number): void {
    this.vector(opcode);
    this.alignment(ALIGNMENTS[opcode] ?? 4, offset);
  }

  lane(opcode: number, index: number): void {
    this.vector(opcode);
    this.code.byte(index);
  }

  /** Replaces one lane of the pair on the stack by the number at the address below it plus `offset`. */
  loadLane(offset: number, index: number): void {
    this.vector(simd.load64Lane);
    this.alignment(3, offset);
    this.code.byte(index);
  }

  /** Stores the first 4 or 8 bytes of the vector on the stack at the address below it plus `offset`. */
  storeFirst(bytes: 4 | 8, offset: number): void {
    this.vector(bytes === 4 ? simd.store32Lane : simd.store64Lane);
    this.alignment(bytes === 4 ? 2 : 3, offset);
    this.code.byte(0);
  }

  call(index: number): void {
    this.code.byte(op.call);
    this.code.unsigned(index);
  }

  /** Repeats `inner` as long as it leaves a number other than 0 on the stack. */
  repeat(inner: () => void): void {
    this.code.byte(op.loop);
    this.code.byte(type.none);
    inner();
    this.code.byte(op.branchIf);
    this.code.unsigned(0);
    this.code.byte(op.end);
  }

  /** Runs `inner` where the number on the stack is not 0. */
  when(inner: () => void): void {
    this.code.byte(op.if);
    this.code.byte(type.none);
    inner();
    this.code.byte(op.end);
  }

  /** local += value, for integers. */
  advance(local: Local, value: number): void {
    this.get(local);
    this.integer(value);
    this.plain(op.i32Add);
    this.set(local);
  }

  /** Size, declarations of locals in runs of one type, code. */
  encode(): Bytes {
    const declarations = this.declarations();
    const out = new Bytes();
    out.unsigned(declarations.length + this.code.length + 1);
    out.append(declarations);
    out.append(this.code);
    out.byte(op.end);
    return out;
  }

  private declarations(): Bytes {
    const starts = this.locals.flatMap((each, i) => (i === 0 || this.locals[i - 1] !== each ? [i] : []));
    const out = new Bytes();
    out.unsigned(starts.length);
    starts.forEach((start, i) => {
      out.unsigned((starts[i + 1] ?? this.locals.length) - start);
      out.byte(this.locals[start] ?? type.i32);
    });
    return out;
  }

  private alignment(power: number, offset: number): void {
    this.code.unsigned(power);
    this.code.unsigned(offset);
  }
}
