import type { Span } from '../../report/problem.js';

/** Syntax tree of the model language. Every node carries its span in the estimation file. */
export type Expr = NumberExpr | StringExpr | NameExpr | CallExpr | IndexExpr | UnaryExpr | BinaryExpr | ListExpr | MissingExpr;

export interface NumberExpr extends Span {
  readonly kind: 'number';
  readonly value: number;
}

/** A quoted text: only `columns("pixel*")` takes one. */
export interface StringExpr extends Span {
  readonly kind: 'string';
  readonly value: string;
}

export interface NameExpr extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** An argument of a call; `name` where it was given as `name = value`. */
export interface Argument extends Span {
  readonly name?: NameExpr;
  readonly value: Expr;
}

/** `Normal(mu, sd = 2)`, `log(x)`, `if(c, a, b)`, `linear(b, x + z)`. */
export interface CallExpr extends Span {
  readonly kind: 'call';
  readonly callee: NameExpr;
  readonly arguments: readonly Argument[];
}

/** `b[region]`. */
export interface IndexExpr extends Span {
  readonly kind: 'index';
  readonly base: NameExpr;
  readonly indices: readonly Expr[];
}

export type UnaryOperator = '-' | '+' | 'not';
export interface UnaryExpr extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expr;
}

/** `:` is the interaction of an R formula. Precedence, loosest first: or, and, not, comparison, + -, * /, :, unary minus, ^ (right associative). */
export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | ':' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'and' | 'or';
export interface BinaryExpr extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
}

/** `[area, rooms]`. */
export interface ListExpr extends Span {
  readonly kind: 'list';
  readonly items: readonly Expr[];
}

/** Stands where the parser found no expression; the problem is already reported. */
export interface MissingExpr extends Span {
  readonly kind: 'missing';
}

export type Statement = LikelihoodStatement | DefinitionStatement | TargetStatement;

/** `y ~ Normal(mu, sigma)`; several targets where they were given as `(u[g], v[g]) ~ …`. */
export interface LikelihoodStatement extends Span {
  readonly kind: 'likelihood';
  readonly targets: readonly Expr[];
  readonly distribution: Expr;
}

/** `mu = a + b * x`. */
export interface DefinitionStatement extends Span {
  readonly kind: 'definition';
  readonly name: NameExpr;
  readonly value: Expr;
}

/** `target += expression`. */
export interface TargetStatement extends Span {
  readonly kind: 'target';
  readonly value: Expr;
}
