import type { SyntaxNode } from '@lezer/common';
import type { Argument, BinaryExpr, Expr, ListExpr, MissingExpr, NameExpr, NumberExpr, StringExpr } from './ast.js';
import { deepestNesting } from './lines.js';
import { reportGap, reportMissingOperand, reportUnclosed } from './missing.js';
import { binaryOperator } from './operators.js';
import * as term from './parser.generated.terms.js';
import { childrenOf, quote, type LineTree } from './tree.js';

/** Turns the nodes of one line into a syntax tree and reports what is wrong with them. */
export class Converter {
  private depth = 0;
  private tooDeep = false;

  constructor(private readonly tree: LineTree) {}

  expression(node: SyntaxNode): Expr {
    if (this.depth >= deepestNesting) return this.refuseDepth(node);
    this.depth++;
    const expr = this.byType(node);
    this.depth--;
    return expr;
  }

  /** The place of a node in the file. */
  span(node: SyntaxNode): { from: number; to: number } {
    return this.tree.reporter.span(this.tree.from(node), this.tree.to(node));
  }

  /** What a bracket holds: arguments, with its gaps and a missing closing bracket reported. */
  items(bracket: SyntaxNode): Argument[] {
    const items: Argument[] = [];
    for (const child of childrenOf(bracket)) {
      if (child.type.id === term.Argument) items.push(this.at(child));
      else if (child.type.id === term.Gap) reportGap(this.tree, child);
      else if (child.type.id === term.NoClose && bracket.firstChild) reportUnclosed(this.tree, child, bracket.firstChild);
    }
    return items;
  }

  /** What a bracket holds where names are not allowed. */
  plainItems(bracket: SyntaxNode): Expr[] {
    return this.items(bracket).map((item) => {
      if (item.name) this.reportAt(bracket, 'Only the arguments of a call have names: `name = value` cannot stand in these brackets.');
      return item.value;
    });
  }

  name(node: SyntaxNode): NameExpr {
    const text = this.tree.textOf(node);
    if (node.type.id !== term.QuotedName) return { kind: 'name', name: text, ...this.span(node) };
    if (text.length < 3 || !text.endsWith('`')) this.reportAt(node, 'A quoted name is written between two backticks: `` `my column` ``.');
    return { kind: 'name', name: text.replaceAll('`', ''), ...this.span(node) };
  }

  private byType(node: SyntaxNode): Expr {
    switch (node.type.id) {
      case term.Number:
        return this.number(node);
      case term.String:
        return this.string(node);
      case term.Name:
      case term.QuotedName:
        return this.name(node);
      case term.Call:
        return this.call(node);
      case term.Index:
        return this.index(node);
      case term.Unary:
        return this.unary(node);
      case term.Binary:
        return this.binary(node);
      case term.Group:
        return this.group(node);
      case term.List:
        return this.list(node);
      default:
        return this.missing(node);
    }
  }

  private number(node: SyntaxNode): NumberExpr {
    const text = this.tree.textOf(node);
    const value = Number(text);
    if (!Number.isFinite(value)) this.reportAt(node, `${quote(text)} is too large: the largest number is about 1.8e308.`);
    return { kind: 'number', value, ...this.span(node) };
  }

  private string(node: SyntaxNode): StringExpr {
    const text = this.tree.textOf(node);
    const quote = text.charAt(0);
    const closed = text.length > 1 && text.endsWith(quote);
    if (!closed) this.reportAt(node, `The text is not closed: \`${quote}\` is missing at its end.`);
    return { kind: 'string', value: text.slice(1, closed ? -1 : undefined), ...this.span(node) };
  }

  private call(node: SyntaxNode): Expr {
    const [callee, list] = childrenOf(node);
    if (!callee || !list) return this.missing(node);
    return { kind: 'call', callee: this.name(callee), arguments: this.items(list), ...this.span(node) };
  }

  private at(node: SyntaxNode): Argument {
    const [first, operator, second] = childrenOf(node);
    if (!first) return { value: this.missing(node), ...this.span(node) };
    if (!operator || !second) return { value: this.expression(first), ...this.span(node) };
    this.checkArgumentOperator(operator);
    const isName = first.type.id === term.Name || first.type.id === term.QuotedName;
    if (isName) return { name: this.name(first), value: this.expression(second), ...this.span(node) };
    this.reportNameOfArgument(first, operator);
    return { value: this.expression(second), ...this.span(node) };
  }

