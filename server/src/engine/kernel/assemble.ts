import type { NodeId } from '../ir/graph.js';
import type { BoundVariable } from './kernel.js';

/** The values of nodes for one tile of rows. */
interface Tile {
  readonly start: number;
  readonly rows: number;
  values(id: NodeId): Float64Array;
}

/** gradient += Jᵀ g, where row i of J maps parameters to the row's variables. */
export function assembleGradient(
  gradient: Float64Array,
  variables: readonly BoundVariable[],
  nodes: readonly (NodeId | undefined)[],
  tile: Tile,
): void {
  variables.forEach((variable, i) => {
    const id = nodes[i];
    if (id === undefined) return;
    addTransposed(gradient, 0, 1, variable, tile.values(id), tile);
  });
}

/** hessian += Jᵀ W J with the symmetric local second derivatives W of each row. */
export function assembleHessian(
  hessian: Float64Array,
  size: number,
  variables: readonly BoundVariable[],
  nodes: readonly (readonly (NodeId | undefined)[])[],
  tile: Tile,
): void {
  for (let i = 0; i < variables.length; i++) {
    for (let j = 0; j <= i; j++) {
      const id = nodes[i]?.[j];
      if (id === undefined) continue;
      const [first, second] = [variables[i], variables[j]];
      if (first && second) addProduct(hessian, size, first, second, tile.values(id), tile, i !== j);
    }
  }
}

/** target[offset + stride · p] += Σ_rows J[row, p] · weights[row]. */
function addTransposed(
  target: Float64Array,
  offset: number,
  stride: number,
  variable: BoundVariable,
  weights: Float64Array,
  { start, rows }: Tile,
): void {
  if (variable.kind === 'scalar') {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += weights[i] as number;
    (target[offset + stride * variable.parameter] as number) += sum;
  } else if (variable.kind === 'gather') {
    for (let i = 0; i < rows; i++) {
      const parameter = variable.map[variable.codes[start + i] as number] as number;
      if (parameter >= 0) (target[offset + stride * parameter] as number) += weights[i] as number;
    }
  } else {
    variable.design.forEach((column, j) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += (column[start + i] as number) * (weights[i] as number);
      (target[offset + stride * (variable.parameters[j] as number)] as number) += sum;
    });
  }
}

const scaled = new Float64Array(1024);

/** hessian += Aᵀ W B, and its transpose too where A and B are different variables. */
function addProduct(
  hessian: Float64Array,
  size: number,
  a: BoundVariable,
  b: BoundVariable,
  weights: Float64Array,
  tile: Tile,
  mirrored: boolean,
): void {
  forEachParameter(a, tile, weights, (parameter, column) => {
    addTransposed(hessian, parameter * size, 1, b, column, tile);
    if (mirrored) addTransposed(hessian, parameter, size, b, column, tile);
  });
}

/** Calls `use(p, J[·, p] · weights)` for each parameter of a variable; an indexed one goes row by row. */
function forEachParameter(
  variable: BoundVariable,
  tile: Tile,
  weights: Float64Array,
  use: (parameter: number, column: Float64Array) => void,
): void {
  const { start, rows } = tile;
  if (variable.kind === 'scalar') use(variable.parameter, weights);
  else if (variable.kind === 'linear') {
    variable.design.forEach((column, j) => {
      for (let i = 0; i < rows; i++) scaled[i] = (column[start + i] as number) * (weights[i] as number);
      use(variable.parameters[j] as number, scaled);
    });
  } else forEachLevel(variable, tile, weights, use);
}

/** One call for each level that occurs in the tile, with the other rows' weights 0. */
function forEachLevel(
  variable: Extract<BoundVariable, { kind: 'gather' }>,
  { start, rows }: Tile,
  weights: Float64Array,
  use: (parameter: number, column: Float64Array) => void,
): void {
  const parameters = new Set<number>();
  for (let i = 0; i < rows; i++) parameters.add(variable.map[variable.codes[start + i] as number] as number);
  for (const parameter of parameters) {
    if (parameter < 0) continue;
    for (let i = 0; i < rows; i++) {
      const own = variable.map[variable.codes[start + i] as number] === parameter;
      scaled[i] = own ? (weights[i] as number) : 0;
    }
    use(parameter, scaled);
  }
}
