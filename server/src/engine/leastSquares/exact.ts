import {
  add,
  divide,
  divideBy,
  type DoubleColumn,
  doubleColumn,
  type DoubleDouble,
  fromNumber,
  inner,
  multiply,
  negate,
  squareRoot,
  subtractMultiple,
  zero,
} from '../numeric/doubleDouble.js';
import { neverCancelled } from '../kernel/kernel.js';
import { DEPENDENT, type Factor } from './factor.js';

/**
 * Gram-Schmidt factorisation of [X y] in twice the working precision: exact to the last digits of a float64 number for condition numbers up to 10¹²
 * and beyond, which no factorisation in float64 is (NIST's Filip and Wampler). About a hundred times the work of one in float64: for small data.
 */
export function exactFactor(design: readonly Float64Array[], y: Float64Array, cancellation = neverCancelled): Factor {
  const q = design.length;
  const r: DoubleDouble[][] = design.map(() => new Array<DoubleDouble>(q).fill(zero));
  const basis: (DoubleColumn | undefined)[] = [];
  design.forEach((source, j) => {
    if (cancellation.cancelled) return;
    const column = doubleColumn(source);
    const before = norm(column);
    eliminate(column, basis, (i, share) => store(r, i, j, share));
    const rest = norm(column);
    const isFree = rest.high > DEPENDENT * before.high;
    if (isFree) divideBy(column, rest);
    store(r, j, j, isFree ? rest : zero);
    basis.push(isFree ? column : undefined);
  });
  const residual = doubleColumn(y);
  const shares = design.map(() => zero);
  eliminate(residual, basis, (i, share) => (shares[i] = share));
  const solution = backSubstitute(r, shares);
  const isRegular = basis.every((column) => column !== undefined);
  return {
    r: Float64Array.from(r.flat(), ({ high }) => high),
    inverse: isRegular ? inverseOf(r) : undefined,
    solution: Float64Array.from(solution, ({ high }) => high),
    residual: cancellation.cancelled ? NaN : inner(residual, residual).high,
  };
}

const norm = (column: DoubleColumn): DoubleDouble => squareRoot(inner(column, column));

function store(matrix: DoubleDouble[][], i: number, j: number, value: DoubleDouble): void {
  const row = matrix[i];
  if (row) row[j] = value;
}

/** Takes the shares of the basis out of a column and tells them. */
function eliminate(
  column: DoubleColumn,
  basis: readonly (DoubleColumn | undefined)[],
  tell: (i: number, share: DoubleDouble) => void,
): void {
  basis.forEach((other, i) => {
    if (other === undefined) return;
    const share = inner(other, column);
    subtractMultiple(column, share, other);
    tell(i, share);
  });
}

/** R⁻¹ b, with 0 where R has a row of zeros. */
function backSubstitute(r: readonly (readonly DoubleDouble[])[], b: readonly DoubleDouble[]): DoubleDouble[] {
  const x = b.map(() => zero);
  for (let i = b.length - 1; i >= 0; i--) {
    const diagonal = r[i]?.[i] ?? zero;
    if (diagonal.high === 0) continue;
    let rest = b[i] ?? zero;
    for (let j = i + 1; j < b.length; j++) rest = add(rest, negate(multiply(r[i]?.[j] ?? zero, x[j] ?? zero)));
    x[i] = divide(rest, diagonal);
  }
  return x;
}

function inverseOf(r: readonly (readonly DoubleDouble[])[]): Float64Array {
  const q = r.length;
  const inverse = new Float64Array(q * q);
  for (let j = 0; j < q; j++) {
    const unit = r.map((_, i) => fromNumber(i === j ? 1 : 0));
    backSubstitute(r, unit).forEach((value, i) => (inverse[i * q + j] = value.high));
  }
  return inverse;
}
