import type { NodeId } from '../ir/graph.js';
import type { RowVariable } from './kernel.js';
import { TILE } from './tape.js';

interface Stretch {
  readonly start: number;
  readonly rows: number;
}

/** The values of nodes, or of what else has values, for one tile of rows. */
interface Tile<Id = NodeId> extends Stretch {
  values(id: Id): Float64Array;
}

/** A variable that reads one parameter in each row, or one that combines several. */
type Single = Exclude<RowVariable, { kind: 'linear' }>;
type Linear = Extract<RowVariable, { kind: 'linear' }>;

/** gradient += Jᵀ g, where row i of J maps parameters to the row's variables. */
export function assembleGradient<Id>(
  gradient: Float64Array,
  variables: readonly RowVariable[],
  ids: readonly (Id | undefined)[],
  tile: Tile<Id>,
): void {
  variables.forEach((variable, i) => {
    const id = ids[i];
    if (id === undefined) return;
    if (variable.kind === 'linear') addLinear(gradient, variable, tile.values(id), tile);
    else addSingle(gradient, variable, tile.values(id), tile);
  });
}

/** The lower triangle of hessian += Jᵀ W J with the symmetric local second derivatives W of each row. `mirror` fills the upper one. */
export function assembleHessian(
  hessian: Float64Array,
  size: number,
  variables: readonly RowVariable[],
  nodes: readonly (readonly (NodeId | undefined)[])[],
  tile: Tile,
): void {
  for (let i = 0; i < variables.length; i++) {
    for (let j = 0; j <= i; j++) {
      const id = nodes[i]?.[j];
      const [first, second] = [variables[i], variables[j]];
      if (id !== undefined && first && second) new Product(hessian, size, tile, tile.values(id), i === j).add(first, second);
    }
  }
}

/** Copies the lower triangle of a row-major matrix to the upper one. */
export function mirror(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j] as number;
  }
}

const parameterOf = (variable: Single, row: number): number =>
  variable.kind === 'scalar' ? variable.parameter : (variable.map[variable.codes[row] as number] as number);

function addSingle(target: Float64Array, variable: Single, weights: Float64Array, { start, rows }: Stretch): void {
  if (variable.kind === 'scalar') {
    (target[variable.parameter] as number) += total(weights, rows);
    return;
  }
  for (let i = 0; i < rows; i++) {
    const parameter = parameterOf(variable, start + i);
    if (parameter >= 0) (target[parameter] as number) += weights[i] as number;
  }
}

function addLinear(target: Float64Array, { design, parameters }: Linear, weights: Float64Array, { start, rows }: Stretch): void {
  for (let j = 0; j < design.length; j++) {
    (target[parameters[j] as number] as number) += inner(design[j] as Float64Array, start, weights, rows);
  }
}

function total(weights: Float64Array, rows: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += weights[i] as number;
  return sum;
}

/** Σ column[start + i] · weights[i], in four sums that do not wait for each other. */
function inner(column: Float64Array, start: number, weights: Float64Array, rows: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    a += (column[start + i] as number) * (weights[i] as number);
    b += (column[start + i + 1] as number) * (weights[i + 1] as number);
    c += (column[start + i + 2] as number) * (weights[i + 2] as number);
    d += (column[start + i + 3] as number) * (weights[i + 3] as number);
  }
  for (; i < rows; i++) a += (column[start + i] as number) * (weights[i] as number);
  return a + b + (c + d);
}

const scaled = new Float64Array(TILE);

/** One block Aᵀ W B of the Hessian; where A and B are different variables, their transpose is added with it. */
class Product {
  constructor(
    private readonly hessian: Float64Array,
    private readonly size: number,
    private readonly tile: Tile,
    private readonly weights: Float64Array,
    private readonly isSquare: boolean,
  ) {}

  add(a: RowVariable, b: RowVariable): void {
    if (a.kind === 'linear') {
      if (b.kind === 'linear') this.linearByLinear(a, b);
      else this.linearBySingle(a, b);
    } else if (b.kind === 'linear') this.linearBySingle(b, a);
    else this.singleBySingle(a, b);
  }

  /** A parameter that both variables read counts twice on the diagonal: as A's and as B's. */
  private at(p: number, q: number, value: number): void {
    const index = p >= q ? p * this.size + q : q * this.size + p;
    (this.hessian[index] as number) += p === q && !this.isSquare ? 2 * value : value;
  }

  private scale(column: Float64Array): void {
    const { start, rows } = this.tile;
    const { weights } = this;
    for (let i = 0; i < rows; i++) scaled[i] = (column[start + i] as number) * (weights[i] as number);
  }

  private linearByLinear(a: Linear, b: Linear): void {
    const { start, rows } = this.tile;
    for (let i = 0; i < a.design.length; i++) {
      this.scale(a.design[i] as Float64Array);
      const last = this.isSquare ? i + 1 : b.design.length;
      for (let j = 0; j < last; j++) {
        this.at(a.parameters[i] as number, b.parameters[j] as number, inner(b.design[j] as Float64Array, start, scaled, rows));
      }
    }
  }

  private linearBySingle(a: Linear, b: Single): void {
    const { start, rows } = this.tile;
    for (let j = 0; j < a.design.length; j++) {
      const parameter = a.parameters[j] as number;
      if (b.kind === 'scalar') {
        this.at(parameter, b.parameter, inner(a.design[j] as Float64Array, start, this.weights, rows));
        continue;
      }
      this.scale(a.design[j] as Float64Array);
      for (let i = 0; i < rows; i++) this.atRow(parameter, parameterOf(b, start + i), scaled[i] as number);
    }
  }

  private singleBySingle(a: Single, b: Single): void {
    const { start, rows } = this.tile;
    if (a.kind === 'scalar' && b.kind === 'scalar') return this.at(a.parameter, b.parameter, total(this.weights, rows));
    for (let i = 0; i < rows; i++) this.atRow(parameterOf(a, start + i), parameterOf(b, start + i), this.weights[i] as number);
  }

  /** A reference level has no parameter. */
  private atRow(p: number, q: number, value: number): void {
    if (p >= 0 && q >= 0) this.at(p, q, value);
  }
}
