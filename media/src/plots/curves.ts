import type { Curve } from '../../../server/src/report/views.js';
import type { Row } from '../frame/plotSpec.js';

/** The points of a curve as rows. */
export const rowsOf = ({ x, y }: Pick<Curve, 'x' | 'y'>): Row[] => x.map((each, index) => ({ x: each, y: y[index] ?? null }));

/** The part of a curve between two ends, which lie on it by linear interpolation; an end that is null is that of the curve. */
export function between(curve: Curve, [low, high]: readonly [number | null, number | null]): Row[] {
  const rows = rowsOf(curve) as { x: number; y: number }[];
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  const from = Math.max(low ?? first.x, first.x);
  const to = Math.min(high ?? last.x, last.x);
  if (!(from < to)) return [];
  return [{ x: from, y: heightAt(rows, from) }, ...rows.filter(({ x }) => x > from && x < to), { x: to, y: heightAt(rows, to) }];
}

function heightAt(rows: readonly { readonly x: number; readonly y: number }[], x: number): number {
  const after = rows.findIndex((row) => row.x >= x);
  const [left, right] = [rows[Math.max(after - 1, 0)], rows[after]];
  if (!left || !right) return rows.at(-1)?.y ?? 0;
  return right.x === left.x ? right.y : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}
