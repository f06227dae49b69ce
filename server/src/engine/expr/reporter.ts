import type { Fix, Problem, Span } from '../../report/problem.js';

/** Where an offset of the parsed text lies in the estimation file. */
export type Locate = (offset: number) => number;

const mostProblems = 100;

/** Collects the syntax problems of one text and places them in the estimation file. */
export class Reporter {
  readonly problems: Problem[] = [];

  constructor(
    readonly text: string,
    private readonly locate: Locate,
  ) {}

  /** The place in the file of a range of the text. */
  span(from: number, to: number): Span {
    const start = this.locate(from);
    return { from: start, to: to > from ? this.locate(to - 1) + 1 : start };
  }

  /** An edit of the text as a fix of the file. */
  replace(title: string, from: number, to: number, text: string): Fix {
    const at = to > from ? this.span(from, to) : this.insertionPoint(from);
    return { title, edits: [{ span: at, text }], preferred: true };
  }

  /** After the character before, not before the next one: a line end may lie between them. */
  private insertionPoint(offset: number): Span {
    const at = offset === 0 ? this.locate(0) : this.locate(offset - 1) + 1;
    return { from: at, to: at };
  }

  /** Enough has been said about this text. */
  get isFull(): boolean {
    return this.problems.length >= mostProblems;
  }

  report(from: number, to: number, message: string, ...fixes: readonly Fix[]): void {
    if (this.isFull) return;
    const problem = { severity: 'error', code: 'syntax', message, span: this.span(from, to) } as const;
    this.problems.push(fixes.length > 0 ? { ...problem, fixes } : problem);
  }
}
