import type { Problem, Span } from '../engine/problem.js';

/** A value as JSON without its places: equal for two texts that say the same. */
export function withoutSpans(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (PLACES.has(key) ? undefined : inner));
}

const PLACES = new Set(['from', 'to', 'modelSpan', 'parameterInsertion']);

/** Moves problems found in one text to the places of the same things in another text that says the same. */
export function moveProblems(problems: readonly Problem[], before: unknown, after: unknown): Problem[] {
  const moved = new Map<string, Span>();
  pair(before, after, moved);
  const move = (span: Span): Span => moved.get(`${String(span.from)}:${String(span.to)}`) ?? span;
  return problems.map((problem) => ({
    ...problem,
    span: move(problem.span),
    ...(problem.fixes ? { fixes: [] } : {}),
  }));
}

function pair(before: unknown, after: unknown, moved: Map<string, Span>): void {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return;
  const [old, now] = [before as Partial<Span>, after as Partial<Span>];
  if (typeof old.from === 'number' && typeof now.from === 'number') {
    moved.set(`${String(old.from)}:${String(old.to)}`, { from: now.from, to: now.to ?? now.from });
  }
  for (const [key, value] of Object.entries(before)) pair(value, (after as Record<string, unknown>)[key], moved);
}
