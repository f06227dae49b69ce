import { matchesGlob } from '../../../engine/expr/glob.js';
import type { IsWanted } from './collect.js';
import type { ColumnsAsked } from '../wire/messages.js';

/** Tells the columns that are asked for. */
export function wantedOf({ columns }: ColumnsAsked): IsWanted {
  if (!columns) return () => true;
  const names = new Set(columns.names);
  return (name) => names.has(name) || columns.patterns.some((pattern) => matchesGlob(pattern, name));
}
