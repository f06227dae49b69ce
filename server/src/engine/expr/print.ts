import type { Argument, BinaryOperator, Expr, NameExpr } from './ast.js';

/** How tightly an operator binds, as in the grammar. */
const binding: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  ':': 7,
  '^': 9,
};
const notBinding = 3;
const signBinding = 8;
const atomBinding = 10;

function bindingOf(expr: Expr): number {
  if (expr.kind === 'binary') return binding[expr.operator];
  if (expr.kind === 'unary') return expr.operator === 'not' ? notBinding : signBinding;
  return atomBinding;
}

/** An expression without spaces, as in the labels of coefficients: `log(area)`, `area^2`. */
export const printCompact = (expr: Expr): string => printExpr(expr).replaceAll(' ', '');

/** The text of an expression in the usual layout, with no more brackets than it needs. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'string':
      return expr.value.includes('"') ? `'${expr.value}'` : `"${expr.value}"`;
    case 'name':
      return printName(expr);
    case 'call':
      return `${printName(expr.callee)}(${expr.arguments.map(printArgument).join(', ')})`;
    case 'index':
      return `${printName(expr.base)}[${expr.indices.map(printExpr).join(', ')}]`;
    case 'list':
      return `[${expr.items.map(printExpr).join(', ')}]`;
    case 'unary':
      return `${expr.operator === 'not' ? 'not ' : expr.operator}${printOperand(expr.operand, bindingOf(expr))}`;
    case 'binary':
      return printBinary(expr.operator, expr.left, expr.right);
    case 'missing':
      return '';
  }
}

function printBinary(operator: BinaryOperator, left: Expr, right: Expr): string {
  const own = binding[operator];
  const isPower = operator === '^';
  const isTight = isPower || operator === ':';
  // A comparison holds no comparison; of equal operators the left one is applied first, except for powers.
  const leftText = printOperand(left, isPower || own === binding['<'] ? own + 1 : own);
  const rightText = isPower && isSigned(right) ? printExpr(right) : printOperand(right, isPower ? own : own + 1);
  return isTight ? `${leftText}${operator}${rightText}` : `${leftText} ${operator} ${rightText}`;
}

/** `2^-1` needs no brackets. */
function isSigned(expr: Expr): boolean {
  return expr.kind === 'unary' && expr.operator !== 'not';
}

function printOperand(expr: Expr, atLeast: number): string {
  const text = printExpr(expr);
  return bindingOf(expr) < atLeast ? `(${text})` : text;
}

const printName = ({ name }: NameExpr): string => writtenName(name);

/** A name as the model language writes it: in backticks where it is not a word. */
export function writtenName(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !['and', 'or', 'not'].includes(name);
  return isPlain ? name : `\`${name}\``;
}

function printArgument({ name, value }: Argument): string {
  return name ? `${printName(name)} = ${printExpr(value)}` : printExpr(value);
}
