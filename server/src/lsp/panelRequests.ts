import { pathToFileURL } from 'node:url';
import type { Connection } from 'vscode-languageserver';
import {
  pairMethod,
  type PairParams,
  type PairResult,
  rowPlaceMethod,
  type RowPlaceParams,
  type RowPlaceResult,
  rowPlotsMethod,
  type RowPlotsParams,
  type RowPlotsResult,
} from '../protocol/messages.js';
import type { Workspace } from '../workspace/workspace.js';

/** What the panel asks about a file besides its view. */
export function registerPanelRequests(connection: Connection, workspace: Workspace): void {
  connection.onRequest(pairMethod, async ({ uri, x, y }: PairParams): Promise<PairResult> => {
    const snapshot = await workspace.current(uri);
    return (snapshot && (await workspace.pair(snapshot, x, y))) ?? null;
  });
  connection.onRequest(rowPlotsMethod, async ({ uri }: RowPlotsParams): Promise<RowPlotsResult> => {
    const snapshot = await workspace.current(uri);
    return (snapshot && (await workspace.rowPlots(snapshot))) ?? null;
  });
  connection.onRequest(rowPlaceMethod, async ({ uri, row }: RowPlaceParams): Promise<RowPlaceResult> => {
    const snapshot = await workspace.current(uri);
    const place = snapshot && (await workspace.rowOf(snapshot, row));
    if (!place?.start) return null;
    return { uri: pathToFileURL(place.path).href, start: place.start, end: place.end ?? place.start };
  });
}
