import type { Expr } from '../../engine/expr/ast.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Span } from '../../report/problem.js';
import { expressionsOf, namedPartsOf } from '../resolve/expressions.js';
import type { NameKind, Occurrence } from '../resolve/scope.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** The types of tokens with the standard type that editors know in their place. */
export const tokenTypes = {
  column: 'property',
  parameter: 'parameter',
  definition: 'variable',
  latent: 'variable',
  distribution: 'class',
  function: 'function',
  network: 'function',
  level: 'enumMember',
  argument: 'label',
  number: 'number',
  string: 'string',
  keyword: 'keyword',
} as const;

export type TokenType = keyof typeof tokenTypes;

export interface Token extends Span {
  readonly type: TokenType;
  readonly isDeclaration: boolean;
}

const typeOf: Readonly<Record<NameKind, TokenType | undefined>> = {
  column: 'column',
  parameter: 'parameter',
  definition: 'definition',
  derived: 'definition',
  latent: 'latent',
  network: 'network',
  distribution: 'distribution',
  wrapper: 'distribution',
  function: 'function',
  layer: 'function',
  constant: 'number',
  argument: 'argument',
  entry: 'level',
  level: 'level',
  pattern: 'string',
  file: 'string',
  unknown: undefined,
};

/** What is coloured beyond the grammar, in the order of the text and each on one line. */
export function semanticTokens(input: FeatureInput): Token[] {
  const { spec, text } = input;
  const words: Token[] = [];
  for (const expr of expressionsOf(spec)) literals(expr, text, words);
  const found = [...scopeOfInput(input).occurrences.flatMap(toToken), ...words, ...numbers(spec)];
  let end = 0;
  return found
    .sort((a, b) => a.from - b.from)
    .filter(({ from, to }) => {
      const isFree = from >= end && to > from && to <= text.length && !/[\r\n]/.test(text.slice(from, to));
      if (isFree) end = to;
      return isFree;
    });
}

function toToken({ kind, from, to, isDeclaration }: Occurrence): Token[] {
  const type = typeOf[kind];
  return type ? [{ from, to, type, isDeclaration }] : [];
}

const token = (type: TokenType, { from, to }: Span): Token => ({ from, to, type, isDeclaration: false });

/** Collects the numbers of an expression, and the operators that are words. */
function literals(expr: Expr, text: string, found: Token[]): void {
  if (expr.kind === 'number') found.push(token('number', expr));
  const gap = wordGap(expr);
  const word = gap && /(?<![\p{L}\p{N}_.])(?:and|or|not)(?![\p{L}\p{N}_.])/u.exec(withoutComments(text.slice(gap.from, gap.to)));
  if (gap && word) found.push(token('keyword', { from: gap.from + word.index, to: gap.from + word.index + word[0].length }));
  for (const part of namedPartsOf(expr)) literals(part, text, found);
}

/** Where the operator of an expression stands, if it is a word. */
function wordGap(expr: Expr): Span | undefined {
  if (expr.kind === 'unary' && expr.operator === 'not') return { from: expr.from, to: expr.operand.from };
  if (expr.kind === 'binary' && (expr.operator === 'and' || expr.operator === 'or')) return { from: expr.left.to, to: expr.right.from };
  return undefined;
}

const withoutComments = (text: string): string => text.replace(/#[^\r\n]*/g, (comment) => ' '.repeat(comment.length));

/** Plain numbers under `parameters`. */
const numbers = ({ parameters }: ModelSpec): Token[] =>
  parameters.flatMap(({ fixed, lower, upper, start, simplex }) =>
    [fixed, lower, upper, start, simplex].flatMap((each) => (each ? [token('number', each)] : [])),
  );
