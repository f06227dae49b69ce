import type { Dataset } from '../../engine/model/dataset.js';
import { at } from '../../engine/numeric/at.js';
import { placeOf } from '../../report/rows.js';
import type { FeatureInput } from '../features/input.js';
import { code } from '../wording/markdown.js';
import { columnsRead } from './reader.js';

/** The place of a row of the source (from 1) among the rows of the data; −1 where a condition has left it out. */
export const placeInData = ({ rowNumbers, rows }: Dataset, row: number): number => placeOf(rowNumbers, rows, row);

/** Why a model does not use a row of the source, in words that follow "the model does not use this row: ". */
export function whyUnused(input: FeatureInput, data: Dataset, row: number): string {
  const place = placeInData(data, row);
  if (place < 0) return `it is left out by ${code('where')}`;
  const missing = columnsRead(input).filter(({ values, kind }) => kind !== 'image' && Number.isNaN(values[place]));
  if (missing.length > 0) return `missing in ${missing.map(({ name }) => code(name)).join(', ')}`;
  const weights = data.columns.find(({ name }) => name === data.weights);
  if (weights && at(weights.values, place) === 0) return `its weight ${code(weights.name)} is 0`;
  if (input.spec.validate?.fraction) return 'it is held out for validation';
  return 'it looks back at a row that is not there, or in which a value is missing';
}
