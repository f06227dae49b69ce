import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient';

/** Goes to the one model that reads a dataset, or lists all of them where the lens is. The places come from the server. */
export async function showModels(uri: string, position: Position, places: readonly Location[]): Promise<void> {
  const locations = places.map((place) => new vscode.Location(vscode.Uri.parse(place.uri), rangeOf(place.range)));
  const [only, ...others] = locations;
  if (only && others.length === 0) await vscode.window.showTextDocument(only.uri, { selection: only.range });
  else
    await vscode.commands.executeCommand(
      'editor.action.showReferences',
      vscode.Uri.parse(uri),
      new vscode.Position(position.line, position.character),
      locations,
    );
}

const rangeOf = ({ start, end }: Location['range']): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);
