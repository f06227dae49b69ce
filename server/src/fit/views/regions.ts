import type { Natural } from '../../engine/inference/objective/objective.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import type { Support } from '../../engine/transforms/support.js';

/** The best point of all others with some entries held, or none where the search fails. */
export type Held = { readonly natural: Natural; readonly value: number } | undefined;

/** Finds the best point with entries held at values, from a point nearby. */
export type Search = (held: ReadonlyMap<EntryIndex, number>, near: Natural) => Held;

/** A value of an entry with the best point of all others. */
export interface PathPoint {
  readonly value: number;
  readonly found: NonNullable<Held>;
}

/** More steps away from a path are not made. */
const MOST_STEPS = 40;
/** The fall that is looked at: beyond the region of 3 σ. */
const DEEPEST = 6.2;

/** For one value of the first parameter: the best value of the second and its fall, and the falls on the way down and up. */
export interface Column {
  readonly x: number;
  readonly centre: number;
  readonly least: number;
  readonly sides: readonly [Side, Side];
}

/** Falls at distances from the best value; the bound of the parameter, where it ends there. */
interface Side {
  readonly points: readonly { readonly distance: number; readonly fall: number }[];
  readonly bound: number | undefined;
}

interface Walk {
  readonly x: EntryIndex;
  readonly y: EntryIndex;
  readonly top: number;
  readonly support: Support;
  readonly step: number;
  readonly search: Search;
}

/** Columns along the path of best values: a narrow ridge is followed, however steep it is, where a grid would miss it. */
export function columnsOf(path: readonly PathPoint[], walk: Walk): Column[] {
  return path.map(({ value, found }) => {
    const centre = at(found.natural, walk.y);
    const least = walk.top - found.value;
    return { x: value, centre, least, sides: [sideOf(value, found, -1, walk), sideOf(value, found, 1, walk)] };
  });
}

function sideOf(value: number, found: NonNullable<Held>, side: -1 | 1, { x, y, top, support, step, search }: Walk): Side {
  const centre = at(found.natural, y);
  const bound = side < 0 ? support.lower : support.upper;
  const points = [{ distance: 0, fall: top - found.value }];
  let near = found;
  for (let k = 1; k <= MOST_STEPS && at(points, points.length - 1).fall < DEEPEST; k++) {
    const place = centre + side * k * step;
    if (side * (bound - place) <= 0) return { points, bound };
    const next = search(
      new Map([
        [x, value],
        [y, place],
      ]),
      near.natural,
    );
    if (!next) break;
    near = next;
    points.push({ distance: k * step, fall: top - next.value });
  }
  return { points, bound: undefined };
}

/** The outline of the region within a fall: up on one side, and back on the other. */
export function outlineOf(columns: readonly Column[], fall: number): [number, number][] {
  const inside = columns.filter(({ least }) => least < fall);
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return [];
  const lower = inside.map((column): [number, number] => [column.x, edgeOf(column, -1, fall)]);
  const upper = inside.map((column): [number, number] => [column.x, edgeOf(column, 1, fall)]);
  const left = tipOf(first, columns[columns.indexOf(first) - 1], fall);
  const right = tipOf(last, columns[columns.indexOf(last) + 1], fall);
  return [...left, ...lower, ...right, ...upper.reverse()];
}

/** Where the fall crosses a level: the root of the fall is nearly a straight line. */
function edgeOf({ centre, least, sides }: Column, side: -1 | 1, fall: number): number {
  const { points, bound } = side < 0 ? sides[0] : sides[1];
  const height = (each: number): number => Math.sqrt(Math.max(each - least, 0));
  const after = points.findIndex((point) => point.fall >= fall);
  if (after < 0) return bound ?? centre + side * (points.at(-1)?.distance ?? 0);
  const [from, to] = [at(points, Math.max(after - 1, 0)), at(points, after)];
  const share = (height(fall) - height(from.fall)) / (height(to.fall) - height(from.fall) || 1);
  return centre + side * (from.distance + share * (to.distance - from.distance));
}

/** The end of a region between two columns; none where the region goes on to the end of what was looked at. */
function tipOf(inside: Column, outside: Column | undefined, fall: number): [number, number][] {
  if (!outside) return [];
  const root = (each: number): number => Math.sqrt(Math.max(each, 0));
  const share = (root(fall) - root(inside.least)) / (root(outside.least) - root(inside.least));
  return [[inside.x + share * (outside.x - inside.x), inside.centre + share * (outside.centre - inside.centre)]];
}
