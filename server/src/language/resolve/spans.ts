import type { Fix, Problem, Span } from '../../report/problem.js';

/** A value as JSON without its places: equal for two texts that say the same. */
export function withoutSpans(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (PLACES.has(key) ? undefined : typeof inner === 'number' ? exactly(inner) : inner));
}

/** JSON has no infinities, and they are not the same as a missing value. */
const exactly = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

const PLACES = new Set(['from', 'to', 'span', 'modelSpan', 'parameterInsertion']);

/** Moves problems found in one text to the places of the same things in another text with the same meaning. */
export function moveProblems<P extends Problem>(problems: readonly P[], before: unknown, after: unknown): P[] {
  if (problems.length === 0 || before === after) return [...problems];
  const places = new Places(before, after);
  return problems.map((problem) => ({
    ...problem,
    span: places.move(problem.span),
    ...(problem.fixes ? { fixes: problem.fixes.flatMap((fix) => places.moveFix(fix) ?? []) } : {}),
  }));
}

/** Where the things of one text are in another: by the ends of everything that has a place in both. */
class Places {
  private readonly starts = new Map<number, number>();
  private readonly ends = new Map<number, number>();
  private sorted: readonly number[] | undefined;
  /** Where text of one indentation can be inserted, by offset: undefined where the other text has no such place. */
  private readonly insertions = new Map<number, number | undefined>();

  constructor(before: unknown, after: unknown) {
    this.pair(before, after);
  }

  /** Something without a counterpart moves as far as what starts nearest to it. */
  move(span: Span): Span {
    const from = this.start(span.from) ?? span.from + this.shift(span.from);
    const to = this.end(span.to) ?? from + (span.to - span.from);
    return { from, to: Math.max(from, to) };
  }

  /** A fix none of whose places is in doubt. */
  moveFix(fix: Fix): Fix | undefined {
    const edits = fix.edits.flatMap(({ span, text }) => {
      const moved = this.exact(span);
      return moved ? [{ span: moved, text }] : [];
    });
    return edits.length === fix.edits.length ? { ...fix, edits } : undefined;
  }

  private exact({ from, to }: Span): Span | undefined {
    if (from === to && this.insertions.has(from)) {
      const offset = this.insertions.get(from);
      return offset === undefined ? undefined : { from: offset, to: offset };
    }
    const [start, end] = [this.start(from), this.end(to)];
    return start === undefined || end === undefined || end < start ? undefined : { from: start, to: end };
  }

  private start(offset: number): number | undefined {
    return this.starts.get(offset) ?? this.ends.get(offset);
  }

  private end(offset: number): number | undefined {
    return this.ends.get(offset) ?? this.starts.get(offset);
  }

  private shift(offset: number): number {
    this.sorted ??= [...this.starts.keys()].sort((a, b) => a - b);
    const next = firstFrom(this.sorted, offset);
    const [below, above] = [this.sorted[next - 1], this.sorted[next]];
    const nearest = below !== undefined && (above === undefined || offset - below <= above - offset) ? below : above;
    return nearest === undefined ? 0 : (this.starts.get(nearest) ?? nearest) - nearest;
  }

  private pair(before: unknown, after: unknown): void {
    if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return;
    const [old, now] = [before as Partial<Span & Insertion>, after as Partial<Span & Insertion>];
    if (typeof old.from === 'number' && typeof now.from === 'number') this.starts.set(old.from, now.from);
    if (typeof old.to === 'number' && typeof now.to === 'number') this.ends.set(old.to, now.to);
    if (typeof old.offset === 'number') this.insertions.set(old.offset, isSamePlace(old, now) ? now.offset : undefined);
    for (const [key, value] of Object.entries(before)) this.pair(value, (after as Record<string, unknown>)[key]);
  }
}

/** Index of the first of these increasing numbers that is not less. */
function firstFrom(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Insertion {
  readonly offset: number;
  readonly indent: string;
  readonly needsKey: boolean;
  readonly needsBreak?: true;
}

const isSamePlace = (a: Partial<Insertion>, b: Partial<Insertion>): boolean =>
  a.indent === b.indent && a.needsKey === b.needsKey && a.needsBreak === b.needsBreak;
