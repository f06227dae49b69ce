import type { Column, Dataset } from '../../engine/model/dataset.js';
import type { ColumnView } from '../../report/views.js';
import { summaryOf } from '../data/summary.js';
import { contentText } from './columnHover.js';

/** Levels that a list of columns unfolds. */
const MOST = 100;

/** The columns of the data as a list beside the editor shows them. */
export function columnViews({ columns }: Dataset): ColumnView[] {
  return columns.map(viewOf);
}

function viewOf(column: Column): ColumnView {
  const { name, kind, missing } = column;
  const { rows, levels = [] } = summaryOf(column);
  return { name, kind, content: contentText(column), missing, rows, levels: levels.slice(0, MOST) };
}
