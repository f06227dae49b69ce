import type { Problem } from '../../report/problem.js';
import { FlowScanner, type FlowCollection, type FlowEntry, type FlowPart } from './flow.js';
import { blockScalarFix, quote, replacement, syntaxError, withoutComment, type SourceLine, type SourceLines } from './source.js';

export interface OpenQuote {
  readonly from: number;
  /** Between braces or brackets that are closed after it on the same line. */
  readonly inFlow: boolean;
}

/** What reading the file line by line shows, before YAML parses it. */
export interface TrapReport {
  readonly problems: readonly Problem[];
  /** Where a quoted text opens that may never close: a problem only where YAML says so too. */
  readonly openQuotes: readonly OpenQuote[];
  /** Flow collections that never close. */
  readonly openCollections: readonly FlowCollection[];
  /** Nested more deeply than YAML should have to read. */
  readonly tooDeep: number | undefined;
}

const keyed = /^(?<lead>\s*(?:-\s+)*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"{[\]},&*!|>%@`-][^#]*?)\s?:\s+|\s*-\s+)(?<value>\S.*)$/;
const blockHeader = /^[|>](?:[-+]?[1-9]?|[1-9][-+])\s*(?:#.*)?$/;
const meanings: Readonly<Record<string, string>> = {
  '*': 'a reference to an anchor',
  '&': 'an anchor',
  '!': 'a type tag',
  '>': 'a folded text block',
  '|': 'a text block, which starts on the next line',
  '@': 'a reserved character',
  '%': 'a directive',
  '`': 'a reserved character',
};
const deepestFlow = 50;

/** Finds the places where YAML reads something other than what a person sees. */
class TrapFinder {
  readonly problems: Problem[] = [];
  readonly openQuotes: OpenQuote[] = [];
  readonly openCollections: FlowCollection[] = [];
  tooDeep: number | undefined;
  private resumeAt = 0;

  constructor(private readonly source: SourceLines) {}

  find(): TrapReport {
    for (const line of this.source.lines)
      if (line.from >= this.resumeAt && !line.isBlank && line.text[line.indent] !== '#') this.line(line);
    return this;
  }

  private line(line: SourceLine): void {
    const first = line.text.charAt(line.indent);
    if (first === '{' || first === '[') {
      this.flow(line.from + line.indent, false);
      return;
    }
    const groups = keyed.exec(line.text)?.groups;
    const lead = groups?.['lead'];
    const value = groups?.['value'];
    if (lead !== undefined && value !== undefined) this.value(line, line.from + lead.length, value, lead.trim());
  }

  private value(line: SourceLine, from: number, value: string, key: string): void {
    const first = value.charAt(0);
    if (blockHeader.test(value)) this.resumeAt = this.source.bodyOf(line).at(-1)?.to ?? 0;
    else if (first === '{' || first === '[') this.flow(from, key === 'parameters:');
    else if (first === '"' || first === "'") this.checkQuoted(from, value, first);
    else if (first === '|') this.problems.push(this.startTrap(from, withoutComment(value), blockScalarFix(this.source, line, from)));
    else if (meanings[first]) this.problems.push(this.startTrap(from, withoutComment(value)));
  }

  private startTrap(from: number, value: string, fix = replacement('Put it in quotes', from, from + value.length, quote(value))): Problem {
    const first = value.charAt(0);
    const shown = first === '`' ? '`` ` ``' : `\`${first}\``;
    const message = `A value that starts with ${shown} is ${meanings[first] ?? ''} in YAML: put it in quotes or in a \`|\` block.`;
    return syntaxError({ from, to: from + value.length }, message, fix);
  }

  private checkQuoted(from: number, value: string, quoteMark: string): void {
    const closed = quoteMark === '"' ? /^"(?:[^"\\]|\\.)*"/ : /^'(?:[^']|'')*'/;
    if (!closed.test(value)) this.openQuotes.push({ from, inFlow: false });
  }

  private flow(from: number, ofParameters: boolean): void {
    const scanner = new FlowScanner(this.source.text, from);
    this.resumeAt = scanner.scan();
    if (scanner.deepest > deepestFlow) this.tooDeep ??= from;
    if (scanner.openQuote !== undefined) this.openQuotes.push({ from: scanner.openQuote, inFlow: true });
    for (const [index, collection] of scanner.collections.entries()) {
      if (!collection.closed) this.openCollections.push(collection);
      this.collection(collection, ofParameters && index === 0);
    }
    if (scanner.collections.some((collection) => !collection.closed)) this.resumeAt = this.source.at(from).to;
  }

  private collection(collection: FlowCollection, ofParameters: boolean): void {
    for (const entry of collection.entries) {
      const colon = collection.kind === 'map' ? missingColon(entry) : undefined;
      if (colon) this.problems.push(colon);
      else this.parts(entry, collection, ofParameters);
    }
  }

  private parts(entry: FlowEntry, collection: FlowCollection, ofParameters: boolean): void {
    const before = this.problems.length;
    for (const part of [entry.key, entry.value]) if (part && !part.quoted) this.part(part);
    const isLonely = collection.kind === 'map' && collection.entries.length === 1 && entry.key && !entry.colon && !entry.key.quoted;
    if (isLonely && !ofParameters && this.problems.length === before) this.problems.push(braceTrap(collection, entry.key));
  }

  private part(part: FlowPart): void {
    if (isCut(part.text)) this.problems.push(cutTrap(part));
    else if (meanings[part.text.charAt(0)]) this.problems.push(this.startTrap(part.from, part.text));
  }
}

/** `{ prior Normal(0, 1) }` and `{prior:Normal(0, 1)}`. */
function missingColon({ key, colon }: FlowEntry): Problem | undefined {
  if (!key || colon || key.quoted) return undefined;
  const [, name, sign, rest] = /^([\w-]+)(:|\s)\s*(\S.*)$/s.exec(key.text) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const message = sign === ':' ? `A space is missing after \`${name}:\`.` : `\`:\` is missing after \`${name}\`.`;
  const value = isCut(rest) ? quote(rest) : rest;
  return syntaxError(
    { from: key.from, to: key.to },
    message,
    replacement(`Write \`${name}: ${value}\``, key.from, key.to, `${name}: ${value}`),
  );
}

/** Would YAML end this value early? */
function isCut(text: string): boolean {
  return /[,[\]{}]/.test(text);
}

function cutTrap(part: FlowPart): Problem {
  const message = `YAML ends a value at its first \`,\`, \`[\` or \`]\` between \`{ }\` or \`[ ]\`, so it cuts \`${part.text}\` apart: put it in quotes.`;
  return syntaxError({ from: part.from, to: part.to }, message, replacement('Put it in quotes', part.from, part.to, quote(part.text)));
}

function braceTrap(collection: FlowCollection, key: FlowPart): Problem {
  const message = `\`{${key.text}}\` is a mapping with the empty key \`${key.text}\` in YAML: write \`${key.text}\` without braces, or \`{ ${key.text}: value }\`.`;
  return syntaxError(
    { from: collection.from, to: collection.to },
    message,
    replacement('Remove the braces', collection.from, collection.to, key.text),
  );
}

/** Finds the YAML traps of a file. */
export function findTraps(source: SourceLines): TrapReport {
  return new TrapFinder(source).find();
}
