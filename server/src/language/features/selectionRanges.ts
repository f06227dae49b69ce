import type { Expr } from '../../engine/expr/ast.js';
import type { Span } from '../../report/problem.js';
import { expressionsOf, namedPartsOf } from '../resolve/expressions.js';
import { keysAt, trimmed } from '../resolve/keys.js';
import { type FeatureInput, scopeOfInput } from './input.js';

/** What grows around an offset: name, call, expression, statement, value, section, file; the smallest first, each in the next. */
export function selectionAt(input: FeatureInput, offset: number): readonly Span[] {
  const { spec, text } = input;
  const name = scopeOfInput(input).at(offset);
  const word = wordAt(text, offset);
  const all: Span[] = [
    ...(word ? [word] : []),
    ...(name ? [name] : []),
    ...expressionsOf(spec).flatMap((expr) => nodesAt(expr, offset)),
    ...spec.statements,
    spec.modelSpan,
    ...keysAt(spec.keys, offset).flatMap(([, { key, value, ...entry }]) => [key, value, entry]),
  ].map((span) => trimmed(span, text));
  all.push({ from: 0, to: text.length });
  return nested(all.filter(({ from, to }) => from <= offset && offset <= to && from < to).map(({ from, to }) => ({ from, to })));
}

/** Of spans around one place, a chain in which each lies in the next. */
function nested(spans: readonly Span[]): Span[] {
  const chain: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.to - a.from - (b.to - b.from))) {
    const last = chain.at(-1);
    const isWider = !last || (span.from <= last.from && last.to <= span.to && span.to - span.from > last.to - last.from);
    if (isWider) chain.push(span);
  }
  return chain;
}

function wordAt(text: string, offset: number): Span | undefined {
  const before = /[\p{L}\p{N}_.]*$/u.exec(text.slice(Math.max(offset - 200, 0), offset))?.[0].length ?? 0;
  const after = /^[\p{L}\p{N}_.]*/u.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
  return before + after > 0 ? { from: offset - before, to: offset + after } : undefined;
}

const holds = ({ from, to }: Span, offset: number): boolean => from <= offset && offset <= to;

/** The parts of an expression around an offset. */
function nodesAt(expr: Expr, offset: number): Span[] {
  if (!holds(expr, offset)) return [];
  const args = expr.kind === 'call' ? expr.arguments.filter((argument) => holds(argument, offset)) : [];
  return [expr, ...args, ...namedPartsOf(expr).flatMap((part) => nodesAt(part, offset))];
}
