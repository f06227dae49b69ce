import { at } from '../numeric/at.js';

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`: Damerau-Levenshtein, each stretch edited once. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapestEdit(a, b, i, j, row, last, beforeLast));
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function cheapestEdit(
  a: string,
  b: string,
  i: number,
  j: number,
  row: readonly number[],
  last: readonly number[],
  beforeLast: readonly number[],
): number {
  const replace = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const cheapest = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replace);
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return isSwap ? Math.min(cheapest, at(beforeLast, j - 2) + 1) : cheapest;
}

/** How many edits still look like a typing error: a third of the length, at least one. */
function allowance(name: string): number {
  return Math.max(1, Math.round(name.length / 3));
}

const longestName = 64;

/** The candidate that was most likely meant by `name`, ignoring case; undefined where none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  if (wanted.length > longestName) return undefined;
  let best: string | undefined;
  let bestDistance = allowance(wanted) + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    // One-letter names are too close to everything: only their case may differ.
    if (distance < bestDistance && distance < Math.max(wanted.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
