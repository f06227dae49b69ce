import type { NodeId } from '../../ir/graph.js';
import { at } from '../../numeric/at.js';
import type { Plan } from './plan.js';

/** Writes the values of a call to their places: the point, the values of indexed parameters by level, and what is the same for all rows. */
export function evaluateOnce({ term, tape, scalars, gathers, point: place }: Plan, point: Float64Array, numbers: Float64Array): void {
  const { graph, inputs, variables } = term;
  numbers.set(point, place / 8);
  for (const { bound, place: table } of gathers.values()) {
    const { map } = bound;
    for (let level = 0; level < map.length; level++) {
      const parameter = map[level] as number;
      numbers[table / 8 + level] = parameter < 0 ? 0 : (point[parameter] as number);
    }
  }
  const value = (id: NodeId | undefined): number => {
    const place = id === undefined ? undefined : scalars.get(id);
    if (place !== undefined) return numbers[place / 8] as number;
    return id === undefined ? 0 : (graph.constantValue(id) ?? NaN);
  };
  for (const [id, place] of scalars) {
    const node = graph.node(id);
    const bound = node.kind === 'variable' ? variables[node.index] : undefined;
    if (node.kind === 'input') numbers[place / 8] = at(inputs, node.slot);
    else if (bound?.kind === 'scalar') numbers[place / 8] = at(point, bound.parameter);
  }
  for (const { id, primitive, args } of tape.call) {
    const place = scalars.get(id);
    if (place !== undefined) numbers[place / 8] = primitive.evaluate(value(args[0]), value(args[1]), value(args[2]));
  }
}
