import type { Dataset } from '../../engine/model/dataset.js';
import { numberOf } from '../data/numbers.js';

/**
 * Whether the cells of a row in the text are those that were read: where lines and rows of a file may have been matched wrongly, no number is shown
 * rather than that of another row. `texts` are the cells by column, `place` the row among those of the data.
 */
export function isSameRow(texts: ReadonlyMap<string, string>, { columns }: Dataset, place: number): boolean {
  return columns.every(({ name, kind, values }) => {
    const text = texts.get(name);
    const value = values[place];
    if (kind !== 'numeric' || text === undefined || value === undefined || Number.isNaN(value)) return true;
    const readings = [Number(text), numberOf(text), numberOf(text, { decimal: ',' })];
    return readings.every(Number.isNaN) || readings.some((reading) => reading === value || isClose(reading, value));
  });
}

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);
