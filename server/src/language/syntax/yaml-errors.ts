import type { YAMLError } from 'yaml';
import type { Problem } from '../../report/problem.js';
import { blockScalarFix, quote, replacement, syntaxError, withoutComment, type SourceLine, type SourceLines } from './source.js';
import type { TrapReport } from './traps.js';

/** Says in plain words what YAML stumbled over, with a fix where one is clear. */
export class YamlErrorReader {
  constructor(
    private readonly source: SourceLines,
    private readonly traps: TrapReport,
  ) {}

  /** The problems of the errors that are not mere consequences of an earlier one. */
  read(errors: readonly YAMLError[]): Problem[] {
    const tabs = this.tabs(errors);
    if (tabs) return [tabs];
    const problems: Problem[] = [];
    let lastLine = -1;
    for (const error of errors) {
      const line = this.source.at(error.pos[0]).index;
      const follows = problems.length > 0 && (error.code === 'UNEXPECTED_TOKEN' || line <= lastLine + 1);
      if (!follows) problems.push(this.problem(error));
      lastLine = line;
    }
    return problems;
  }

  private problem(error: YAMLError): Problem {
    if (error.code === 'DUPLICATE_KEY') return this.duplicate(error);
    if (error.message.startsWith('Missing closing') || this.traps.openQuotes.length > 0) return this.openQuote(error);
    if (error.message.startsWith('Flow ')) return this.openCollection(error);
    if (error.code === 'MULTIPLE_DOCS')
      return syntaxError(this.span(error), 'A file holds one model: remove `---` and what follows, or move it to a file of its own.');
    if (error.code === 'BAD_DQ_ESCAPE')
      return syntaxError(this.span(error), 'In double quotes `\\` starts an escape such as `\\n`: use single quotes.');
    return this.layout(error);
  }

