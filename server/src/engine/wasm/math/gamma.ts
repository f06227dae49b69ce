import type { Local } from '../body.js';
import { simd } from '../opcodes.js';
import type { Vector } from '../vector.js';
import { log } from './log.js';

/**
 * From here on the asymptotic series below are exact to 1e-16; smaller arguments are moved up by this many steps of the recurrence
 * Γ(a + 1) = a Γ(a) (Abramowitz & Stegun 6.1.15, 6.3.5, 6.4.6).
 */
const LARGE = 8;
const HALF_LOG_2PI = 0.9189385332046727;
/** Bernoulli numbers B₂, B₄, …, B₁₈ over 2k(2k − 1), over 2k, and as they are: Abramowitz & Stegun 6.1.41, 6.3.18, 6.4.12. */
const VALUE = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188];
const SLOPE = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160, 43867 / 14364];
const CURVATURE = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798];

/** `large` of a, and where a < 8 `small` of a. */
function inParts(v: Vector, a: Local, large: (a: Local) => Local, small: (a: Local) => Local): Local {
  const result = large(a);
  const isSmall = v.binary(simd.lt, a, v.num(LARGE));
  v.whenAny(isSmall, () => v.assign(result, v.choose(isSmall, small(a), result)));
  return result;
}

const inverse = (v: Vector, a: Local): Local => v.div(v.num(1), a);

/** The series of the three `stirling` functions, for a ≥ 8. */
function valueSeries(v: Vector, a: Local): Local {
  const r = inverse(v, a);
  return v.mul(r, v.polynomial(v.mul(r, r), VALUE));
}

function slopeSeries(v: Vector, a: Local): Local {
  const r = inverse(v, a);
  const u = v.mul(r, r);
  return v.neg(v.mul(u, v.polynomial(u, SLOPE)));
}

function curvatureSeries(v: Vector, a: Local): Local {
  const r = inverse(v, a);
  const u = v.mul(r, r);
  return v.mul(v.mul(u, r), v.polynomial(u, CURVATURE));
}

/** a, a + 1, …, a + 7. */
const steps = (v: Vector, a: Local): Local[] => Array.from({ length: LARGE }, (_, i) => (i === 0 ? a : v.add(a, v.num(i))));
const shiftUp = (v: Vector, a: Local): Local => v.add(a, v.num(LARGE));

/** 1/x₁ + 1/x₂ + … with one division. */
function sumOfInverses(v: Vector, terms: readonly Local[]): Local {
  const first = { above: v.num(0), below: v.num(1) };
  const { above, below } = terms.reduce((sum, x) => ({ above: v.add(v.mul(sum.above, x), sum.below), below: v.mul(sum.below, x) }), first);
  return v.div(above, below);
}

/** (a − ½) log a − a. */
const leading = (v: Vector, a: Local): Local => v.sub(v.mul(v.sub(a, v.num(0.5)), log(v, a)), a);

/** log Γ(a) for a > 0, within 2e-14 · max(1, |log Γ(a)|). */
export function lgamma(v: Vector, a: Local): Local {
  const large = (x: Local): Local => v.add(v.add(leading(v, x), v.num(HALF_LOG_2PI)), valueSeries(v, x));
  const product = (x: Local): Local => steps(v, x).reduce((all, each) => v.mul(all, each));
  return inParts(v, a, large, (x) => v.sub(large(shiftUp(v, x)), log(v, product(x))));
}

/** ψ(a) for a > 0, within 1e-14 · max(1, |ψ(a)|). */
export function digamma(v: Vector, a: Local): Local {
  const large = (x: Local): Local => v.add(v.sub(log(v, x), v.div(v.num(0.5), x)), slopeSeries(v, x));
  return inParts(v, a, large, (x) => v.sub(large(shiftUp(v, x)), sumOfInverses(v, steps(v, x))));
}

/** ψ′(a) for a > 0, within 1e-14 of itself. */
export function trigamma(v: Vector, a: Local): Local {
  const large = (x: Local): Local => {
    const r = inverse(v, x);
    return v.add(v.add(r, v.mul(v.num(0.5), v.mul(r, r))), curvatureSeries(v, x));
  };
  const squares = (x: Local): Local[] => steps(v, x).map((each) => v.mul(each, each));
  return inParts(v, a, large, (x) => v.add(large(shiftUp(v, x)), sumOfInverses(v, squares(x))));
}

/** The primitive `stirling` for a > 0, within 2e-14 · max(1, |log Γ(a)|), and 1e-15 of itself from 15 on. */
export function stirling(v: Vector, a: Local): Local {
  const small = (x: Local): Local => v.sub(v.sub(lgamma(v, x), leading(v, x)), v.num(HALF_LOG_2PI));
  return inParts(v, a, (x) => valueSeries(v, x), small);
}

/** The primitive `stirlingSlope` for a > 0, within 1e-14 · max(1, |ψ(a)|), and 1e-15 of itself from 15 on. */
export function stirlingSlope(v: Vector, a: Local): Local {
  const small = (x: Local): Local => v.add(v.sub(digamma(v, x), log(v, x)), v.div(v.num(0.5), x));
  return inParts(v, a, (x) => slopeSeries(v, x), small);
}

/** The primitive `stirlingCurvature` for a > 0, within 1e-14 of ψ′(a), and 1e-15 of itself from 15 on. */
export function stirlingCurvature(v: Vector, a: Local): Local {
  const small = (x: Local): Local => {
    const r = inverse(v, x);
    return v.sub(v.sub(trigamma(v, x), r), v.mul(v.num(0.5), v.mul(r, r)));
  };
  return inParts(v, a, (x) => curvatureSeries(v, x), small);
}
