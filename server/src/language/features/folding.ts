import type { Span } from '../../report/problem.js';

/** Lines that can be folded: those after the one that `from` lies in, up to the one that `to` lies in. */
export interface Fold extends Span {
  readonly kind: 'region' | 'comment';
}

interface Line extends Span {
  readonly indent: number;
  readonly isBlank: boolean;
  readonly isComment: boolean;
}

/** Folds of a text, broken or not: what is indented below a line, brackets over several lines, blocks of comments. */
export function foldingRanges(text: string): Fold[] {
  const lines = linesOf(text);
  const found = [...comments(lines), ...bodies(lines), ...brackets(text, lines)];
  // Of several folds that begin on one line, the longest.
  const byStart = new Map<number, Fold>();
  for (const fold of found) {
    const start = lineOf(lines, fold.from);
    const known = byStart.get(start);
    if (!known || known.to < fold.to) byStart.set(start, fold);
  }
  return [...byStart.values()].sort((a, b) => a.from - b.from);
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)].map(({ 1: line = '', index }) => {
    const indent = line.length - line.trimStart().length;
    return { from: index, to: index + line.length, indent, isBlank: indent === line.length, isComment: line[indent] === '#' };
  });
}

/** Two lines or more that hold only comments. */
function comments(lines: readonly Line[]): Fold[] {
  const folds: Fold[] = [];
  let first: Line | undefined;
  lines.forEach((line, i) => {
    if (!line.isComment) return void (first = undefined);
    const start = (first ??= line);
    const isLast = lines[i + 1]?.isComment !== true;
    if (isLast && start !== line) folds.push({ from: start.from, to: line.to, kind: 'comment' });
  });
  return folds;
}

/** Lines with others below them that are indented more. */
function bodies(lines: readonly Line[]): Fold[] {
  const folds: Fold[] = [];
  const open: Line[] = [];
  let last: Line | undefined;
  const close = (indent: number): void => {
    for (let head = open.at(-1); head && head.indent >= indent; head = open.at(-1)) {
      if (last && last.from > head.from) folds.push({ from: head.from, to: last.to, kind: 'region' });
      open.pop();
    }
  };
  for (const line of lines) {
    if (line.isBlank || line.isComment) continue;
    close(line.indent);
    open.push(line);
    last = line;
  }
  close(-1);
  return folds;
}

const closes: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };
const marks = /(?<!\S)#[^\r\n]*|"(?:[^"\\\r\n]|\\.)*"|(?<!\w)'[^'\r\n]*'|`[^`\r\n]*`|[{}[\]()]/g;

/** Brackets that close on a later line, outside texts and comments: the line of the closing one stays. */
function brackets(text: string, lines: readonly Line[]): Fold[] {
  const folds: Fold[] = [];
  const open: { readonly mark: string; readonly at: number }[] = [];
  for (const { 0: mark, index } of text.matchAll(marks)) {
    if ('{[('.includes(mark)) open.push({ mark, at: index });
    const opener = open.findLastIndex((each) => each.mark === closes[mark]);
    const from = open[opener]?.at;
    if (from === undefined) continue;
    open.length = opener;
    const [first, last] = [lineOf(lines, from), lineOf(lines, index)];
    const before = lines[last - 1];
    if (before && last - 1 > first) folds.push({ from, to: before.to, kind: 'region' });
  }
  return folds;
}

/** The number of the line that an offset is in. */
function lineOf(lines: readonly Line[], offset: number): number {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.from ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
