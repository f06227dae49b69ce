import { writtenName } from '../../engine/expr/print.js';
import type { FeatureInput } from '../features/input.js';
import type { ValuePlace } from '../resolve/place.js';
import { keyTextOf } from '../wording/keyText.js';
import { type Completion } from './completion.js';
import { columnText } from './expression.js';

/** A file beside the estimation file: its path from there, and whether it is a folder. */
export interface FileChoice {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Whether a path is written here. */
export const wantsFile = ({ path }: ValuePlace): boolean =>
  ['data', 'data.source', 'data.images', 'validate.source'].includes(path.join('.'));

/** What can stand after a key: a choice, a column, a file. */
export function completeValue(input: FeatureInput, place: ValuePlace, files: readonly FileChoice[]): Completion[] {
  const { path, word } = place;
  const key = path.join('.');
  const values = (keyTextOf(path)?.choices ?? []).map((value, i): Completion => ({
    label: value,
    kind: 'value',
    insert: value,
    span: word,
    rank: i,
  }));
  const columns = key === 'data.weights' || key === 'weights' ? (input.data?.columns ?? []) : [];
  return [
    ...values,
    ...columns.map((column, i): Completion => ({
      label: column.name,
      kind: 'column',
      detail: columnText(column),
      insert: writtenName(column.name),
      span: word,
      rank: i,
    })),
    ...(wantsFile(place) ? files.map((file, i) => fileItem(file, place, i)) : []),
  ];
}

/** What a folder holds is asked for next. */
function fileItem({ path, isFolder }: FileChoice, { word }: ValuePlace, rank: number): Completion {
  const insert = isFolder ? `${path}/` : path;
  return {
    label: insert,
    kind: 'file',
    insert,
    span: word,
    rank: rank + (isFolder ? 100 : 0),
    ...(isFolder ? { then: 'suggest' as const } : {}),
  };
}
