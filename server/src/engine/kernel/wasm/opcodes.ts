/** Value types: https://webassembly.github.io/spec/core/binary/types.html */
export const type = { i32: 0x7f, f64: 0x7c, v128: 0x7b, none: 0x40 } as const;

/** One-byte instructions: https://webassembly.github.io/spec/core/binary/instructions.html */
export const op = {
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  branchIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  get: 0x20,
  set: 0x21,
  i32Load: 0x28,
  f64Load: 0x2b,
  f64Store: 0x39,
  i32Const: 0x41,
  i32LessUnsigned: 0x49,
  i32LessEqualUnsigned: 0x4d,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Multiply: 0x6c,
  i32And: 0x71,
  i32ShiftLeft: 0x74,
  f64Add: 0xa0,
  f64Multiply: 0xa2,
  saturating: 0xfc,
  simd: 0xfd,
} as const;

/** After the prefix 0xFC: what is no number becomes 0. */
export const truncate = { i32OfF64Unsigned: 3 } as const;

/** Vector instructions, after the prefix 0xFD: https://webassembly.github.io/spec/core/binary/instructions.html#vector-instructions */
export const simd = {
  load: 0,
  load64Splat: 10,
  store: 11,
  splat: 20,
  extractLane: 33,
  replaceLane: 34,
  eq: 71,
  ne: 72,
  lt: 73,
  gt: 74,
  le: 75,
  ge: 76,
  not: 77,
  and: 78,
  andNot: 79,
  or: 80,
  xor: 81,
  bitselect: 82,
  anyTrue: 83,
  load64Lane: 87,
  floor: 117,
  i64ShiftLeft: 203,
  i64ShiftRight: 205,
  i64Add: 206,
  i64Sub: 209,
  abs: 236,
  neg: 237,
  sqrt: 239,
  add: 240,
  sub: 241,
  mul: 242,
  div: 243,
  min: 244,
  max: 245,
  pseudoMin: 246,
  pseudoMax: 247,
  /** Relaxed: a · b + c with one rounding where the machine has an instruction for it, else with two. */
  multiplyAdd: 263,
} as const;
