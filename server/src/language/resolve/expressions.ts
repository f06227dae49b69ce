import type { Expr } from '../../engine/expr/ast.js';
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

/** The expressions that an expression is made of. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'call':
      return [expr.callee, ...expr.arguments.map(({ value }) => value)];
    case 'index':
      return [expr.base, ...expr.indices];
    case 'unary':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'list':
      return expr.items;
    default:
      return [];
  }
}
