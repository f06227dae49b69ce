import { type Connection, InlayHintKind } from 'vscode-languageserver';
import { inlayHints } from '../language/features/inlayHints.js';
import type { HintStyle } from '../language/features/hintStyle.js';
import type { Workspace } from '../workspace/workspace.js';
import { SteadyWidths } from './steadyWidths.js';
import { toFeatureInput } from './convert.js';

export function registerInlayHint(connection: Connection, workspace: Workspace, style: () => HintStyle | undefined): void {
  const widths = new SteadyWidths();
  connection.languages.inlayHint.on(({ textDocument }) => {
    const snapshot = workspace.snapshot(textDocument.uri);
    const shown = style();
    if (!snapshot || !shown) return null;
    const { text, uri } = snapshot;
    return inlayHints(toFeatureInput(snapshot), shown).map(({ offset, label, tooltip, of }) => ({
      position: snapshot.lines.position(offset),
      label: /^[ \t]*(?:$|\r?\n)/.test(text.slice(offset, offset + 80)) ? label : widths.pad(uri, of, label),
      tooltip,
      kind: InlayHintKind.Type,
      paddingLeft: true,
    }));
  });
}
