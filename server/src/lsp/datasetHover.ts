import type { Hover, Position } from 'vscode-languageserver';
import { isSameRow } from '../language/dataset/agreement.js';
import { headerHover } from '../language/dataset/headerHover.js';
import type { Reader } from '../language/dataset/reader.js';
import { rowHover } from '../language/dataset/rowHover.js';
import { placeInData } from '../language/dataset/unused.js';
import type { Workspace } from '../workspace/workspace.js';
import { toRange } from './convert.js';
import { openDataset, readersIn } from './dataset.js';

/** What the models say of a row, or of a column, of a data file in an editor. */
export function datasetHover(workspace: Workspace, uri: string, position: Position): Hover | null {
  const dataset = openDataset(workspace, uri);
  const text = dataset && workspace.datasetText(dataset.path);
  const table = dataset?.snapshots.find((snapshot) => workspace.readsBuffer(snapshot, dataset.path))?.data?.table;
  const place = text && table && text.placeAt(text.lines.offset(position), table);
  if (!place) return null;
  const readers = readersIn(workspace, dataset);
  const value =
    place.kind === 'header'
      ? headerHover(readers, place.column)
      : rowHover(
          readers.filter((reader) => isRight(reader, place.texts, place.row)),
          place.row,
        );
  return value === undefined ? null : { contents: { kind: 'markdown', value }, range: toRange(place.span, text.lines) };
}

function isRight({ input: { data }, isCurrent }: Reader, texts: ReadonlyMap<string, string>, row: number): boolean {
  const place = data && isCurrent ? placeInData(data, row) : -1;
  return !data || place < 0 || isSameRow(texts, data, place);
}
