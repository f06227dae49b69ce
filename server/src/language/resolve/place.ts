import type { Span } from '../../report/problem.js';
import { type Call, openCalls } from './openCalls.js';

/** Where in an estimation file a cursor stands, told from the text alone: it may be broken, or end here. */
export type Place = KeyPlace | ValuePlace | ExpressionPlace | { readonly kind: 'none' };

/** A key is being written. */
export interface KeyPlace {
  readonly kind: 'key';
  /** The keys around it, the outermost first. */
  readonly path: readonly string[];
  /** What there is of the word. */
  readonly word: Span;
  /** Keys that its mapping has already. */
  readonly present: readonly string[];
  /** Inside braces. */
  readonly isFlow: boolean;
  readonly indent: string;
}

/** A plain value: a path, a setting, a number. */
export interface ValuePlace {
  readonly kind: 'value';
  readonly path: readonly string[];
  readonly word: Span;
}

/** An expression of the model language. */
export interface ExpressionPlace {
  readonly kind: 'expression';
  readonly path: readonly string[];
  readonly word: Span;
  /** The statement or expression before the cursor. */
  readonly before: string;
  /** The calls and brackets that are open at the cursor, the innermost last. */
  readonly calls: readonly Call[];
}

const keyLine = /^(\s*)(?:"([^"]*)"|'([^']*)'|([^\s#:{}[\],"'][^#:]*?))\s*:(?=\s|$)/;

interface Head {
  readonly key: string;
  readonly indent: number;
  /** Where the value begins. */
  readonly value: number;
}

/** The key that a line begins with; `start` is the line's offset. */
function headOf(line: string, start: number): Head | undefined {
  const match = keyLine.exec(line);
  if (!match) return undefined;
  const [all, indent = '', double, single, plain] = match;
  return { key: double ?? single ?? plain ?? '', indent: indent.length, value: start + all.length };
}

