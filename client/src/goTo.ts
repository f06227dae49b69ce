import * as vscode from 'vscode';
import { type EstimationServer } from './server.js';

/** Shows where an estimate is declared: its key under `parameters` or `derived`; an entry of a vector has its own key or that of the vector. */
export async function goToEstimate(uri: vscode.Uri, section: string, name: string): Promise<void> {
  const editor = await showBesidePanels(uri);
  const place = await placeOfEstimate(uri, name, section);
  if (place) reveal(editor, place);
}

/** The key of an estimate in the text of its file. */
export async function placeOfEstimate(uri: vscode.Uri, name: string, section = 'parameters'): Promise<vscode.Range | undefined> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
  const keys = symbols?.find((symbol) => symbol.name === section)?.children ?? [];
  const vector = name.replace(/\[.*$/s, '');
  const key = keys.find((each) => each.name === name) ?? keys.find((each) => each.name === vector);
  return key?.selectionRange;
}

/** Shows a row of the data, counted from 1, in its file; says so where it is no line of a text. */
export async function goToRow(server: EstimationServer, uri: string, row: number): Promise<void> {
  const place = await server.rowPlace(uri, row);
  if (!place) {
    const message = vscode.l10n.t('Row {0} is not a line that an editor can show: its data are not a text table in one file.', String(row));
    return void vscode.window.showInformationMessage(message);
  }
  const editor = await showBesidePanels(vscode.Uri.parse(place.uri));
  reveal(editor, new vscode.Range(place.start.line, place.start.character, place.end.line, place.end.character));
}

/** Shows the header of a column in its file, or its key in inline data; says so where there is neither. */
export async function goToColumn(server: EstimationServer, uri: vscode.Uri, column: string): Promise<void> {
  const place = await server.columnPlace(uri.toString(), column);
  if (!place) {
    const message = vscode.l10n.t('The column {0} has no header that an editor can show: its data are not a text file.', column);
    return void vscode.window.showInformationMessage(message);
  }
  const editor = await showBesidePanels(vscode.Uri.parse(place.uri));
  reveal(editor, new vscode.Range(place.start.line, place.start.character, place.end.line, place.end.character));
}

/** Shows a text where it already is, or where texts are: never over a panel, which may have the focus. */
async function showBesidePanels(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const editors = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined);
  const same = editors.find(({ document }) => document.uri.toString() === uri.toString());
  return vscode.window.showTextDocument(uri, { viewColumn: (same ?? editors[0])?.viewColumn ?? vscode.ViewColumn.One });
}

function reveal(editor: vscode.TextEditor, range: vscode.Range): void {
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