  /** Errors of indentation and of colons. */
  private layout(error: YAMLError): Problem {
    const line = this.source.at(error.pos[0]);
    const owner = this.ownerOf(line);
    if (owner) return this.textProblem(error, owner);
    if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return this.reportNested(error, line);
    if (error.code === 'BAD_INDENT')
      return syntaxError(
        this.span(error),
        'The indentation of this line matches none of the lines above: give keys of the same mapping the same indentation.',
      );
    const glued = /^\s*(?:- )?[\w.-]+(?:\[[^\]]*\])?:(?=\S)/.exec(line.text)?.[0];
    if (glued !== undefined) return this.missingBlank(line, glued);
    if (error.code === 'MISSING_CHAR' || error.code === 'MULTILINE_IMPLICIT_KEY') return this.missingColon(line);
    return this.reportUnexpected(error, line);
  }

  /** The key line of `model: …` or of a parameter whose text goes on over several lines, one of which YAML cannot read. */
  private ownerOf(line: SourceLine): SourceLine | undefined {
    for (let index = line.index; index >= 0; index--) {
      const above = this.source.lines[index];
      if (!above || above.isBlank) continue;
      if (/^(?:model|["']model["'])\s*:(?!\s*["'{[])/.test(above.text)) return above;
      if (above.indent === 0) return undefined;
    }
    return undefined;
  }

  private textProblem(error: YAMLError, owner: SourceLine): Problem {
    const colon = owner.text.indexOf(':') + 1;
    const valueFrom = owner.from + colon + (/^\s*/.exec(owner.text.slice(colon))?.[0].length ?? 0);
    const message =
      'YAML cannot read these lines as one plain text (a comment, or a colon and a space, ends it): write the model as a `|` block.';
    return syntaxError(this.span(error), message, blockScalarFix(this.source, owner, valueFrom));
  }

  private reportNested(error: YAMLError, line: SourceLine): Problem {
    const next = this.source.lines[line.index + 1];
    if (next && !next.isBlank && next.indent > line.indent && !/:\s.*:\s/.test(line.text)) {
      const message = 'This line is indented more than the key above, which already has a value: give both the same indentation.';
      return syntaxError(
        { from: next.from + next.indent, to: next.to },
        message,
        replacement('Align it', next.from, next.from + next.indent, ' '.repeat(line.indent)),
      );
    }
    const [from] = error.pos;
    const value = withoutComment(this.source.text.slice(from, line.to));
    const message = 'A colon and a space start a mapping in YAML: put the value in quotes or in a `|` block.';
    return syntaxError(
      { from, to: from + value.length },
      message,
      replacement('Put it in quotes', from, from + value.length, quote(value)),
    );
  }

  private missingBlank(line: SourceLine, glued: string): Problem {
    const at = line.from + glued.length;
    return syntaxError(
      { from: line.from + line.indent, to: at },
      `A space is missing after \`${glued.trim()}\`.`,
      replacement('Insert a space', at, at, ' '),
    );
  }

  private missingColon(line: SourceLine): Problem {
    const from = line.from + line.indent;
    const isStatement = /[~=]/.test(line.text);
    const message = isStatement
      ? 'A statement stands here where a key is expected: statements belong under `model:`, indented.'
      : `\`:\` is missing: each line here is a key with a colon, such as \`${withoutComment(line.text).trim().slice(0, 30)}:\`.`;
    const end = from + withoutComment(line.text.trimStart()).length;
    return isStatement
      ? syntaxError({ from, to: end }, message)
      : syntaxError({ from, to: end }, message, replacement('Insert `:`', end, end, ':'));
  }

  private reportUnexpected(error: YAMLError, line: SourceLine): Problem {
    const span = this.span(error);
    const found = this.source.text.slice(span.from, Math.min(line.to, span.from + 30)).trim();
    if (this.source.text[span.from - 1] === "'") {
      const fix = replacement("Write `''`", span.from, span.from, "'");
      return syntaxError(span, "Inside single quotes write `'` twice, or put the text in double quotes.", fix);
    }
    if (found === '') return syntaxError(span, `YAML cannot read this line: ${error.message}.`);
    return syntaxError(
      span,
      `\`${found}\` is not expected here: the value before it has ended. To make it part of the text, put the whole value in quotes or in a \`|\` block.`,
    );
  }

  private openQuote(error: YAMLError): Problem {
    const [open] = this.traps.openQuotes;
    if (!open) return syntaxError(this.span(error), 'A quoted text is not closed: its closing quote is missing.');
    const { from, inFlow } = open;
    const rest = withoutComment(this.source.text.slice(from, this.source.at(from).to));
    const end = from + (inFlow ? rest.replace(/[\s}\]]+$/, '') : rest).length;
    const mark = this.source.text.charAt(from);
    return syntaxError(
      { from, to: end },
      `The text is not closed: \`${mark}\` is missing at its end.`,
      replacement(`Insert \`${mark}\``, end, end, mark),
    );
  }

  private openCollection(error: YAMLError): Problem {
    const [open] = this.traps.openCollections;
    if (!open) return syntaxError(this.span(error), 'A `{` or `[` is not closed, or closed too early, before this line.');
    const line = this.source.at(open.from);
    const end = open.from + withoutComment(this.source.text.slice(open.from, line.to)).length;
    const closer = open.kind === 'map' ? '}' : ']';
    const message = `\`${this.source.text.charAt(open.from)}\` is not closed: \`${closer}\` is missing.`;
    return syntaxError({ from: open.from, to: end }, message, replacement(`Insert \`${closer}\``, end, end, closer));
  }

  private duplicate(error: YAMLError): Problem {
    // After a key without a value, the parser points at the spaces before the second one.
    const blanks = /^(?:\s|#.*\n)*/.exec(this.source.text.slice(error.pos[0]))?.[0].length ?? 0;
    const from = error.pos[0] + blanks;
    const line = this.source.at(from);
    const key = /^[^:]*/.exec(this.source.text.slice(from, line.to))?.[0].trim() ?? '';
    const message = `\`${key}\` is given twice in the same mapping: keep one.`;
    const span = { from, to: from + key.length };
    if (line.from + line.indent !== from) return syntaxError(span, message);
    const end = this.source.bodyOf(line).at(-1) ?? line;
    const next = this.source.lines[end.index + 1];
    return syntaxError(span, message, replacement('Remove this one', line.from, next?.from ?? end.to, ''));
  }

  /** Tabs in indentation confuse YAML in many ways; one problem says so for the whole file. */
  private tabs(errors: readonly YAMLError[]): Problem | undefined {
    const indented = this.source.lines.filter((line) => !line.isBlank && line.text.slice(0, line.indent).includes('\t'));
    const [first] = indented;
    const indexes = new Set(indented.map(({ index }) => index));
    const isOfTabs = (error: YAMLError): boolean => error.code === 'TAB_AS_INDENT' || indexes.has(this.source.at(error.pos[0]).index);
    if (!first || !errors.some(isOfTabs)) return undefined;
    const edits = indented.map((line) => ({
      span: { from: line.from, to: line.from + line.indent },
      text: line.text.slice(0, line.indent).replaceAll('\t', '  '),
    }));
    const span = { from: first.from, to: first.from + first.indent };
    return syntaxError(span, 'YAML does not allow tabs as indentation: use spaces.', {
      title: 'Replace tabs with spaces',
      edits,
      preferred: true,
    });
  }

  /** YAML marks single characters; the word there reads better. */
  private span(error: YAMLError): { from: number; to: number } {
    const from = Math.min(error.pos[0], this.source.text.length);
    const line = this.source.at(from);
    const start = from < line.from + line.indent ? line.from + line.indent : from;
    const word = /^[^\s,:{}[\]]+/.exec(this.source.text.slice(start, line.to))?.[0].length ?? 0;
    return { from: start, to: Math.max(Math.min(start + Math.max(word, 1), this.source.text.length), start) };
  }
}
