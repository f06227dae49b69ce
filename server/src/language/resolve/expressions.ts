import type { Expr } from '../../engine/expr/ast.js';
import { partsOf } from '../../engine/expr/parts.js';
import type { ModelSpec } from '../../engine/model/specification.js';

/** Every expression of a file: in statements, conditions, priors, layers and derived quantities. */
export function expressionsOf({ statements, parameters, data, networks = [], derived = [] }: ModelSpec): Expr[] {
  const where = data && data.kind !== 'inline' ? data.where : undefined;
  return [
    ...(where ? [where] : []),
    ...statements.flatMap((each) => (each.kind === 'likelihood' ? [...each.targets, each.distribution] : [each.value])),
    ...parameters.flatMap(({ prior }) => prior ?? []),
    ...networks.flatMap(({ layers, weights, biases }) => [...layers, ...(weights ? [weights] : []), ...(biases ? [biases] : [])]),
    ...derived.map(({ value }) => value),
  ];
}

/** The parts of an expression where it is looked at name by name: a function that is called is one of them. */
export const namedPartsOf = (expr: Expr): readonly Expr[] => (expr.kind === 'call' ? [expr.callee, ...partsOf(expr)] : partsOf(expr));
