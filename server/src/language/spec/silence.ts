import { nearest } from '../../engine/expr/nearest.js';
import { type Problem, problemCodes, type Span } from '../../report/problem.js';

const COMMENT = /#\s*livelihood-disable-(?<place>line|next-line)(?<codes>[^\n#]*)/;
const known: ReadonlySet<string> = new Set(problemCodes);

/** A comment that silences codes on a line. */
interface Comment {
  readonly line: number;
  readonly codes: readonly { readonly name: string; readonly from: number }[];
  readonly from: number;
  readonly to: number;
}

/** How many findings of one file are reported; beyond these their number is enough. */
export const MOST_FINDINGS = 100;

/**
 * The problems, each once, without those that a comment on their line silences: `# livelihood-disable-line few-rows`, or `…-next-line` on the line above. Errors stay: without
 * them nobody would know why there is no answer. A code that does not exist is a hint. If there are very many, the first are reported, and how many more there are.
 */
export function audible<P extends Problem>(text: string, problems: readonly P[]): (P | Problem)[] {
  return silence(text)(problems);
}

/** What `audible` does, for a text that is asked about more than once. */
export function silence(text: string): <P extends Problem>(problems: readonly P[]) => (P | Problem)[] {
  if (!text.includes('livelihood-disable-')) return (problems) => firstOf(unique(problems), 0);
  const comments = commentsOf(text);
  const silent = new Set(comments.flatMap(({ line, codes }) => codes.map(({ name }) => `${String(line)} ${name}`)));
  const lineOf = lineFinder(text);
  const { shown, left } = readWrongly(comments);
  return (problems) => {
    const isSilent = ({ span, code, severity }: Problem): boolean =>
      severity !== 'error' && silent.has(`${String(lineOf(span.from))} ${code}`);
    return firstOf(unique([...problems.filter((problem) => !isSilent(problem)), ...shown]), left);
  };
}

function unique<P extends Problem>(problems: readonly P[]): P[] {
  return [
    ...new Map(problems.map((each) => [`${String(each.span.from)} ${String(each.span.to)} ${each.code} ${each.message}`, each])).values(),
  ];
}

/** The first of very many problems, and one that says how many more there are: errors come before what can wait. `unsaid` more have not been put into words. */
export function firstOf<P extends Problem>(problems: readonly P[], unsaid = 0): (P | Problem)[] {
  if (problems.length + unsaid <= MOST_FINDINGS) return [...problems];
  const single = problems.filter(({ more }) => more === undefined);
  const sorted = [...single.filter(({ severity }) => severity === 'error'), ...single.filter(({ severity }) => severity !== 'error')];
  const last = sorted[Math.min(MOST_FINDINGS, sorted.length - 1)];
  const left = problems.reduce((sum, { more = 0 }) => sum + more, sorted.length + unsaid - MOST_FINDINGS);
  return [...sorted.slice(0, MOST_FINDINGS), ...(last ? [andMore(last, left)] : [])];
}

function andMore({ severity, code, span }: Problem, more: number): Problem {
  const message = `… and ${more.toLocaleString('en')} more: these are the first ${String(MOST_FINDINGS)}.`;
  return { severity, code, span, message, more };
}

function commentsOf(text: string): Comment[] {
  let offset = 0;
  return text.split('\n').flatMap((content, line) => {
    const start = offset;
    offset += content.length + 1;
    const found = COMMENT.exec(content);
    if (!found?.groups) return [];
    const { place = '', codes = '' } = found.groups;
    const from = start + found.index;
    const to = from + found[0].trimEnd().length;
    const first = from + found[0].length - codes.length;
    const names = [...codes.matchAll(/[^\s,]+/g)].map((each) => ({ name: each[0], from: first + each.index }));
    return [{ line: place === 'line' ? line : line + 1, codes: names, from, to }];
  });
}

/** Number of the line (from 0) at an offset. */
function lineFinder(text: string): (offset: number) => number {
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    let [low, high] = [0, breaks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((breaks[middle] ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Comments that name no code, or one that does not exist: as many as are reported in words, and the number of the rest. */
function readWrongly(comments: readonly Comment[]): { readonly shown: readonly Problem[]; readonly left: number } {
  const found = comments.flatMap((comment): (Span & { readonly name?: string })[] =>
    comment.codes.length === 0
      ? [comment]
      : comment.codes.flatMap(({ name, from }) => (known.has(name) ? [] : [{ name, from, to: from + name.length }])),
  );
  const shown = found.slice(0, MOST_FINDINGS).map((each) => (each.name === undefined ? noCode(each) : unknownCode(each.name, each)));
  return { shown, left: found.length - shown.length };
}

function noCode({ from, to }: Span): Problem {
  const message = 'This comment silences nothing: name the codes after it, such as `# livelihood-disable-line few-rows`.';
  return { severity: 'hint', code: 'unknown-name', message, span: { from, to } };
}

function unknownCode(name: string, { from, to }: Span): Problem {
  const span = { from, to };
  const close = nearest(name, problemCodes);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  const message = `No finding has the code \`${name}\`.${guess}`;
  const fixes = close === undefined ? [] : [{ title: `Replace with ${close}`, edits: [{ span, text: close }] }];
  return { severity: 'hint', code: 'unknown-name', message, span, fixes };
}
