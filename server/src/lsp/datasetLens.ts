import type { CodeLens, Location } from 'vscode-languageserver';
import { columnsTitle, useTitle } from '../language/dataset/lens.js';
import { pathOf } from '../workspace/paths.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toRange } from './convert.js';
import { openDataset, readersIn } from './dataset.js';

/** Above a data file in an editor: how many models read it, which leads to them, and what they make of its columns. */
export function datasetLens(workspace: Workspace, uri: string): CodeLens[] | null {
  const path = pathOf(uri);
  const all = workspace.bufferOf(path) === undefined ? [] : workspace.readersOf(path);
  if (all.length === 0) return null;
  const of = (use: 'fit' | 'validation'): number => all.filter((each) => each.use === use).length;
  const current = all.find(({ snapshot }) => workspace.readsBuffer(snapshot, path));
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const places = all.map(({ snapshot, use }) => placeIn(snapshot, use));
  const lens = (title: string): CodeLens => ({
    range,
    command: { title, command: 'livelihood.showModels', arguments: [uri, range.start, places] },
  });
  const dataset = openDataset(workspace, uri);
  const columns = dataset && columnsTitle(readersIn(workspace, dataset).filter(({ isCurrent }) => isCurrent));
  return [useTitle(of('fit'), of('validation'), current?.snapshot.data?.table?.rows), columns]
    .filter((title) => title !== undefined)
    .map(lens);
}

/** Where a model names its data. */
function placeIn({ uri, spec: { data, validate, modelSpan }, lines }: Snapshot, use: 'fit' | 'validation'): Location {
  const named = use === 'fit' ? data : validate;
  return { uri, range: toRange((named && 'source' in named ? named.source : undefined) ?? modelSpan, lines) };
}
