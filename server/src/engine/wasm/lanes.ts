import { op, simd } from './opcodes.js';

/** The instructions on vectors of 16 bytes by what a lane holds, and those on one number. */
export interface Lanes {
  /** Bytes of a number. */
  readonly bytes: 4 | 8;
  readonly add: number;
  readonly sub: number;
  readonly mul: number;
  readonly div: number;
  readonly abs: number;
  readonly neg: number;
  readonly max: number;
  readonly pseudoMax: number;
  readonly eq: number;
  readonly gt: number;
  readonly multiplyAdd: number;
  /** Loads one number into all lanes. */
  readonly splat: number;
  readonly one: {
    readonly load: number;
    readonly store: number;
    readonly add: number;
    /** Power of two that its places are multiples of. */
    readonly alignment: number;
  };
  /** Two neighbouring lanes of 32 bits, or the one lane of 64, that hold a number. */
  pattern(value: number): bigint;
}

const scratch = new DataView(new ArrayBuffer(8));

/** Pairs of float64. */
export const doubles: Lanes = {
  bytes: 8,
  add: simd.add,
  sub: simd.sub,
  mul: simd.mul,
  div: simd.div,
  abs: simd.abs,
  neg: simd.neg,
  max: simd.max,
  pseudoMax: simd.pseudoMax,
  eq: simd.eq,
  gt: simd.gt,
  multiplyAdd: simd.multiplyAdd,
  splat: simd.load64Splat,
  one: { load: op.f64Load, store: op.f64Store, add: op.f64Add, alignment: 3 },
  pattern: (value) => {
    scratch.setFloat64(0, value);
    return scratch.getBigUint64(0);
  },
};

/** Four float32. */
export const singles: Lanes = {
  bytes: 4,
  add: simd.f32Add,
  sub: simd.f32Sub,
  mul: simd.f32Mul,
  div: simd.f32Div,
  abs: simd.f32Abs,
  neg: simd.f32Neg,
  max: simd.f32Max,
  pseudoMax: simd.f32PseudoMax,
  eq: simd.f32Eq,
  gt: simd.f32Gt,
  multiplyAdd: simd.f32MultiplyAdd,
  splat: simd.load32Splat,
  one: { load: op.f32Load, store: op.f32Store, add: op.f32Add, alignment: 2 },
  pattern: (value) => {
    scratch.setFloat32(0, value);
    scratch.setFloat32(4, value);
    return scratch.getBigUint64(0);
  },
};
