import { nearest } from '../../engine/expr/nearest.js';
import { type Problem, problemCodes } from '../../engine/problem.js';

const COMMENT = /#\s*livelihood-disable-(?<place>line|next-line)(?<codes>[^\n#]*)/;
const known: ReadonlySet<string> = new Set(problemCodes);

/** A comment that silences codes on a line. */
interface Comment {
  readonly line: number;
  readonly codes: readonly { readonly name: string; readonly from: number }[];
  readonly from: number;
  readonly to: number;
}

/**
 * The problems without those that a comment on their line silences: `# livelihood-disable-line few-rows`, or `…-next-line` on the line above. Errors stay: without
 * them nobody would know why there is no answer. A code that does not exist is a hint.
 */
export function audible<P extends Problem>(text: string, problems: readonly P[]): (P | Problem)[] {
  if (!text.includes('livelihood-disable-')) return [...problems];
  const comments = commentsOf(text);
  const lineOf = lineFinder(text);
  const isSilent = ({ span, code, severity }: Problem): boolean =>
    severity !== 'error' && comments.some(({ line, codes }) => line === lineOf(span.from) && codes.some(({ name }) => name === code));
  return [...problems.filter((problem) => !isSilent(problem)), ...comments.flatMap(misread)];
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
  return (offset) => breaks.filter((index) => index < offset).length;
}

/** A comment that names no code, or one that does not exist. */
function misread({ codes, from, to }: Comment): Problem[] {
  if (codes.length === 0) {
    const message = 'This comment silences nothing: name the codes after it, such as `# livelihood-disable-line few-rows`.';
    return [{ severity: 'hint', code: 'unknown-name', message, span: { from, to } }];
  }
  return codes
    .filter(({ name }) => !known.has(name))
    .map(({ name, from: start }): Problem => {
      const span = { from: start, to: start + name.length };
      const close = nearest(name, problemCodes);
      const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
      const message = `No finding has the code \`${name}\`.${guess}`;
      const fixes = close === undefined ? [] : [{ title: `Replace by ${close}`, edits: [{ span, text: close }] }];
      return { severity: 'hint', code: 'unknown-name', message, span, fixes };
    });
}
