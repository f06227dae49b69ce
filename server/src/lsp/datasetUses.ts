import type { Location, Position } from 'vscode-languageserver';
import type { Workspace } from '../workspace/workspace.js';
import { openDataset, usesIn } from './dataset.js';

/** From the name of a column in the header of a data file: where the models that are fitted to it use the column. */
export function datasetUses(workspace: Workspace, uri: string, position: Position): Location[] | null {
  const dataset = openDataset(workspace, uri);
  const text = dataset && workspace.datasetText(dataset.path);
  const column = text?.columnAt(text.lines.offset(position));
  return dataset && column !== undefined ? usesIn(dataset, column) : null;
}
