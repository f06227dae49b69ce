import { evaluateColumns } from '../ir/evaluate.js';
import type { NodeId } from '../ir/graph.js';
import type { BoundVariable } from '../kernel/kernel.js';
import { fillVariable } from '../kernel/machine.js';
import { isFreeVariable } from '../model/concavity.js';
import type { BoundModel } from '../model/bound.js';
import type { Model } from '../model/model.js';
import { variablesAmong } from '../kernel/below.js';
import { type EntryIndex, entryOf } from '../model/entryIndex.js';
import { at } from '../numeric/at.js';

/** The change in each row of a node that is affine in its entries, when an entry goes up by 1. */
export type Slopes = ReadonlyMap<EntryIndex, Float64Array>;

/**
 * Free variables that nodes are not affine in, latent values and those variables themselves being left where they are, whatever that is: variables that
 * multiply a latent value, as its standard deviation does, or occur inside a function.
 */
export function frozenVariables(model: Model, nodes: readonly NodeId[]): Set<number> {
  const { graph } = model;
  const frozen = new Set<number>();
  for (;;) {
    const bent = firstBent(model, nodes, frozen);
    if (bent === undefined) return frozen;
    // At least one of them is new, so that this ends.
    for (const variable of variablesAmong(graph, graph.reachable([bent]))) if (isFreeVariable(model, variable)) frozen.add(variable);
  }
}

/** known: data and fixed numbers. held: also latent values and frozen variables. moving: affine in the rest, with known coefficients. */
type Shape = 'known' | 'held' | 'moving';

/** The first node that is not affine in the variables that are free and not frozen. */
function firstBent(model: Model, nodes: readonly NodeId[], frozen: ReadonlySet<number>): NodeId | undefined {
  const { graph } = model;
  const shapes = new Map<NodeId, Shape>();
  for (const id of graph.reachable(nodes)) {
    const node = graph.node(id);
    if (node.kind === 'apply') {
      const shape = shapeOf(
        node.primitive.name,
        node.args.map((arg) => shapes.get(arg) ?? 'held'),
      );
      if (!shape) return id;
      shapes.set(id, shape);
    } else if (node.kind !== 'variable') shapes.set(id, 'known');
    else if (model.variables[node.index]?.kind === 'latent' || frozen.has(node.index)) shapes.set(id, 'held');
    else shapes.set(id, isFreeVariable(model, node.index) ? 'moving' : 'known');
  }
  return undefined;
}

function shapeOf(name: string, args: readonly Shape[]): Shape | undefined {
  if (!args.includes('moving')) return args.includes('held') ? 'held' : 'known';
  const isSum = name === 'add' || name === 'sub' || name === 'neg';
  const isScaled = (name === 'mul' && args.includes('known')) || (name === 'div' && args[1] === 'known');
  return isSum || isScaled ? 'moving' : undefined;
}

/** The slopes of a node that is affine in all but frozen variables: those of its row-level variables times the effect of an entry on each. */
export function slopesOf(bound: BoundModel, node: NodeId, frozen: ReadonlySet<number>): Slopes {
  const { model, used } = bound;
  const slopes = new Map<EntryIndex, Float64Array>();
  const among = variablesAmong(model.graph, model.graph.reachable([node]));
  const free = among.filter((variable) => isFreeVariable(model, variable) && !frozen.has(variable));
  if (free.length === 0) return slopes;
  const base = valuesAt(bound, node, frozen, undefined);
  for (const variable of new Set(free)) {
    const share = valuesAt(bound, node, frozen, variable).map((value, row) => value - at(base, row));
    const source = bound.variables[variable];
    if (source) spreadOver(slopes, source, share, used);
  }
  return slopes;
}

/** Any point would do; here logarithms and roots are finite. */
const HELD = 0.5;

/** Values of a node where one of the variables that it is affine in is 1 and all others of these are 0. */
function valuesAt(bound: BoundModel, node: NodeId, frozen: ReadonlySet<number>, one: number | undefined): Float64Array {
  const { model, used, columns } = bound;
  const fixed = Float64Array.from(model.entries, ({ fixed: value = 0 }) => value);
  const given = bound.variables.map((variable, index) => {
    const buffer = new Float64Array(used);
    if (variable.kind === 'latent' || frozen.has(index)) return buffer.fill(HELD);
    if (isFreeVariable(model, index)) return buffer.fill(index === one ? 1 : 0);
    if (variable.kind === 'scalar') return buffer.fill(at(fixed, variable.parameter));
    fillVariable(variable, buffer, fixed, 0, used);
    return buffer;
  });
  return Float64Array.from(evaluateColumns(model.graph, [node], columns, used, given)[0] ?? []);
}

function spreadOver(slopes: Map<EntryIndex, Float64Array>, variable: BoundVariable, share: Float64Array, rows: number): void {
  const add = (parameter: number, row: number, value: number): void => {
    const entry = entryOf(parameter);
    const column = slopes.get(entry) ?? new Float64Array(rows);
    slopes.set(entry, column);
    column[row] = (column[row] as number) + value;
  };
  for (let row = 0; row < rows; row++) {
    const own = share[row] as number;
    if (variable.kind === 'scalar') add(variable.parameter, row, own);
    else if (variable.kind === 'gather') {
      const entry = at(variable.map, variable.codes[row] as number);
      if (entry >= 0) add(entry, row, own);
    } else if (variable.kind === 'linear') {
      variable.design.forEach((column, j) => {
        add(variable.parameters[j] as number, row, own * (column[row] as number));
      });
    }
  }
}
