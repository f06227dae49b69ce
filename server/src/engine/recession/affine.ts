import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import type { BoundVariable } from '../kernel/kernel.js';
import { fillVariable } from '../kernel/machine.js';
import { isFreeVariable } from '../inference/concavity.js';
import type { BoundModel } from '../model/bound.js';
import { variablesAmong } from '../recursion/below.js';

/** What a node that is affine in its entries changes by in each row when an entry goes up by 1. */
export type Slopes = ReadonlyMap<number, Float64Array>;

/** The slopes of an affine node: those of its row-level variables times what an entry has to do with each. */
export function slopesOf(bound: BoundModel, node: NodeId): Slopes {
  const { model, used } = bound;
  const slopes = new Map<number, Float64Array>();
  const free = variablesAmong(model.graph, model.graph.reachable([node])).filter((variable) => isFreeVariable(model, variable));
  if (free.length === 0) return slopes;
  const base = valuesAt(bound, node, undefined);
  for (const variable of new Set(free)) {
    const share = valuesAt(bound, node, variable).map((value, row) => value - (base[row] ?? 0));
    const source = bound.variables[variable];
    if (source) spread(slopes, source, share, used);
  }
  return slopes;
}

/** Values of a node where one of its free variables is 1 and all others are 0. */
function valuesAt(bound: BoundModel, node: NodeId, one: number | undefined): Float64Array {
  const { model, used, columns } = bound;
  const fixed = Float64Array.from(model.entries, ({ fixed: value = 0 }) => value);
  const given = bound.variables.map((variable, index) => {
    const buffer = new Float64Array(used);
    if (isFreeVariable(model, index)) return buffer.fill(index === one ? 1 : 0);
    if (variable.kind === 'scalar') return buffer.fill(fixed[variable.parameter] ?? NaN);
    fillVariable(variable, buffer, fixed, 0, used);
    return buffer;
  });
  return Float64Array.from(evaluateColumns(model.graph, [node], columns, used, given)[0] ?? []);
}

function spread(slopes: Map<number, Float64Array>, variable: BoundVariable, share: Float64Array, rows: number): void {
  const add = (entry: number, row: number, value: number): void => {
    const column = slopes.get(entry) ?? new Float64Array(rows);
    slopes.set(entry, column);
    column[row] = (column[row] as number) + value;
  };
  for (let row = 0; row < rows; row++) {
    const own = share[row] as number;
    if (variable.kind === 'scalar') add(variable.parameter, row, own);
    else if (variable.kind === 'gather') {
      const entry = variable.map[variable.codes[row] as number] ?? -1;
      if (entry >= 0) add(entry, row, own);
    } else if (variable.kind === 'linear') {
      variable.design.forEach((column, j) => {
        add(variable.parameters[j] as number, row, own * (column[row] as number));
      });
    }
  }
}
