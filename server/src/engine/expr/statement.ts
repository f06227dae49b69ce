import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../report/problem.js';
import type { Expr, Statement } from './ast.js';
import { Converter } from './convert.js';
import { reportGap } from './missing.js';
import * as term from './parser.generated.terms.js';
import { childrenOf, quote, type LineTree } from './tree.js';

/** The nodes between two statement operators: usually one expression. */
interface Part {
  readonly nodes: readonly SyntaxNode[];
  readonly gaps: readonly SyntaxNode[];
}

interface LineParts {
  readonly parts: readonly Part[];
  readonly operators: readonly SyntaxNode[];
}

function partsOf(tree: LineTree): LineParts {
  const parts: { nodes: SyntaxNode[]; gaps: SyntaxNode[] }[] = [{ nodes: [], gaps: [] }];
  const operators: SyntaxNode[] = [];
  for (const child of childrenOf(tree.root)) {
    if (child.type.id === term.StatementOp) {
      operators.push(child);
      parts.push({ nodes: [], gaps: [] });
    } else if (child.type.id === term.Gap || child.type.id === term.Comma) parts.at(-1)?.gaps.push(child);
    else parts.at(-1)?.nodes.push(child);
  }
  return { parts, operators };
}

/** Reads the tree of one line as a statement. */
export class StatementReader {
  private readonly converter: Converter;

  constructor(private readonly tree: LineTree) {
    this.converter = new Converter(tree);
  }

  /** The statement, or undefined where the line is empty or none can be made of it (which is then reported). */
  read(): Statement | undefined {
    if (this.tree.isEmpty || this.refusesDepth()) return undefined;
    const { parts, operators } = partsOf(this.tree);
    const [left, right] = parts;
    const [operator, second] = operators;
    if (second) this.reportSecond(second);
    if (!left) return undefined;
    if (!operator || !right) {
      this.bare(left);
      return;
    }
    return this.statement(left, operator, right);
  }

  /** The line as one expression. */
  expression(): Expr {
    if (this.refusesDepth()) return { kind: 'missing', ...this.converter.span(this.tree.root) };
    const { parts, operators } = partsOf(this.tree);
    const [operator] = operators;
    if (operator)
      this.report(
        operator,
        `${quote(this.tree.textOf(operator))} is not expected here: write a single expression, such as \`Normal(0, 1)\`.`,
      );
    const [part] = parts;
    return part ? this.value(part) : { kind: 'missing', ...this.converter.span(this.tree.root) };
  }

  /** From the first token to the last: spaces and comments around it are not part of a statement. */
  private span(...parts: readonly Part[]): Span {
    const nodes = parts.flatMap((part) => part.nodes);
    const starts = [this.tree.tokens[0]?.from ?? Infinity, ...nodes.map((node) => this.tree.from(node))];
    const ends = [this.tree.tokens.at(-1)?.to ?? 0, ...nodes.map((node) => this.tree.to(node))];
    return this.tree.reporter.span(Math.min(...starts), Math.max(...ends));
  }

  private refusesDepth(): boolean {
    const [first] = this.tree.tokens;
    const last = this.tree.tokens.at(-1);
    if (this.tree.isTooDeep && first && last) this.tree.reportDepth(first.from, last.to);
    return this.tree.isTooDeep;
  }

  private statement(left: Part, operator: SyntaxNode, right: Part): Statement | undefined {
    const span = this.span(left, right);
    const text = this.tree.textOf(operator);
    if (text === '~') return { kind: 'likelihood', targets: this.targets(left), distribution: this.value(right), ...span };
    if (text === '+=') return this.target(left, operator, right);
    if (text !== '=') this.report(operator, `A definition is written with \`=\`, not ${quote(text)}.`, '=');
    return this.definition(left, right);
  }