  private checkArgumentOperator(operator: SyntaxNode): void {
    const text = this.tree.textOf(operator);
    if (text === '~') {
      this.reportAt(operator, '`~` cannot stand inside brackets: write only the right side of a formula, as in `linear(b, x + z)`.');
    } else if (text !== '=') {
      const message = `An argument is named with \`=\`, not ${quote(text)}${text === '<-' ? ' (less than a negative number: write `< -`)' : ''}.`;
      this.reportAt(operator, message, '=');
    }
  }

  private reportNameOfArgument(first: SyntaxNode, operator: SyntaxNode): void {
    if (first.type.id === term.Missing) this.expression(first);
    else if (this.tree.textOf(operator) !== '~') this.reportAt(first, 'The name of an argument is a plain name; to compare write `==`.');
  }

  private index(node: SyntaxNode): Expr {
    const [base, list] = childrenOf(node);
    if (!base || !list) return this.missing(node);
    const indices = this.plainItems(list);
    if (indices.length === 0)
      this.reportEmpty(list, `An index is missing between the brackets: write, for example, \`${this.tree.textOf(base)}[region]\`.`);
    return { kind: 'index', base: this.name(base), indices, ...this.span(node) };
  }

  private unary(node: SyntaxNode): Expr {
    const [operator, operand] = childrenOf(node);
    if (!operator || !operand) return this.missing(node);
    const text = this.tree.textOf(operator);
    if (text === '!') this.reportAt(operator, '`!` is written `not` here.', 'not ');
    if (text === '−') this.reportAt(operator, '`−` is written `-` here.', '-');
    const kind = operator.type.id === term.NotOp ? 'not' : text === '+' ? '+' : '-';
    return { kind: 'unary', operator: kind, operand: this.expression(operand), ...this.span(node) };
  }

  private binary(node: SyntaxNode): Expr {
    const [left, sign, right] = childrenOf(node);
    if (!left || !sign || !right) return this.missing(node);
    const { operator, foreign } = binaryOperator(this.tree.textOf(sign));
    const leftExpr = this.expression(left);
    if (foreign) this.reportAt(sign, foreign.message, foreign.instead);
    this.checkChain(left, sign);
    return { kind: 'binary', operator, left: leftExpr, right: this.expression(right), ...this.span(node) } satisfies BinaryExpr;
  }

  /** `a < b < c` would compare a truth value with c. */
  private checkChain(left: SyntaxNode, sign: SyntaxNode): void {
    if (sign.type.id !== term.CompareOp || left.type.id !== term.Binary) return;
    if (childrenOf(left)[1]?.type.id === term.CompareOp) this.reportAt(sign, 'Comparisons cannot be chained: write `a < b and b < c`.');
  }

  private group(node: SyntaxNode): Expr {
    const items = this.plainItems(node);
    const [only] = items;
    if (only === undefined) {
      this.reportEmpty(node, 'An expression is missing between the brackets.');
      return this.empty(node);
    }
    if (items.length === 1) return only;
    if (childrenOf(node).some((child) => child.type.id === term.Comma)) this.reportTuple(node);
    return { kind: 'list', items, ...this.span(node) };
  }

  private reportTuple(node: SyntaxNode): void {
    this.reportAt(node, 'Several values in round brackets are allowed only before `~`: a list is written `[a, b]`.');
  }

  /** Where the bracket is not closed either, that has already been reported. */
  private reportEmpty(bracket: SyntaxNode, message: string): void {
    const closed = !childrenOf(bracket).some((child) => child.type.id === term.NoClose);
    if (closed) this.reportAt(bracket, message);
  }

  private list(node: SyntaxNode): ListExpr {
    const items = this.plainItems(node);
    if (items.length === 0) this.reportEmpty(node, 'The list is empty: write at least one expression between `[` and `]`.');
    return { kind: 'list', items, ...this.span(node) };
  }

  private missing(node: SyntaxNode): MissingExpr {
    if (node.type.id === term.Missing) reportMissingOperand(this.tree, node);
    return this.empty(node);
  }

  private empty(node: SyntaxNode): MissingExpr {
    return { kind: 'missing', ...this.span(node) };
  }

  private refuseDepth(node: SyntaxNode): MissingExpr {
    if (!this.tooDeep) this.tree.reportDepth(this.tree.from(node), this.tree.to(node));
    this.tooDeep = true;
    return this.empty(node);
  }

  private reportAt(node: SyntaxNode, message: string, instead?: string): void {
    const { reporter } = this.tree;
    const from = this.tree.from(node);
    const to = this.tree.to(node);
    if (instead === undefined) reporter.report(from, to, message);
    else reporter.report(from, to, message, reporter.replace(`Write \`${instead.trim()}\``, from, to, instead));
  }
}
