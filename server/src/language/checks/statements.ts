import type { CallExpr, Expr, NameExpr } from '../../engine/expr/ast.js';
import { withParts } from '../../engine/expr/parts.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Fix } from '../../report/problem.js';

/** The distribution of the `~` line whose outcome is at an offset. */
export function callOf({ statements }: ModelSpec, target: number): CallExpr | undefined {
  const statement = statements.find((each) => each.kind === 'likelihood' && each.targets.some(({ from }) => from === target));
  return statement?.kind === 'likelihood' && statement.distribution.kind === 'call' ? statement.distribution : undefined;
}

/** Where a name occurs in the model. */
export const placesOf = (spec: ModelSpec, name: string): NameExpr[] =>
  expressionsOf(spec).filter((each) => each.kind === 'name' && each.name === name) as NameExpr[];

/**
 * Offers an expression instead of a column that occurs once in the model. None where its coefficient is declared by its label, or where something else
 * may read it: it would have another one.
 */
export function replaceColumn(spec: ModelSpec, column: string, text: string): Fix[] {
  const [place, ...others] = placesOf(spec, column);
  const isNamed = spec.parameters.some(({ entry }) => entry === column) || (spec.derived ?? []).length > 0;
  if (!place || others.length > 0 || isNamed) return [];
  const isFactor = expressionsOf(spec).some(
    (each) => each.kind === 'binary' && each.operator !== '+' && (each.left === place || each.right === place),
  );
  const put = isFactor && !text.endsWith(')') ? `(${text})` : text;
  return [{ title: `Write ${put}`, edits: [{ span: { from: place.from, to: place.to }, text: put }] }];
}

/** Every expression of the model with all its parts; functions and names of arguments are not expressions. */
function expressionsOf({ statements }: ModelSpec): Expr[] {
  const roots = statements.flatMap((each) => (each.kind === 'likelihood' ? [...each.targets, each.distribution] : [each.value]));
  return roots.flatMap(withParts);
}
