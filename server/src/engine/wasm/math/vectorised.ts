import type { Local } from '../body.js';
import { exp, expm1, expm1OfNegative } from './exp.js';
import { digamma, lgamma, stirling, stirlingCurvature, stirlingSlope, trigamma } from './gamma.js';
import { log, log1p, log1pOfFraction } from './log.js';
import { erf, logPhi, Phi } from './normal.js';
import { pow } from './pow.js';
import { cos, LARGEST_ANGLE, sin } from './trigonometric.js';
import { simd } from '../opcodes.js';
import type { Routine } from '../routines.js';
import type { Vector } from '../vector.js';

/** What generated code knows of a row: intermediate results that several operations share, by a name of their own. */
export interface Shared {
  /** The result of a longer function of one argument. */
  call(routine: Routine, a: Local): Local;
  once(key: string, make: () => Local): Local;
  /** The x of a = −x, or a itself. */
  unsigned(a: Local): Local;
}

/** Writes one operation on pairs of numbers; `c` and `b` repeat `a` where the operation has fewer arguments. */
export type Operation = (v: Vector, a: Local, b: Local, c: Local, shared: Shared) => Local;

const isNaNMask = (v: Vector, a: Local): Local => v.binary(simd.ne, a, a);

/** 1 or 0, or NaN where an argument is. */
const comparison =
  (opcode: number): Operation =>
  (v, a, b) => {
    const truth = v.and(v.binary(opcode, a, b), v.num(1));
    return v.or(truth, v.and(v.or(isNaNMask(v, a), isNaNMask(v, b)), v.num(NaN)));
  };

const binary =
  (opcode: number): Operation =>
  (v, a, b) =>
    v.binary(opcode, a, b);
const unary =
  (opcode: number): Operation =>
  (v, a) =>
    v.unary(opcode, a);

const routine =
  (write: Routine): Operation =>
  (_v, a, _b, _c, shared) =>
    shared.call(write, a);

/** 0 where a = 0 and b is a number, else `value`. */
function unlessZero(v: Vector, a: Local, b: Local, value: Local): Local {
  const isZero = v.and(v.binary(simd.eq, a, v.num(0)), v.binary(simd.eq, b, b));
  return v.choose(isZero, v.num(0), value);
}

const select: Operation = (v, a, b, c) => {
  const chosen = v.choose(v.binary(simd.eq, a, v.num(0)), c, b);
  return v.choose(isNaNMask(v, a), a, chosen);
};

const sign: Operation = (v, a) => {
  const magnitude = v.choose(v.binary(simd.eq, a, v.num(0)), a, v.num(1));
  const signed = v.or(v.and(a, v.num(-0)), v.abs(magnitude));
  return v.choose(isNaNMask(v, a), a, signed);
};

/** e^−|a|, which all the functions around the logistic one share, for a and for −a. */
function decay(v: Vector, a: Local, shared: Shared): Local {
  const base = shared.unsigned(a);
  return shared.once(`decay${String(base)}`, () => shared.call(exp, v.neg(v.abs(base))));
}

export const logistic: Operation = (v, a, _b, _c, shared) => {
  const e = decay(v, a, shared);
  return v.div(v.choose(v.binary(simd.lt, a, v.num(0)), e, v.num(1)), v.add(v.num(1), e));
};

const softplus: Operation = (v, a, _b, _c, shared) => {
  const tail = shared.once(`tail${String(shared.unsigned(a))}`, () => shared.call(log1pOfFraction, decay(v, a, shared)));
  return v.add(v.binary(simd.pseudoMax, v.num(0), a), tail);
};

const logAddExp: Operation = (v, a, b, _c, shared) => {
  const high = v.binary(simd.max, a, b);
  const low = v.binary(simd.min, a, b);
  const sum = v.add(high, shared.call(log1pOfFraction, shared.call(exp, v.sub(low, high))));
  return v.choose(v.binary(simd.eq, high, v.num(-Infinity)), high, sum);
};

/** −t/(2 + t) with t = expm1(−2|a|), and the sign of a. */
export const tanh: Operation = (v, a, _b, _c, shared) => {
  const t = shared.call(expm1OfNegative, v.mul(v.num(-2), v.abs(a)));
  const magnitude = v.div(v.neg(t), v.add(v.num(2), t));
  return v.or(v.and(a, v.num(-0)), v.abs(magnitude));
};

/** The operations that have a vector form, by the name of their primitive. All others go through their JavaScript function. */
export const vectorised: Readonly<Record<string, Operation | undefined>> = {
  Phi: routine(Phi),
  abs: unary(simd.abs),
  add: binary(simd.add),
  div: binary(simd.div),
  equal: comparison(simd.eq),
  erf: routine(erf),
  exp: routine(exp),
  expm1: routine(expm1),
  floor: unary(simd.floor),
  less: comparison(simd.lt),
  lessEqual: comparison(simd.le),
  log: routine(log),
  log1p: routine(log1p),
  logAddExp,
  logPhi: routine(logPhi),
  logistic,
  max: binary(simd.max),
  min: binary(simd.min),
  mul: binary(simd.mul),
  neg: unary(simd.neg),
  select,
  sign,
  softplus,
  sqrt: unary(simd.sqrt),
  sub: binary(simd.sub),
  tanh,
  xdivy: (v, a, b) => unlessZero(v, a, b, v.div(a, b)),
  xlog1py: (v, a, b, _c, shared) => unlessZero(v, a, b, v.mul(a, shared.call(log1p, b))),
  xlogy: (v, a, b, _c, shared) => unlessZero(v, a, b, v.mul(a, shared.call(log, b))),
};

/** A vector form that holds for some arguments; a pair with another goes through the JavaScript function of the primitive. */
export type PartialForm = (v: Vector, operands: readonly Local[], shared: Shared) => { readonly value: Local; readonly inside: Local };

/** A longer function of one argument from `low` to `high`. */
const within =
  (write: Routine, low: number, high: number): PartialForm =>
  (v, [a = 0], shared) => ({
    value: shared.call(write, a),
    inside: v.and(v.binary(simd.ge, a, v.num(low)), v.binary(simd.le, a, v.num(high))),
  });

const positive = (write: Routine): PartialForm => within(write, 1e-6, 1e300);
const angle = (write: Routine): PartialForm => within(write, -LARGEST_ANGLE, LARGEST_ANGLE);

export const partlyVectorised: Readonly<Record<string, PartialForm | undefined>> = {
  cos: angle(cos),
  digamma: positive(digamma),
  lgamma: positive(lgamma),
  pow: (v, [a = 0, b = 0]) => pow(v, a, b),
  sin: angle(sin),
  stirling: positive(stirling),
  stirlingCurvature: positive(stirlingCurvature),
  stirlingSlope: positive(stirlingSlope),
  trigamma: positive(trigamma),
};
