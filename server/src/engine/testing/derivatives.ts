import { interpret } from '../terms/interpreter.js';
import type { Kernel } from '../kernel/kernel.js';
import type { BoundModel } from '../model/bound.js';
import { likelihoodTerms } from '../bind/likelihoodTerms.js';
import { at } from '../numeric/at.js';

/** Numbers by the names of entries. */
export type Values = Readonly<Record<string, number>>;

/** The log-likelihood without generated code. */
export function kernelOf(model: BoundModel): Kernel {
  return interpret(likelihoodTerms(model), model.model.entries.length);
}

const pointOf = ({ model }: BoundModel, values: Values): Float64Array =>
  Float64Array.from(model.entries, ({ name }) => values[name] ?? fail(`no value for ${name}`));

function fail(message: string): never {
  throw new Error(message);
}

/** Fails where a value is further off than `tolerance` of `scale`, or of 1 where that is more. */
export function close(actual: number | undefined, expected: number, tolerance: number, scale = Math.abs(expected)): void {
  const allowed = tolerance * Math.max(1, scale);
  if (!(Math.abs((actual ?? NaN) - expected) <= allowed)) fail(`${String(actual)} should be ${String(expected)} within ${String(allowed)}`);
}

/** Value by a plain loop, gradient by differences of that loop, Hessian by differences of the gradient. */
export function checkDerivatives(model: BoundModel, values: Values, plain: (values: Values) => number): void {
  const kernel = kernelOf(model);
  const point = pointOf(model, values);
  const { value, gradient, hessian } = kernel.evaluate(point, 2);
  const size = Math.max(1, Math.abs(value), ...gradient.map(Math.abs), ...hessian.map(Math.abs));
  close(value, plain(values), 1e-11, size);
  for (const order of [0, 1] as const) close(kernel.evaluate(point, order).value, value, 0);
  const names = model.model.entries.map(({ name }) => name);
  const step = 1e-5;
  const moved = (name: string, by: number): Values => ({ ...values, [name]: (values[name] ?? 0) + by });
  names.forEach((name, i) => {
    close(gradient[i], (plain(moved(name, step)) - plain(moved(name, -step))) / (2 * step), 1e-7, size);
    const [up, down] = [step, -step].map((by) => kernel.evaluate(pointOf(model, moved(name, by)), 1).gradient);
    names.forEach((_, j) => {
      close(hessian[i * names.length + j], ((up?.[j] ?? NaN) - (down?.[j] ?? NaN)) / (2 * step), 1e-7, size);
      close(hessian[i * names.length + j], at(hessian, j * names.length + i), 0);
    });
  });
}
