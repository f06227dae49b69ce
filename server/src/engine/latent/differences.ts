import { at } from '../numeric/at.js';

/** Steps in units of 1/√(second derivative), which are standard errors near a maximum: truncation and rounding are both near 1e-8 there. */
const STEP = 1e-4;
/** A first step this many times too short or too long is good enough. */
const FAR = 30;

/** The gradient at a point; undefined outside its domain. */
type Gradient = (point: Float64Array) => Float64Array | undefined;

/**
 * Second derivatives (row-major, symmetric) by central differences of exact first ones, by one-sided ones at the edge of a domain. The relative error
 * is near 1e-8; NaN where the gradient has no value on either side. Parameters that the gradient does not depend on give 0.
 */
export function differencedHessian(slopesAt: Gradient, point: Float64Array, gradient: Float64Array): Float64Array {
  const n = point.length;
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const column = columnOf(slopesAt, point, gradient, j);
    for (let i = 0; i < n; i++) {
      hessian[i * n + j] = at(hessian, i * n + j) + 0.5 * at(column, i);
      hessian[j * n + i] = at(hessian, j * n + i) + 0.5 * at(column, i);
    }
  }
  return hessian;
}

function columnOf(slopesAt: Gradient, point: Float64Array, gradient: Float64Array, j: number): Float64Array {
  if (gradient[j] === 0) {
    const moved = slopesAt(shift(point, j, STEP * (Math.abs(at(point, j)) || 1)));
    if (moved?.every((slope, i) => slope === gradient[i])) return new Float64Array(point.length);
  }
  const first = STEP * (Math.abs(at(point, j)) || 1);
  const column = differences(slopesAt, point, gradient, j, first);
  const curvature = Math.abs(at(column, j));
  const wanted = STEP / Math.sqrt(curvature);
  const isGood = !(curvature > 0) || (first > wanted / FAR && first < wanted * FAR);
  return isGood ? column : differences(slopesAt, point, gradient, j, wanted);
}

function differences(slopesAt: Gradient, point: Float64Array, gradient: Float64Array, j: number, step: number): Float64Array {
  const [above, below] = [slopesAt(shift(point, j, step)), slopesAt(shift(point, j, -step))];
  if (above && below) return above.map((slope, i) => (slope - at(below, i)) / (2 * step));
  const side = above ? 1 : -1;
  const [near, far] = [above ?? below, slopesAt(shift(point, j, 2 * side * step))];
  if (!near || !far) return new Float64Array(point.length).fill(NaN);
  return near.map((slope, i) => (side * (4 * slope - at(far, i) - 3 * at(gradient, i))) / (2 * step));
}

const shift = (point: Float64Array, j: number, by: number): Float64Array => point.map((each, i) => (i === j ? each + by : each));
