import { failure, type ReadFailure } from '../wire/messages.js';
import type { Form, SourceColumn, TableSource } from '../wire/source.js';

/** The columns that all sources have, in the order of the first; a failure where one has different columns. */
export function mergedColumns(sources: readonly TableSource[]): readonly SourceColumn[] | ReadFailure {
  const [first, ...others] = sources;
  if (!first) return [];
  const odd = others.find((source) => !hasSame(source, first));
  if (odd) return otherColumns(first, odd);
  const known = others.map(({ columns }) => new Map(columns.map((column) => [column.name, column])));
  return first.columns.map((column) => known.flatMap((columns) => columns.get(column.name) ?? []).reduce(merge, column));
}

function hasSame(a: TableSource, b: TableSource): boolean {
  return namesOnlyIn(a, b).length === 0 && namesOnlyIn(b, a).length === 0;
}

function namesOnlyIn(a: TableSource, b: TableSource): string[] {
  const others = new Set(b.columns.map(({ name }) => name));
  return a.columns.flatMap(({ name }) => (others.has(name) ? [] : [name]));
}

function otherColumns(first: TableSource, odd: TableSource): ReadFailure {
  const lacks = namesOnlyIn(first, odd);
  const extra = namesOnlyIn(odd, first);
  const parts = [...(lacks.length > 0 ? [`has no ${list(lacks)}`] : []), ...(extra.length > 0 ? [`also has ${list(extra)}`] : [])];
  return failure(
    'data-malformed',
    `${odd.title} has different columns from ${first.title}: it ${parts.join(' and ')}. Files that a pattern joins must have the same columns.`,
  );
}

const MOST_NAMED = 5;

function list(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? `, and ${String(names.length - MOST_NAMED)} more` : '';
  return `${names
    .slice(0, MOST_NAMED)
    .map((name) => `\`${name}\``)
    .join(', ')}${more}`;
}

function merge(a: SourceColumn, b: SourceColumn): SourceColumn {
  const isDoubtful = a.isDoubtful === undefined ? b.isDoubtful : a.isDoubtful || b.isDoubtful;
  const { unreadable, advice, at } = a.unreadable === undefined ? b : a;
  const why = { ...(unreadable === undefined ? {} : { unreadable }), ...(advice === undefined ? {} : { advice }), ...(at ? { at } : {}) };
  return { name: a.name, form: commonForm(a.form, b.form), ...why, ...(isDoubtful === undefined ? {} : { isDoubtful }) };
}

/** Numbers in one file and text in the other are combined; text in a CSV file may be anything. */
function commonForm(a: Form, b: Form): Form {
  if (a === b) return a;
  return a === 'text' || b === 'text' ? 'text' : 'mixed';
}
