import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import * as term from './parser.generated.terms.js';
import { parser } from './parser.generated.js';
import { deepestNesting, type Line } from './lines.js';
import type { Reporter } from './reporter.js';

/** Lezer flattens trees deeper than 2,500 nodes, so that they can no longer be read as nested. */
const deepestTree = 2400;

/** Nodes that are made of tokens, or repeat one. */
const notTokens: ReadonlySet<number> = new Set([
  term.Line,
  term.StatementOp,
  term.Call,
  term.Arguments,
  term.Argument,
  term.Index,
  term.Indices,
  term.Group,
  term.List,
  term.Unary,
  term.Binary,
  term.Bang,
  term.Ampersand,
  term.Pipe,
  term.Comment,
]);

const longestQuote = 40;

/** Text as it is quoted in a message. */
export function quote(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ');
  return `\`${oneLine.length > longestQuote ? `${oneLine.slice(0, longestQuote - 1)}…` : oneLine}\``;
}

/** A token of a line, in offsets of the whole text. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A parsed line: its tree and its tokens, with offsets of the whole text. */
export class LineTree {
  readonly tokens: Token[] = [];
  readonly strays: Token[] = [];
  readonly errors: Token[] = [];
  /** The tree cannot be read: report it and go on. */
  isTooDeep = false;
  private readonly tree: Tree;

  constructor(
    private readonly line: Line,
    readonly reporter: Reporter,
  ) {
    this.tree = parser.parse(line.text);
    this.collectTokens();
  }

  get root(): SyntaxNode {
    return this.tree.topNode;
  }

  /** Nothing but spaces and comments. */
  get isEmpty(): boolean {
    return this.tokens.length === 0 && this.strays.length === 0;
  }

  from(node: SyntaxNode): number {
    return node.from + this.line.from;
  }

  to(node: SyntaxNode): number {
    return node.to + this.line.from;
  }

  textOf(node: SyntaxNode): string {
    return this.line.text.slice(node.from, node.to);
  }

  /** Reports that the line is nested too deeply. */
  reportDepth(from: number, to: number): void {
    const limit = deepestNesting.toLocaleString('en');
    const message = `The expression is nested too deeply (at most ${limit} levels; a sum counts each of its terms): give parts of it definitions of their own.`;
    this.reporter.report(from, to, message);
  }

  /** The last token that ends at or before an offset. */
  tokenBefore(offset: number): Token | undefined {
    return this.tokens.findLast((token) => token.to <= offset);
  }

  /** The first token that starts at or after an offset. */
  tokenAfter(offset: number): Token | undefined {
    return this.tokens.find((token) => token.from >= offset);
  }

  /** Is there a stray character, reported by itself, between the tokens around an offset? */
  hasStrayAt(offset: number): boolean {
    const from = this.tokenBefore(offset)?.to ?? 0;
    const to = this.tokenAfter(offset)?.from ?? Infinity;
    return this.strays.some((stray) => stray.from >= from && stray.to <= to);
  }

  private collectTokens(): void {
    let depth = 0;
    this.tree.iterate({
      enter: (node) => {
        this.isTooDeep ||= ++depth > deepestTree;
        this.collect(node);
        return !this.isTooDeep;
      },
      leave: () => {
        depth--;
      },
    });
  }

  private collect({ type, from, to }: SyntaxNodeRef): void {
    if (type.isError) this.errors.push(this.token(from, to));
    else if (type.id === term.Stray) this.strays.push(this.token(from, to));
    else if (to > from && !notTokens.has(type.id)) this.tokens.push(this.token(from, to));
  }

  private token(from: number, to: number): Token {
    return { from: from + this.line.from, to: to + this.line.from, text: this.line.text.slice(from, to) };
  }
}

/** The children of a node that mean something. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.type.id !== term.Comment && child.type.id !== term.Stray && !child.type.isError) children.push(child);
  }
  return children;
}
