import type { Expr } from '../../engine/expr/ast.js';
import type { ModelSpec } from '../../engine/model/specification.js';
import type { Occurrence } from '../resolve/scope.js';
import { expressionsOf, namedPartsOf } from '../resolve/expressions.js';
import type { Span } from '../../report/problem.js';

/** Where a name is part of the labels of entries: the terms of a formula, as in `b[area]`, `b[log(area)]` or `b[regionNorth]`. */
export function namesInLabels(
  spec: ModelSpec,
  text: string,
  entries: readonly Occurrence[],
  name: string,
  levels: readonly string[],
): Span[] {
  const vectors = new Set(expressionsOf(spec).flatMap(withTerms));
  return entries.flatMap((entry) => (vectors.has(entry.owner ?? '') ? inTerm(entry, text.slice(entry.from, entry.to), name, levels) : []));
}

/** The vectors whose entries are called after the terms of a formula or the items of a list. */
function withTerms(expr: Expr): string[] {
  const inside = namedPartsOf(expr).flatMap(withTerms);
  if (expr.kind !== 'call' || !['linear', 'dot'].includes(expr.callee.name)) return inside;
  const vector = expr.arguments[0]?.value;
  return vector?.kind === 'name' ? [vector.name, ...inside] : inside;
}

/** Of a class and a term only the term is made of names. */
function inTerm({ from }: Span, label: string, name: string, levels: readonly string[]): Span[] {
  const ends = levels.map((level) => escaped(level.replace(/\s/g, ''))).join('|');
  const after = `(?![\\p{L}\\p{N}_.])`;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_.])${escaped(name)}(?=${after}${ends === '' ? '' : `|(?:${ends})${after}`})`, 'gu');
  const start = termStart(label);
  return [...label.slice(start).matchAll(pattern)].map(({ index }) => ({
    from: from + start + index,
    to: from + start + index + name.length,
  }));
}

/** After the last comma outside brackets. */
function termStart(label: string): number {
  let [depth, start] = [0, 0];
  for (const { 0: mark, index } of label.matchAll(/[(),]/g)) {
    if (mark !== ',') depth += mark === '(' ? 1 : -1;
    else if (depth === 0) start = index + 1;
  }
  return start;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
