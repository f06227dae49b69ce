import type { Fix, Span } from '../../report/problem.js';
import { isExpression } from '../resolve/place.js';
import { type ConfigEntry, type ConfigMap, type ConfigNode, parseConfig } from '../syntax/config.js';
import type { SourceLine, SourceLines } from '../syntax/source.js';
import { space, splitComment } from './spacing.js';

/** What becomes of a line: its indentation, and whether what is in it is code of the model language, or a key with a value. */
interface Plan {
  readonly indent: number;
  readonly kind: 'key' | 'statement' | 'text';
  /** Of a key: where its value begins in the line, and whether that is an expression. */
  readonly value?: number;
  readonly isExpression?: boolean;
}

const STEP = 2;

/**
 * A file in the usual layout, as edits of whole lines: two spaces for each level, one after a colon, the spacing of the model language, comments behind
 * the lines of a block under each other. Tokens, quotes, comments and line ends stay, so the meaning does. Nothing where the file is not readable as YAML.
 */
export function formatEdits(text: string, range?: Span): Fix['edits'] {
  const { source, root, problems } = parseConfig(text);
  if (root?.kind !== 'map' || root.flow || problems.some(({ severity }) => severity === 'error')) return [];
  const plans = new Map<number, Plan>();
  planMap(root, 0, [], source, plans);
  const lines = source.lines.map((line) => writtenLine(line, plans.get(line.index) ?? commentPlan(line, source, plans)));
  alignComments(lines);
  return source.lines.flatMap((line, i) => {
    const { code = line.text, comment = '', column = 0 } = lines[i] ?? {};
    const after = comment === '' ? code : code === '' ? ' '.repeat(column) + comment : `${code.padEnd(column)}${comment}`;
    const isIn = !range || (line.from <= range.to && range.from <= line.to);
    return isIn && after !== line.text ? [{ span: { from: line.from, to: line.to }, text: after }] : [];
  });
}

function planMap(map: ConfigMap, depth: number, path: readonly string[], source: SourceLines, plans: Map<number, Plan>): void {
  for (const entry of map.entries) planEntry(entry, depth, [...path, entry.key.text], source, plans);
}

function planEntry(
  { key, value }: ConfigEntry,
  depth: number,
  path: readonly string[],
  source: SourceLines,
  plans: Map<number, Plan>,
): void {
  const line = source.at(key.from);
  const colon = source.text.indexOf(':', key.to);
  const isHere = source.at(value.from).index === line.index && value.to > value.from && value.from > colon;
  const own: Plan = { indent: depth * STEP, kind: 'key', value: colon + 1 - line.from };
  plans.set(line.index, isHere && isExpression(path) && isOneLine(value, source) ? { ...own, isExpression: true } : own);
  if (value.kind === 'map' && !value.flow) return planMap(value, depth + 1, path, source, plans);
  planBody(value, line, depth, path, source, plans);
}

const isOneLine = ({ from, to }: ConfigNode, source: SourceLines): boolean =>
  source.at(from).index === source.at(Math.max(to - 1, from)).index;

/** The lines of a value below its key: they move together. */
function planBody(
  value: ConfigNode,
  line: SourceLine,
  depth: number,
  path: readonly string[],
  source: SourceLines,
  plans: Map<number, Plan>,
): void {
  const body = source.bodyOf(line).filter(({ isBlank, from }) => !isBlank && from <= value.to);
  const least = Math.min(...body.map(({ indent }) => indent));
  const isBlock = /^[|>]/.test(source.text.slice(line.from, line.to).replace(/^.*?:\s*/, ''));
  const isModel =
    path[0] === 'model' &&
    (isBlock || value.kind === 'scalar') &&
    !(value.kind === 'scalar' && /["']/.test(source.text.charAt(value.from)));
  for (const each of body) {
    const indent = (depth + 1) * STEP + each.indent - least;
    plans.set(each.index, { indent, kind: isModel ? 'statement' : 'text' });
  }
}

/** A line of its own for a comment stands as the next line does. */
function commentPlan(line: SourceLine, source: SourceLines, plans: ReadonlyMap<number, Plan>): Plan {
  const next = source.lines.slice(line.index + 1).find(({ isBlank, text }) => !isBlank && !text.trimStart().startsWith('#'));
  const plan = next && plans.get(next.index);
  return { indent: plan && next.indent === line.indent ? plan.indent : line.indent, kind: 'text' };
}

interface Written {
  code: string;
  comment: string;
  /** Where the comment begins. */
  column: number;
  readonly isStatement: boolean;
}

function writtenLine(line: SourceLine, plan: Plan): Written {
  const indent = ' '.repeat(line.isBlank ? 0 : plan.indent);
  const body = line.text.slice(line.indent);
  if (line.isBlank) return { code: '', comment: '', column: 0, isStatement: false };
  if (plan.kind === 'text') return { code: `${indent}${body.trimEnd()}`, comment: '', column: 0, isStatement: false };
  const { code, comment } = splitComment(body);
  const isStatement = plan.kind === 'statement';
  const text = isStatement ? space(code) : keyLine(code, (plan.value ?? 0) - line.indent, plan.isExpression === true);
  const written = text === '' ? '' : indent + text;
  return { code: written, comment, column: text === '' ? plan.indent : written.length + 2, isStatement };
}

/** `key: value`, with one space between. */
function keyLine(code: string, value: number, isCode: boolean): string {
  const key = code.slice(0, value).trimEnd();
  const own = code.slice(value).trim();
  if (own === '') return key;
  return `${key} ${isCode ? quotedCode(own) : own}`;
}

/** Code in quotes keeps them. */
function quotedCode(text: string): string {
  const match = /^(["'])([^"'\\]*)\1$/.exec(text);
  if (match) return `${match[1] ?? ''}${space(match[2] ?? '')}${match[1] ?? ''}`;
  return /^["'|>{[&*!]/.test(text) ? text : space(text);
}

/** Comments behind statements that follow each other begin in one column. */
function alignComments(lines: Written[]): void {
  for (let i = 0; i < lines.length; i++) {
    const run: Written[] = [];
    for (let line = lines[i]; line?.isStatement && line.code !== '' && line.comment !== ''; line = lines[++i]) run.push(line);
    const column = Math.max(...run.map((line) => line.column));
    for (const line of run) line.column = column;
  }
}