  private targets(part: Part): readonly Expr[] {
    const [node] = part.nodes;
    if (part.gaps.some((gap) => gap.type.id === term.Comma)) this.reportBareTuple(part);
    else if (node?.type.id === term.Group && part.nodes.length === 1) return this.groupTargets(node);
    return [this.value({ nodes: part.nodes, gaps: part.gaps.filter((gap) => gap.type.id !== term.Comma) })];
  }

  private groupTargets(group: SyntaxNode): readonly Expr[] {
    const targets = this.converter.plainItems(group);
    return targets.length > 0 ? targets : [this.converter.expression(group)];
  }

  private reportBareTuple(part: Part): void {
    const [first] = part.nodes;
    if (first)
      this.report(first, 'Several outcomes with one distribution are written in brackets: `(u[g], v[g]) ~ MultivariateNormal(…)`.');
  }

  private target(left: Part, operator: SyntaxNode, right: Part): Statement | undefined {
    const [node] = left.nodes;
    const value = this.value(right);
    if (node && left.nodes.length === 1 && this.tree.textOf(node) === 'target') return { kind: 'target', value, ...this.span(left, right) };
    this.report(operator, '`+=` adds to `target` only: write `target += expression`, or a definition `name = expression`.');
    return undefined;
  }

  private definition(left: Part, right: Part): Statement | undefined {
    const [node] = left.nodes;
    const isName = node !== undefined && left.nodes.length === 1 && (node.type.id === term.Name || node.type.id === term.QuotedName);
    if (isName) return { kind: 'definition', name: this.converter.name(node), value: this.value(right), ...this.span(left, right) };
    const { problems } = this.tree.reporter;
    const before = problems.length;
    this.value(left);
    if (node && problems.length === before)
      this.report(node, 'A definition has one plain name before `=`: write `name = expression`. An outcome is written with `~`.');
    this.value(right);
    return undefined;
  }

  /** A line without `~` or `=`. What is wrong inside it is reported too. */
  private bare(part: Part): undefined {
    const { problems } = this.tree.reporter;
    const before = problems.length;
    this.value(part);
    const [node] = part.nodes;
    if (node && problems.length === before && this.tree.strays.length === 0) this.reportBare(node);
  }

  private reportBare(node: SyntaxNode): void {
    const [, operator, right] = childrenOf(node);
    if (node.type.id === term.Binary && operator && right && this.tree.textOf(operator) === '==') {
      const instead = right.type.id === term.Call && /^\p{Lu}/u.test(this.tree.textOf(right)) ? '~' : '=';
      this.report(
        operator,
        `\`==\` compares; ${instead === '~' ? 'an outcome is given its distribution with `~`' : 'a definition is written with `=`'}.`,
        instead,
      );
    } else if (node.type.id === term.Call && /^\p{Lu}/u.test(this.tree.textOf(node))) {
      this.report(
        node,
        `What has this distribution? Write the outcome and \`~\` before it: \`y ~ ${this.tree.textOf(node).slice(0, 40)}\`.`,
      );
    } else {
      this.report(node, 'This line states nothing: write `outcome ~ Distribution(…)`, `name = expression` or `target += expression`.');
    }
  }

  private value(part: Part): Expr {
    for (const gap of part.gaps) {
      if (gap.type.id === term.Gap) reportGap(this.tree, gap);
      else this.report(gap, 'A comma has no place outside brackets.');
    }
    const [first = this.tree.root, ...rest] = part.nodes;
    const value = this.converter.expression(first);
    for (const node of rest) this.converter.expression(node);
    return value;
  }

  private reportSecond(operator: SyntaxNode): void {
    this.report(
      operator,
      `A statement has one \`~\` or \`=\`: what follows this ${quote(this.tree.textOf(operator))} belongs on a line of its own.`,
    );
  }

  private report(node: SyntaxNode, message: string, instead?: string): void {
    const { reporter } = this.tree;
    const from = this.tree.from(node);
    const to = this.tree.to(node);
    if (instead === undefined) reporter.report(from, to, message);
    else reporter.report(from, to, message, reporter.replace(`Write \`${instead}\``, from, to, instead));
  }
}
