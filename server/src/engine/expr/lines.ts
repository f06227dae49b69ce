import { type Reporter } from './reporter.js';

/** Deeper trees are refused: the code after the parser walks them recursively. */
export const deepestNesting = 1000;
/** Each bracket is up to three levels of the tree, of which Lezer keeps 2,500. */
const deepestBrackets = 500;

/** One statement: its text starts at `from`; brackets that close nothing are replaced by spaces, so offsets still hold. */
export interface Line {
  readonly from: number;
  readonly text: string;
}

/** One expression between commas and brackets: Lezer gives up on chains of operators longer than this. */
const mostOperators = 1000;
const longExpression = 2000;
const mostOperatorsInLong = 120;

interface Opener {
  readonly at: number;
  readonly closer: ')' | ']';
  readonly outer: Chain;
}

/** The operators of one expression so far, brackets inside it left out. */
interface Chain {
  readonly start: number;
  count: number;
  late: number;
}

const marks =
  /#[^\n]*|"[^"\n]*"?|'[^'\n]*'?|`[^`\n]*`?|[()[\];\n,]|[-+*/^:<>=!&|%~×·÷−≤≥≠]|(?<![\p{L}\p{N}_.])(?:and|or|not)(?![\p{L}\p{N}_.])/gu;
const newStatement = /[ \t]*(?:target[ \t]*\+=|[^~#\n]*~)/y;
const newDefinition = /[ \t]*[\p{L}_][\p{L}\p{N}_.]*[ \t]*=(?!=)/uy;

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

const tooDeep = `Brackets are nested more than ${String(deepestBrackets)} deep: give the inner parts definitions of their own.`;
const tooManyTerms = 'The expression has too many terms to read: give parts of it definitions of their own.';

function newChain(start: number): Chain {
  return { start, count: 0, late: 0 };
}

/** Cuts a text into statements: at line ends outside brackets, and where a line inside brackets can only be a new statement. */
class Splitter {
  private readonly lines: Line[] = [];
  private readonly characters: string;
  private patches: { at: number; text: string }[] = [];
  private openers: Opener[] = [];
  private start = 0;
  private chain = newChain(0);
  private refused = false;

  constructor(
    private readonly reporter: Reporter,
    private readonly single: boolean,
  ) {
    this.characters = reporter.text;
  }

  split(): readonly Line[] {
    for (const mark of this.characters.matchAll(marks)) this.step(mark[0], mark.index);
    this.finish(this.characters.length);
    return this.lines;
  }

  private step(mark: string, at: number): void {
    if (mark === '(' || mark === '[') this.open(mark, at);
    else if (mark === ')' || mark === ']') this.close(mark, at);
    else if (mark === ',') this.chain = newChain(at + 1);
    else if (mark === '\n') this.lineEnd(at);
    else if (mark === ';') this.semicolon(at);
    else if (!/^[#"'`]/.test(mark)) this.operator(at);
  }

  private operator(at: number): void {
    this.chain.count++;
    if (at - this.chain.start > longExpression) this.chain.late++;
    if (this.chain.count > mostOperators || this.chain.late > mostOperatorsInLong) this.refuse(at, tooManyTerms);
  }

  private open(mark: '(' | '[', at: number): void {
    this.openers.push({ at, closer: mark === '(' ? ')' : ']', outer: this.chain });
    this.chain = newChain(at + 1);
    if (this.openers.length > deepestBrackets) this.refuse(at, tooDeep);
  }

  /** The rest of the statement is skipped: it is never handed to the parser. */
  private refuse(at: number, message: string): void {
    if (!this.refused) this.reporter.report(at, at + 1, message);
    this.refused = true;
  }

  private close(mark: ')' | ']', at: number): void {
    const index = this.openers.findLastIndex((opener) => opener.closer === mark);
    const last = this.openers.at(-1);
    if (index >= 0) this.closeTo(index);
    else if (last) this.closeWrongly(mark, last, at);
    else this.closeNothing(mark, at);
  }

  /** Brackets left open inside are reported by the tree, which knows where they should have closed. */
  private closeTo(index: number): void {
    this.chain = this.openers[index]?.outer ?? this.chain;
    this.openers.length = index;
  }

  private closeWrongly(mark: string, opener: Opener, at: number): void {
    this.closeTo(this.openers.length - 1);
    this.patches.push({ at, text: opener.closer });
    const message = `\`${this.characters.charAt(opener.at)}\` is closed by \`${mark}\`: write \`${opener.closer}\`.`;
    this.reporter.report(at, at + 1, message, this.reporter.replace(`Write \`${opener.closer}\``, at, at + 1, opener.closer));
  }

  private closeNothing(mark: string, at: number): void {
    this.patches.push({ at, text: ' ' });
    const message = `\`${mark}\` closes nothing: there is no \`${mark === ')' ? '(' : '['}\` before it. Remove it or open the bracket.`;
    this.reporter.report(at, at + 1, message, this.reporter.replace(`Remove \`${mark}\``, at, at + 1, ''));
  }

  private lineEnd(at: number): void {
    if (this.single) return;
    if (this.openers.length === 0 || this.startsStatement(at + 1)) this.finish(at);
  }

  private startsStatement(at: number): boolean {
    if (matchesAt(newStatement, this.characters, at)) return true;
    const before = this.characters
      .slice(this.start, at)
      .replace(/(?:#[^\n]*)?\s*$/, '')
      .slice(-1);
    return !'([,+-*/^<>=:~'.includes(before) && matchesAt(newDefinition, this.characters, at);
  }

  private semicolon(at: number): void {
    if (this.single || this.openers.length > 0) return;
    const message = '`;` does not end a statement: write one statement per line.';
    this.reporter.report(at, at + 1, message);
    this.finish(at);
  }

  private finish(end: number): void {
    if (!this.refused) this.lines.push({ from: this.start, text: this.patch(end) });
    this.start = end + 1;
    this.openers = [];
    this.patches = [];
    this.chain = newChain(this.start);
    this.refused = false;
  }

  private patch(end: number): string {
    let text = '';
    let from = this.start;
    for (const patch of this.patches) {
      text += this.characters.slice(from, patch.at) + patch.text;
      from = patch.at + 1;
    }
    return text + this.characters.slice(from, end);
  }
}

/** The statements of a text; problems of brackets are reported on the way. */
export function splitStatements(reporter: Reporter): readonly Line[] {
  return new Splitter(reporter, false).split();
}

/** The whole text as one line, with the same care for its brackets. */
export function singleLine(reporter: Reporter): Line | undefined {
  return new Splitter(reporter, true).split()[0];
}
