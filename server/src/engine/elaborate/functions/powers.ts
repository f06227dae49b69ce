import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import { isData } from '../../model/bound.js';

/**
 * a^b with derivatives that are also right at a base of 0. With a base like x / k and a dose x of 0 the power is 0 whatever k is, while the chain rule makes
 * ∞ · 0 of its slope for b < 1: in such rows the data alone stand for the base. A dose in the denominator, (k / x)^b, makes the power infinite.
 */
export function power(o: Ops, a: NodeId, b: NodeId): NodeId {
  if (isData(o, a)) return o.pow(a, b);
  const factor = dataFactor(o, a, 'numerator');
  if (factor !== undefined) return o.select(o.equal(factor, o.num(0)), o.pow(factor, b), o.pow(a, b));
  const divisor = dataFactor(o, a, 'denominator');
  if (divisor === undefined) return o.pow(a, b);
  const limit = o.select(o.less(o.num(0), b), o.num(Infinity), o.equal(b, o.num(0)));
  return o.select(o.equal(divisor, o.num(0)), limit, o.pow(a, b));
}

/** A factor of data alone in the numerator or denominator of a product or quotient. */
function dataFactor(o: Ops, node: NodeId, side: 'numerator' | 'denominator'): NodeId | undefined {
  const { graph } = o;
  const product = graph.argumentsOf(node, 'mul');
  if (product) return product.map((factor) => ownFactor(o, factor, side)).find((found) => found !== undefined);
  const [above, below] = graph.argumentsOf(node, 'div') ?? [];
  if (above !== undefined && below !== undefined) {
    const across = side === 'numerator' ? 'denominator' : 'numerator';
    return ownFactor(o, above, side) ?? ownFactor(o, below, across);
  }
  const [inner] = graph.argumentsOf(node, 'neg') ?? [];
  return inner === undefined ? undefined : dataFactor(o, inner, side);
}

function ownFactor(o: Ops, factor: NodeId, side: 'numerator' | 'denominator'): NodeId | undefined {
  const isNumber = o.graph.constantValue(factor) !== undefined;
  if (isNumber) return undefined;
  return isData(o, factor) && side === 'numerator' ? factor : dataFactor(o, factor, side);
}
