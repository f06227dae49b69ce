import { pathToFileURL } from 'node:url';
import type { Connection, Location } from 'vscode-languageserver';
import { definitionAt } from '../language/features/definition.js';
import type { FilePlace } from '../workspace/places.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { datasetUses } from './datasetUses.js';
import { toFeatureInput, toRange } from './convert.js';

export function registerDefinition(connection: Connection, workspace: Workspace): void {
  connection.onDefinition(
    async ({ textDocument, position }, token) =>
      datasetUses(workspace, textDocument.uri, position) ??
      (await ask(workspace, textDocument, token, async (snapshot) => {
        const found = definitionAt(toFeatureInput(snapshot), snapshot.lines.offset(position));
        if (!found) return null;
        if (found.kind === 'here') return { uri: snapshot.uri, range: toRange(found.span, snapshot.lines) };
        if (found.kind === 'column') {
          const place = await workspace.columnOf(snapshot, found.name);
          return toLocation(found.isKnown || place?.start ? place : undefined);
        }
        const path = await workspace.fileOf(snapshot, found.path);
        return toLocation(path === undefined ? undefined : { path });
      })),
  );
}

const top = { line: 0, character: 0 };

const toLocation = (place: FilePlace | undefined): Location | null =>
  place ? { uri: pathToFileURL(place.path).href, range: { start: place.start ?? top, end: place.end ?? place.start ?? top } } : null;
