import { at } from '../numeric/at.js';
import { dot } from '../numeric/eigen.js';
import type { InformationInverse } from './objective/information.js';
import type { Objective, Working } from './objective/objective.js';

/** Roots of the diagonal of J C J', J being ∂natural/∂working: the covariance on the natural scale. */
export function standardErrors(
  objective: Objective,
  point: Working,
  information: InformationInverse,
  active: readonly number[],
): Float64Array {
  const n = objective.dimension;
  const errors = new Float64Array(objective.bound.model.entries.length).fill(NaN);
  if (information.covariance.length === 0) return errors;
  const jacobian = objective.jacobian(point);
  const undetermined = information.flat.map((direction) => naturalDirection(jacobian, direction));
  const isActive = new Set(active);
  objective.free.forEach((entry, a) => {
    const isFlat = undetermined.some((direction) => Math.abs(at(direction, a)) > 1e-6);
    const variance = quadraticForm(jacobian.subarray(a * n, a * n + n), information.covariance);
    if (!isFlat && isActive.has(a) && variance > 0) errors[entry] = Math.sqrt(variance);
  });
  for (const { first, network } of objective.bound.model.networks) errors.fill(NaN, first, first + network.parameters);
  const ties = objective.bound.model.groups.flatMap((group) => group.ties ?? []);
  for (const { entry, row } of objective.dependent(point)) {
    const isFlat = information.flat.some((direction) => Math.abs(dot(row, direction)) > 1e-6);
    if (!isFlat && !ties.includes(entry)) errors[entry] = Math.sqrt(quadraticForm(row, information.covariance));
  }
  return errors;
}

/** r' C r, most entries of r being 0. */
function quadraticForm(r: Float64Array, covariance: Float64Array): number {
  const n = r.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (r[i] === 0) continue;
    let part = 0;
    for (let j = 0; j < n; j++) if (r[j] !== 0) part += (r[i] as number) * (covariance[i * n + j] as number) * (r[j] as number);
    sum += part;
  }
  return sum;
}

/** A working direction on the natural scale, with its largest entry 1 in absolute value. */
export function naturalDirection(jacobian: Float64Array, direction: Float64Array): Float64Array {
  const n = direction.length;
  const natural = Float64Array.from({ length: n }, (_, i) => direction.reduce((sum, d, j) => sum + d * at(jacobian, i * n + j), 0));
  const largest = Math.max(...natural.map(Math.abs));
  return largest > 0 ? natural.map((value) => value / largest) : natural;
}
