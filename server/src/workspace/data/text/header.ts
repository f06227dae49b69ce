import type { Position } from '../../../report/positions.js';
import { csvFields } from './csvFields.js';
import { layoutOf } from './layout.js';
import { placedFields } from './records.js';

/** Where the name of a column stands in a text table; undefined where there is none. */
export function headerPlace(
  text: string,
  isTsv: boolean,
  column: string,
): { readonly start: Position; readonly end: Position } | undefined {
  const layout = layoutOf(text, isTsv);
  const found = layout && csvFields(layout.names, layout.header).find(({ name }) => name === column);
  if (!found) return undefined;
  const line = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, layout.header)[layout.header - 1] ?? '';
  // A line of names may leave out that of the rows, and may begin with the mark of a comment.
  const fields = placedFields(
    line.replace(/^#\s*/, (mark) => ' '.repeat(mark.length)),
    layout.separator,
  );
  const place = fields.find((field, i) => i === found.field && field.text === column) ?? fields.find((field) => field.text === column);
  if (!place) return undefined;
  const at = (character: number): Position => ({ line: layout.header - 1, character });
  return { start: at(place.from), end: at(place.to) };
}
