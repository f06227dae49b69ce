import * as vscode from 'vscode';
import { goToEstimate, placeOfEstimate } from './goTo.js';

/** Marks the line of the parameter whose figure somebody points at, and finds the parameter that the cursor stands on. */
export class PanelLinks implements vscode.Disposable {
  readonly #pointed = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground'),
    borderColor: new vscode.ThemeColor('editor.wordHighlightBorder'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightForeground'),
  });
  /** Counts what was pointed at: an answer about something before counts no more. */
  #turn = 0;

  /** Marks the line of a parameter in the editors that show the file; null takes the mark away. */
  async point(uri: string, name: string | null): Promise<void> {
    const turn = ++this.#turn;
    const editors = vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri);
    const place = name === null || editors.length === 0 ? undefined : await placeOfEstimate(vscode.Uri.parse(uri), name);
    if (turn !== this.#turn) return;
    for (const editor of vscode.window.visibleTextEditors)
      editor.setDecorations(this.#pointed, place && editors.includes(editor) ? [place] : []);
  }

  /** Goes to the line of a parameter, beside the panel. */
  async go(uri: string, name: string): Promise<void> {
    const place = await placeOfEstimate(vscode.Uri.parse(uri), name);
    await goToEstimate(vscode.Uri.parse(uri), place ? 'parameters' : 'derived', name);
  }

  dispose(): void {
    this.#pointed.dispose();
  }
}

/** The parameter or vector whose line the cursor stands on; null elsewhere. */
export async function parameterAt(editor: vscode.TextEditor): Promise<string | null> {
  const { uri } = editor.document;
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
  const keys = symbols?.find(({ name }) => name === 'parameters')?.children ?? [];
  const { active } = editor.selection;
  return keys.find(({ range }) => range.contains(active) || range.start.line === active.line)?.name ?? null;
}