/** The path and the meaning of a place. */
export function placeAt(text: string, offset: number): Place {
  const starts = lineStarts(text, offset);
  const start = starts.at(-1) ?? 0;
  const before = text.slice(start, offset);
  if (/(?:^|\s)#/.test(withoutQuotes(before))) return { kind: 'none' };
  const heads = headsAbove(text, starts, offset);
  const head = heads.at(-1);
  const path = heads.map(({ key }) => key);
  if (!head) return atRoot(text, offset, start);
  return inValue(text, offset, path, head, before.trim() === '' || !before.includes(':') ? indentOf(before) : undefined);
}

const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

/** Texts in quotes blanked out. */
const withoutQuotes = (line: string): string => line.replace(/"[^"]*"|'[^']*'/g, (quoted) => ' '.repeat(quoted.length).replace(/ /g, 'x'));

function lineStarts(text: string, offset: number): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The keys whose values the offset lies in, by indentation, the outermost first. A block of statements or free text holds no keys. */
function headsAbove(text: string, starts: readonly number[], offset: number): Head[] {
  const heads: Head[] = [];
  const last = starts.at(-1) ?? 0;
  const own = text.slice(last, offset);
  const ownHead = headOf(own, last);
  let limit = ownHead ? ownHead.indent + 1 : own.trim() === '' ? own.length : indentOf(own);
  for (const start of [...starts].reverse()) {
    const end = text.indexOf('\n', start);
    const line = start === last ? own : text.slice(start, end < 0 ? undefined : end);
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    const head = headOf(line, start);
    if (!head || head.indent >= limit) continue;
    heads.unshift(head);
    limit = head.indent;
    if (limit === 0) break;
  }
  const [root] = heads;
  // What looks like keys in statements and descriptions is none.
  return root && ['model', 'description', 'title'].includes(root.key) ? [root] : heads;
}

function atRoot(text: string, offset: number, start: number): Place {
  const line = text.slice(start, offset);
  if (/^\s*\{/.test(text) || line.includes('{')) return inFlow(text, offset, [], text.search(/\{/));
  const word = wordBefore(text, offset, /[\w-]*$/);
  return line.slice(0, word.from - start).trim() === ''
    ? { kind: 'key', path: [], word, present: keysIn(text, -1), isFlow: false, indent: '' }
    : { kind: 'none' };
}

/** The keys of the mapping at an indentation: all of the root where it is negative. */
function keysIn(text: string, below: number): string[] {
  const heads = [...text.matchAll(/^.*$/gm)].flatMap(({ 0: line, index }) => headOf(line, index) ?? []);
  return below < 0 ? heads.filter(({ indent }) => indent === 0).map(({ key }) => key) : [];
}

function wordBefore(text: string, offset: number, pattern: RegExp): Span {
  const found = pattern.exec(text.slice(0, offset))?.[0] ?? '';
  return { from: offset - found.length, to: offset };
}

/** In the value of a key; `indent` where the cursor is on a line of its own below it. */
function inValue(text: string, offset: number, path: readonly string[], head: Head, indent: number | undefined): Place {
  const value = text.slice(head.value, offset);
  const flow = /^\s*\{/.exec(value);
  if (flow) return inFlow(text, offset, path, head.value + value.indexOf('{'));
  const block = /^\s*[|>][+-]?\d*[ \t]*\n/.exec(value);
  const isBelow = indent !== undefined && value.includes('\n');
  if (isExpression(path) && !(isBelow && path.length === 2 && path[0] === 'parameters')) {
    const from = head.value + (block?.[0].length ?? 0);
    return expressionAt(text, offset, path, from);
  }
  if (['title', 'description'].includes(path[0] ?? '')) return { kind: 'none' };
  if (isBelow && hasKeys(path))
    return {
      kind: 'key',
      path,
      word: wordBefore(text, offset, /[\w.[\]-]*$/),
      present: siblings(text, offset, head),
      isFlow: false,
      indent: ' '.repeat(indent),
    };
  return { kind: 'value', path, word: wordBefore(text, offset, /[^\s,[{:]*$/) };
}

/** The keys that stand below a head, before and after the cursor. */
function siblings(text: string, offset: number, head: Head): string[] {
  const after = text.slice(head.value);
  const end = /\n(?=\S)/.exec(text.slice(Math.max(head.value, offset)))?.index;
  const body = end === undefined ? after : text.slice(head.value, Math.max(head.value, offset) + end);
  const heads = [...body.matchAll(/^.*$/gm)].flatMap(({ 0: line, index }) => headOf(line, index) ?? []);
  const least = Math.min(...heads.map(({ indent }) => indent));
  return heads.filter(({ indent }) => indent === least && indent > head.indent).map(({ key }) => key);
}

/** Whether the value of this path is an expression of the model language. */
export function isExpression(path: readonly string[]): boolean {
  const [root, second, third] = path;
  if (root === 'model') return true;
  if (root === 'derived') return path.length === 2;
  if (root === 'data') return second === 'where';
  if (root === 'networks') return path.length === 3 && (third === 'layers' || third === 'weights' || third === 'biases');
  return root === 'parameters' && (path.length === 2 || (path.length === 3 && third === 'prior'));
}

/** Whether mappings are written below this path. */
function hasKeys(path: readonly string[]): boolean {
  const [root = ''] = path;
  if (['data', 'validate', 'settings'].includes(root)) return path.length <= 2;
  return ['parameters', 'networks', 'derived'].includes(root) && path.length <= 2;
}

/** The statement that the offset is in begins after the last line end outside brackets. */
function expressionAt(text: string, offset: number, path: readonly string[], from: number): Place {
  const all = text.slice(from, offset);
  const start = path[0] === 'model' ? statementStart(all) : 0;
  const before = all.slice(start).replace(/^\s*["']/, (quote) => ' '.repeat(quote.length));
  const word = wordBefore(text, offset, /`[^`\n]*$|[\p{L}_][\p{L}\p{N}_.]*$|$/u);
  return { kind: 'expression', path, word, before, calls: openCalls(before) };
}

function statementStart(text: string): number {
  let [depth, start] = [0, 0];
  for (const { 0: mark, index } of text.matchAll(/#[^\n]*|`[^`\n]*`|[([]|[)\]]|\n/g)) {
    if (mark === '(' || mark === '[') depth++;
    else if (mark === ')' || mark === ']') depth = Math.max(depth - 1, 0);
    else if (mark === '\n' && (depth === 0 || /^[ \t]*(?:[^~#\n]*~|target[ \t]*\+=)/.test(text.slice(index + 1))))
      [depth, start] = [0, index + 1];
  }
  return start;
}

interface Frame {
  readonly mark: string;
  readonly present: string[];
  key: string | undefined;
  /** Where the key, or after it the value, that is being written begins. */
  from: number;
}

/** The brackets that are open at the end of a flow value, with the keys of those that are mappings. */
function openFrames(text: string, open: number, offset: number): Frame[] {
  const frames: Frame[] = [];
  for (const { 0: mark, index } of text.slice(open, offset).matchAll(/"[^"]*"?|'[^']*'?|#[^\n]*|[{}[\](),:]/g)) {
    const at = open + index;
    const frame = frames.at(-1);
    if ('{[('.includes(mark)) frames.push({ present: [], key: undefined, from: at + 1, mark });
    else if ('}])'.includes(mark)) frames.pop();
    else if (frame?.mark === '{') step(frame, mark, text, at);
  }
  return frames;
}

function step(frame: Frame, mark: string, text: string, at: number): void {
  if (mark === ',') [frame.key, frame.from] = [undefined, at + 1];
  if (mark !== ':' || frame.key !== undefined) return;
  frame.key = text
    .slice(frame.from, at)
    .trim()
    .replace(/^["']|["']$/g, '');
  frame.present.push(frame.key);
  frame.from = at + 1;
}

/** Inside braces that open at `open`: the keys on the way, and whether a key or a value is being written. */
function inFlow(text: string, offset: number, outer: readonly string[], open: number): Place {
  const maps = openFrames(text, open, offset).filter(({ mark }) => mark === '{');
  const last = maps.at(-1);
  if (!last) return { kind: 'none' };
  const path = [...outer, ...maps.flatMap(({ key }) => key ?? [])];
  if (last.key === undefined) {
    const word = wordBefore(text, offset, /[\w.[\]-]*$/);
    const later = /^[^}]*/.exec(text.slice(offset))?.[0] ?? '';
    const present = [...last.present, ...[...later.matchAll(/([\w.[\]-]+)\s*:/g)].map(([, key = '']) => key)];
    return { kind: 'key', path, word, present, isFlow: true, indent: '' };
  }
  return isExpression(path)
    ? expressionAt(text, offset, path, last.from)
    : { kind: 'value', path, word: wordBefore(text, offset, /[^\s,[{:]*$/) };
}
