import { type Connection, InlayHintKind } from 'vscode-languageserver';
import { inlayHints } from '../language/features/inlayHints.js';
import type { Workspace } from '../workspace/workspace.js';
import { toFeatureInput } from './convert.js';

export function registerInlayHint(connection: Connection, workspace: Workspace, isEnabled: () => boolean): void {
  connection.languages.inlayHint.on(({ textDocument }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    if (!snapshot || !isEnabled()) return null;
    return inlayHints(toFeatureInput(snapshot)).map(({ offset, label, tooltip }) => ({
      position: snapshot.lines.position(offset),
      label,
      tooltip,
      kind: InlayHintKind.Type,
      paddingLeft: true,
    }));
  });
}
