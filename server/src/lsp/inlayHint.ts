import { type Connection, InlayHintKind } from 'vscode-languageserver';
import { inlayHints } from '../language/features/inlayHints.js';
import type { HintStyle } from '../language/features/hintStyle.js';
import type { Workspace } from '../workspace/workspace.js';
import { toFeatureInput } from './convert.js';

export function registerInlayHint(connection: Connection, workspace: Workspace, style: () => HintStyle | undefined): void {
  connection.languages.inlayHint.on(({ textDocument }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    const shown = style();
    if (!snapshot || !shown) return null;
    return inlayHints(toFeatureInput(snapshot), shown).map(({ offset, label, tooltip }) => ({
      position: snapshot.lines.position(offset),
      label,
      tooltip,
      kind: InlayHintKind.Type,
      paddingLeft: true,
    }));
  });
}
