import type { CallExpr, Expr } from '../../expr/ast.js';
import { printCompact } from '../../expr/print.js';
import type { Span } from '../../../report/problem.js';
import { isColumnList } from './columnList.js';

/** One factor of a term: an expression of columns, under its label. */
export interface Factor {
  readonly label: string;
  readonly expr: Expr;
}

/** A formula in R's sense: an intercept or none, and terms that are products of factors, lower orders first. */
export interface Formula {
  readonly intercept: boolean;
  readonly terms: readonly (readonly Factor[])[];
}

/** No more terms or columns than this are built: that many coefficients could not be estimated. */
const MOST_TERMS = 20_000;

/** The message for a formula that would grow beyond all use. */
export const tooLarge = (what: 'terms' | 'columns', size: number): string =>
  `This formula has ${size < 1e15 ? size.toLocaleString('en') : 'more than 10^15'} ${what}, each with a coefficient of its own; at most ${MOST_TERMS.toLocaleString('en')} are possible. ` +
  'A product `a * b * c` has all interactions of its factors: write only the ones that you want, as in `a + b + c + a:b`.';

/** Whether this many columns of a design are built. */
export const isTooLarge = (columns: number): boolean => columns > MOST_TERMS;

/** How many terms an expression stands for before equal ones are taken together, without building them. */
function sizeOf(expr: Expr, reader: FormulaReader): number {
  if (isColumnList(expr)) return reader.columns(expr)?.length ?? 0;
  if (expr.kind === 'unary') return sizeOf(expr.operand, reader);
  if (expr.kind !== 'binary') return 1;
  const [a, b] = [sizeOf(expr.left, reader), sizeOf(expr.right, reader)];
  if (expr.operator === '*') return a + b + a * b;
  if (expr.operator === ':') return a * b;
  return expr.operator === '+' || expr.operator === '-' ? a + b : 1;
}

interface Parts {
  readonly terms: readonly (readonly Factor[])[];
  readonly intercept?: boolean;
}

/**
 * Expands `a * b`, `a:b`, `0 + x`, `x - 1` as R's `terms()` does (Chambers & Hastie, Statistical Models in S, 1992, §2.3); `^` stays
 * arithmetic. `columns("x*")` is the sum of the columns that match.
 */
export function expandFormula(expr: Expr, reader: FormulaReader): Formula {
  const size = sizeOf(expr, reader);
  if (size > MOST_TERMS) {
    reader.complain(tooLarge('terms', size), expr);
    return { intercept: true, terms: [] };
  }
  const { terms, intercept } = expand(expr, reader);
  const ordered = [...unique(terms)].sort((a, b) => a.length - b.length);
  return { intercept: intercept ?? true, terms: ordered };
}

/** What reading a formula needs. */
export interface FormulaReader {
  /** Called with anything that has no meaning in a formula. */
  complain(message: string, span: Span): void;
  /** The columns that a call of `columns` stands for; undefined after a problem was reported. */
  columns(call: CallExpr): readonly Expr[] | undefined;
}

const single = (expr: Expr): readonly Factor[] => [{ label: printCompact(expr), expr }];

function expand(expr: Expr, reader: FormulaReader): Parts {
  if (expr.kind === 'number') return constantTerm(expr.value, expr, reader);
  if (expr.kind === 'unary' && expr.operator === '-') return remove({ terms: [] }, expand(expr.operand, reader));
  if (expr.kind === 'unary' && expr.operator === '+') return expand(expr.operand, reader);
  if (isColumnList(expr)) return { terms: (reader.columns(expr) ?? []).map(single) };
  if (expr.kind !== 'binary') return { terms: [single(expr)] };
  const { operator, left, right } = expr;
  if (operator === '+') return sum(expand(left, reader), expand(right, reader));
  if (operator === '-') return remove(expand(left, reader), expand(right, reader));
  if (operator === ':') return { terms: cross(expand(left, reader).terms, expand(right, reader).terms) };
  if (operator === '*') {
    const [a, b] = [expand(left, reader), expand(right, reader)];
    return sum(sum(a, b), { terms: cross(a.terms, b.terms) });
  }
  return { terms: [single(expr)] };
}

function constantTerm(value: number, span: Span, reader: FormulaReader): Parts {
  if (value === 0) return { terms: [], intercept: false };
  if (value === 1) return { terms: [], intercept: true };
  reader.complain(
    `In a formula a number can only be 1 (intercept) or 0 (no intercept); found ${String(value)}. Add an offset outside linear(…).`,
    span,
  );
  return { terms: [] };
}

const withIntercept = (terms: Parts['terms'], intercept: boolean | undefined): Parts => ({
  terms,
  ...(intercept === undefined ? {} : { intercept }),
});

const sum = (a: Parts, b: Parts): Parts => withIntercept([...a.terms, ...b.terms], b.intercept ?? a.intercept);

/** `x - 1` removes the intercept, `x - 0` restores it, `a*b - a:b` removes a term. */
function remove(from: Parts, what: Parts): Parts {
  const gone = new Set(what.terms.map(keyOf));
  const intercept = what.intercept === undefined ? from.intercept : !what.intercept;
  return withIntercept(
    from.terms.filter((term) => !gone.has(keyOf(term))),
    intercept,
  );
}

function cross(a: Parts['terms'], b: Parts['terms']): (readonly Factor[])[] {
  return a.flatMap((left) => b.map((right) => [...left, ...right.filter((factor) => !left.some(({ label }) => label === factor.label))]));
}

export const keyOf = (term: readonly Factor[]): string =>
  term
    .map(({ label }) => label)
    .sort()
    .join(':');

function unique(terms: Parts['terms']): (readonly Factor[])[] {
  const seen = new Set<string>();
  return terms.filter((term) => !seen.has(keyOf(term)) && seen.add(keyOf(term)));
}
