import type { BoundVariable, RowVariable } from '../kernel/kernel.js';
import { at } from '../numeric/at.js';
import type { Jet, Slopes } from './jet.js';

/** The derivatives of each variable with respect to the parameters, in the current row. */
export class VariableSlopes {
  private readonly slopes = new Map<number, Slopes>();
  private readonly loaders: ((row: number) => void)[] = [];
  private readonly every: Int32Array;

  /** `used`: indexes of the variables that are asked for; `parameters`: what derivatives are taken by. */
  constructor(variables: readonly BoundVariable[], used: readonly number[], parameters: readonly number[]) {
    this.every = Int32Array.from(parameters, (_, place) => place);
    const places = new Map(parameters.map((parameter, place) => [parameter, place]));
    for (const index of used) {
      const variable = variables[index];
      if (variable?.kind === 'previous' || variable?.kind === 'mean')
        this.slopes.set(index, { count: 0, indices: this.every, values: new Float64Array(0) });
      else if (variable && variable.kind !== 'latent' && variable.kind !== 'network') this.slopes.set(index, this.ofRow(variable, places));
    }
  }

  of(variable: number): Slopes {
    const found = this.slopes.get(variable);
    if (!found) throw new Error(`variable ${String(variable)} is not among those that are worked out`);
    return found;
  }

  /** Takes the row's own derivatives. */
  load(row: number): void {
    for (const loader of this.loaders) loader(row);
  }

  /** Gives a variable the derivatives of a jet, which it keeps looking at. */
  setDense(variable: number, { gradient, hessian }: Jet): void {
    const slopes = this.slopes.get(variable);
    if (!slopes) return;
    slopes.count = gradient.length;
    slopes.values = gradient;
    slopes.hessian = hessian.length > 0 ? hessian : undefined;
  }

  private ofRow(variable: RowVariable, places: ReadonlyMap<number, number>): Slopes {
    if (variable.kind === 'scalar')
      return { count: 1, indices: Int32Array.of(places.get(variable.parameter) ?? -1), values: Float64Array.of(1) };
    if (variable.kind === 'gather') return this.ofLevel(variable, places);
    const { design, parameters } = variable;
    const values = new Float64Array(design.length);
    this.loaders.push((row) => {
      for (let j = 0; j < values.length; j++) values[j] = design[j]?.[row] ?? 0;
    });
    return { count: values.length, indices: parameters.map((parameter) => places.get(parameter) ?? -1), values };
  }

  private ofLevel({ map, codes }: Extract<RowVariable, { kind: 'gather' }>, places: ReadonlyMap<number, number>): Slopes {
    const own = map.map((parameter) => places.get(parameter) ?? -1);
    const slopes: Slopes = { count: 0, indices: new Int32Array(1), values: Float64Array.of(1) };
    this.loaders.push((row) => {
      const place = at(own, at(codes, row));
      slopes.count = place < 0 ? 0 : 1;
      slopes.indices[0] = place;
    });
    return slopes;
  }
}
