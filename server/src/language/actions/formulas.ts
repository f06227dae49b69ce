import { expandFormula, type Factor, keyOf } from '../../engine/elaborate/predictors/formula.js';
import type { BinaryExpr, CallExpr, Expr } from '../../engine/expr/ast.js';
import { partsOf } from '../../engine/expr/parts.js';
import { printExpr, writtenName } from '../../engine/expr/print.js';
import { namesOf } from '../resolve/names.js';
import { expressionsIn } from '../resolve/statements.js';
import { type Action, type ActionInput, contains, freshName, type Offer } from './action.js';
import { ownLines, type OwnLine, remove } from './declarations.js';

/** `linear(b, x + log(z))` written out: `b0 + b_x * x + b_log_z * log(z)`, with a parameter for each coefficient. */
export const toTerms: Offer = (input) => {
  const found = inStatements(input, (each): each is CallExpr => each.kind === 'call' && each.callee.name === 'linear');
  const [vector, formula] = found?.expr.arguments ?? [];
  const lines = vector?.value.kind === 'name' ? ownLines(input, vector.value.name) : undefined;
  if (!found || vector?.value.kind !== 'name' || !formula || !lines || usesOf(input, vector.value.name) !== 1) return [];
  const terms = plainTerms(input, formula.value);
  const [first] = lines;
  if (!terms || !first) return [];
  const base = lines.find(({ parameter }) => parameter.entry === undefined)?.rest ?? '';
  const named = terms.map((term) => ({ ...term, name: freshName(input, term.name) }));
  const declared = named.map(({ name, label }) => {
    const own = lines.find(({ parameter }) => parameter.entry === label)?.rest ?? base;
    return `${first.indent}${name}:${own}\n`;
  });
  const sum = named.map(({ name, factors }) => [name, ...factors].join(' * ')).join(' + ');
  return [rewriting('Write the formula out as terms', found, sum, lines, declared.join(''))];
};

/** A sum of coefficients times expressions of the data as a formula: `b0 + b_x * x` is `linear(b, x)`. */
export const toFormula: Offer = (input) => {
  const found = inStatements(input, (each): each is BinaryExpr => each.kind === 'binary' && each.operator === '+');
  const terms = found && summands(found.expr).map((term) => coefficient(input, term));
  if (!found || !terms?.every((term) => term !== undefined)) return [];
  const lines = terms.map(({ name }) => (usesOf(input, name) === 1 ? ownLines(input, name) : undefined));
  const intercepts = terms.filter(({ value }) => value === undefined).length;
  const isDistinct = new Set(terms.map(({ name }) => name)).size === terms.length;
  if (!lines.every((each) => each?.length === 1) || intercepts > 1 || intercepts === terms.length || !isDistinct) return [];
  const own = lines.flatMap((each) => each ?? []);
  const vector = freshName(input, 'b');
  const slopes = terms.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const formula = [...(intercepts === 0 ? ['0'] : []), ...slopes].join(' + ');
  const labels = terms.map(({ value }) => value?.replaceAll(' ', '') ?? 'Intercept');
  return [rewriting('Write the terms as a formula', found, `linear(${vector}, ${formula})`, own, vectorLines(vector, labels, own))];
};

/** One prior for all where they are the same, and one for each entry otherwise. */
function vectorLines(vector: string, labels: readonly string[], lines: readonly OwnLine[]): string {
  const [first] = lines;
  const indent = first?.indent ?? '';
  if (lines.every(({ rest }) => rest === first?.rest)) return `${indent}${vector}:${first?.rest ?? ''}\n`;
  const entries = lines.map(({ rest }, i) => (rest === '' ? '' : `${indent}${keyText(`${vector}[${labels[i] ?? ''}]`)}:${rest}\n`));
  return `${indent}${vector}:\n${entries.join('')}`;
}

