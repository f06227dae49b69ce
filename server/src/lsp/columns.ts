import { pathToFileURL } from 'node:url';
import type { Connection } from 'vscode-languageserver';
import { columnViews } from '../language/features/columnViews.js';
import {
  columnPlaceMethod,
  type ColumnPlaceParams,
  type ColumnPlaceResult,
  columnsMethod,
  type ColumnsParams,
  type ColumnsResult,
} from '../protocol/messages.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';

/** The columns of the data of a file, and where they stand. */
export function registerColumns(connection: Connection, workspace: Workspace): void {
  connection.onRequest(columnsMethod, async ({ uri }: ColumnsParams): Promise<ColumnsResult> => {
    const data = (await workspace.current(uri))?.data?.data;
    return data ? columnViews(data) : null;
  });
  connection.onRequest(columnPlaceMethod, async ({ uri, column }: ColumnPlaceParams): Promise<ColumnPlaceResult> => {
    const snapshot = await workspace.current(uri);
    return snapshot ? (placeInText(snapshot, column) ?? (await placeInFile(workspace, snapshot, column))) : null;
  });
}

function placeInText({ uri, spec, lines }: Snapshot, column: string): ColumnPlaceResult | undefined {
  if (spec.data?.kind !== 'inline') return undefined;
  const name = spec.data.columns.find((each) => each.name.value === column)?.name;
  return name && { uri, start: lines.position(name.from), end: lines.position(name.to) };
}

async function placeInFile(workspace: Workspace, snapshot: Snapshot, column: string): Promise<ColumnPlaceResult> {
  const place = await workspace.columnOf(snapshot, column);
  if (!place?.start) return null;
  return { uri: pathToFileURL(place.path).href, start: place.start, end: place.end ?? place.start };
}
