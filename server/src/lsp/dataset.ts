import { basename } from 'node:path';
import type { Location } from 'vscode-languageserver';
import { type Reader, usesOf } from '../language/dataset/reader.js';
import { pathOf } from '../workspace/paths.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { toFeatureInput, toRange } from './convert.js';

/** A data file in an editor, and the models that are fitted to it. */
export interface OpenDataset {
  readonly path: string;
  readonly snapshots: readonly Snapshot[];
}

/** Undefined where no editor holds the file, or no model that is open or shown is fitted to it. */
export function openDataset(workspace: Workspace, uri: string): OpenDataset | undefined {
  const path = pathOf(uri);
  if (workspace.bufferOf(path) === undefined) return undefined;
  const snapshots = workspace.readersOf(path).flatMap(({ snapshot, use }) => (use === 'fit' ? [snapshot] : []));
  return snapshots.length > 0 ? { path, snapshots } : undefined;
}

export const readersIn = (workspace: Workspace, { path, snapshots }: OpenDataset): Reader[] =>
  snapshots.map((snapshot) => ({
    title: snapshot.spec.title?.value ?? basename(snapshot.path),
    input: toFeatureInput(snapshot),
    isCurrent: workspace.readsBuffer(snapshot, path),
  }));

/** Where the models name a column. */
export const usesIn = ({ snapshots }: Pick<OpenDataset, 'snapshots'>, column: string): Location[] =>
  snapshots.flatMap((snapshot) =>
    usesOf(toFeatureInput(snapshot), column).map((span) => ({ uri: snapshot.uri, range: toRange(span, snapshot.lines) })),
  );
