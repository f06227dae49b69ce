import type { Fix, Problem, Span } from '../../report/problem.js';

/** A syntax error at a place, with its fixes. */
export function syntaxError(span: Span, message: string, ...fixes: readonly Fix[]): Problem {
  const problem = { severity: 'error', code: 'syntax', message, span } as const;
  return fixes.length > 0 ? { ...problem, fixes } : problem;
}

/** A fix of one replacement. */
export function replacement(title: string, from: number, to: number, text: string): Fix {
  return { title, edits: [{ span: { from, to }, text }], preferred: true };
}

/** One line of the file, without its line end. */
export interface SourceLine {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Number of blanks before the first other character; the whole length of a blank line. */
  readonly indent: number;
  readonly isBlank: boolean;
}

/** The lines of a text, findable by offset. */
export class SourceLines {
  readonly lines: readonly SourceLine[];

  constructor(readonly text: string) {
    const lines: SourceLine[] = [];
    let from = 0;
    for (const raw of text.split('\n')) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      const indent = line.length - line.trimStart().length;
      lines.push({ index: lines.length, from, to: from + line.length, text: line, indent, isBlank: indent === line.length });
      from += raw.length + 1;
    }
    this.lines = lines;
  }

  /** The line that holds an offset; the last one beyond the end. */
  at(offset: number): SourceLine {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lines[middle]?.from ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lines[low] ?? { index: 0, from: 0, to: 0, text: '', indent: 0, isBlank: true };
  }

  /** The lines that belong to the value of a key: those after it that are indented deeper, blank lines between them too. */
  bodyOf(line: SourceLine): readonly SourceLine[] {
    let end = line.index + 1;
    for (let index = end; index < this.lines.length; index++) {
      const next = this.lines[index];
      if (!next || (!next.isBlank && next.indent <= line.indent)) break;
      if (!next.isBlank) end = index + 1;
    }
    return this.lines.slice(line.index + 1, end);
  }
}

/** A text in single quotes, as YAML writes it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The value of a line without the comment and blanks behind it. */
export function withoutComment(value: string): string {
  return value.replace(/\s+#.*$/, '').trimEnd();
}

/** Puts the value of a key into a `|` block: there every character stands for itself. */
export function blockScalarFix(source: SourceLines, line: SourceLine, valueFrom: number): Fix {
  const body = source.bodyOf(line);
  const first = source.text
    .slice(valueFrom, line.to)
    .trim()
    .replace(/^\|[-+\d]*\s+/, '');
  const lines = [...(first === '' || /^[|>][-+\d]*$/.test(first) ? [] : [first]), ...body.map((next) => next.text.trim())];
  const indent = ' '.repeat(line.indent + 2);
  const text = `|\n${lines.map((next) => (next === '' ? '' : indent + next)).join('\n')}`;
  const to = body.at(-1)?.to ?? line.to;
  const glue = source.text[valueFrom - 1] === ' ' ? '' : ' ';
  return replacement('Write it as a `|` block', valueFrom, to, glue + text);
}