/** YAML reads `: ` and ` #` in a plain key. */
const keyText = (key: string): string => (/[:#"'`]/.test(key) ? `'${key.replaceAll("'", "''")}'` : key);

interface Found<E extends Expr> {
  readonly expr: E;
  /** The whole expression around it binds more tightly, or less. */
  readonly isOperand: boolean;
}

/** The outermost expression of a kind that the selection lies in. */
function inStatements<E extends Expr>({ spec, selection }: ActionInput, isWanted: (expr: Expr) => expr is E): Found<E> | undefined {
  const all = spec.statements.filter((each) => contains(each, selection)).flatMap(expressionsIn);
  const expr = all.find((each): each is E => isWanted(each) && contains(each, selection));
  if (!expr) return undefined;
  const parent = all.find((each) => partsOf(each).includes(expr));
  return { expr, isOperand: parent?.kind === 'binary' || parent?.kind === 'unary' };
}

function rewriting(title: string, { expr, isOperand }: Found<Expr>, value: string, lines: readonly OwnLine[], declared: string): Action {
  const [first, ...others] = lines;
  const bracketed = isOperand && value.includes(' + ') && !value.startsWith('linear(') ? `(${value})` : value;
  return {
    title,
    kind: 'refactor.rewrite',
    edits: [
      { span: { from: expr.from, to: expr.to }, text: bracketed },
      ...(first ? [{ span: { from: first.from, to: first.to }, text: declared }] : []),
      ...remove(others),
    ],
  };
}

/** How often a parameter is used outside `parameters`. */
const usesOf = ({ scope }: ActionInput, name: string): number =>
  scope.occurrences.filter((each) => each.name === name && each.kind === 'parameter' && !each.isDeclaration).length;

interface Term {
  readonly label: string;
  /** Of its coefficient. */
  readonly name: string;
  /** As they are written in a product. */
  readonly factors: readonly string[];
}

/** The terms of a formula of numbers; undefined where it has factors, which have several coefficients each, or is not finished. */
function plainTerms(input: ActionInput, formula: Expr): readonly Term[] | undefined {
  const faults: string[] = [];
  const refuse = (): undefined => void faults.push('');
  const { intercept, terms } = expandFormula(formula, { complain: refuse, columns: refuse });
  if (faults.length > 0 || terms.flat().some((factor) => !isNumeric(input, factor))) return undefined;
  const slopes = terms.map((term): Term => ({
    label: keyOf(term),
    name: `b_${term.map(({ label }) => wordOf(label)).join('_')}`,
    factors: term.map(({ expr }) => operand(expr)),
  }));
  return intercept ? [{ label: 'Intercept', name: 'b0', factors: [] }, ...slopes] : slopes;
}

function isNumeric({ data }: ActionInput, { expr }: Factor): boolean {
  if (expr.kind !== 'name') return true;
  const column = data?.columns.find(({ name }) => name === expr.name);
  return column === undefined || column.kind === 'numeric';
}

/** `log(area)` as part of a name: `log_area`. */
const wordOf = (label: string): string => label.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, '');

/** An expression as a factor of a product. */
function operand(expr: Expr): string {
  const text = printExpr(expr);
  const isLoose = expr.kind === 'unary' || (expr.kind === 'binary' && expr.operator !== '^' && expr.operator !== '*');
  return isLoose ? `(${text})` : text;
}

const summands = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.operator === '+' ? [...summands(expr.left), ...summands(expr.right)] : [expr];

interface Coefficient {
  readonly name: string;
  /** What it is multiplied with, as a term of a formula; undefined for an intercept. */
  readonly value?: string;
}

/** A parameter, or a parameter times an expression of the data. */
function coefficient({ scope }: ActionInput, term: Expr): Coefficient | undefined {
  const isParameter = (expr: Expr): boolean => expr.kind === 'name' && scope.kindOf(expr.name) === 'parameter';
  if (term.kind === 'name') return isParameter(term) ? { name: term.name } : undefined;
  const factors = productOf(term);
  const parameters = factors.filter(isParameter);
  const others = factors.filter((each) => !isParameter(each));
  const [parameter] = parameters;
  if (parameters.length !== 1 || parameter?.kind !== 'name' || others.length === 0) return undefined;
  const isData = others.every((each) => namesOf(each).every(({ name, role }) => role !== 'value' || scope.kindOf(name) === 'column'));
  const isTerm = others.every((each) => !isFormulaOperator(each) && each.kind !== 'number');
  return isData && isTerm ? { name: parameter.name, value: others.map(termText).join(':') } : undefined;
}

const productOf = (expr: Expr): readonly Expr[] =>
  expr.kind === 'binary' && expr.operator === '*' ? [...productOf(expr.left), ...productOf(expr.right)] : [expr];

/** In a formula these have a meaning of their own. */
const isFormulaOperator = (expr: Expr): boolean =>
  expr.kind === 'unary' || (expr.kind === 'binary' && ['+', '-', '*', ':'].includes(expr.operator));

const termText = (expr: Expr): string => (expr.kind === 'name' ? writtenName(expr.name) : printExpr(expr));
