import { type ClientCapabilities, type Connection, type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { documentSymbols, type SymbolItem } from '../language/features/documentSymbols.js';
import type { LineIndex } from '../report/positions.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput, toRange } from './convert.js';

const kinds: Readonly<Record<SymbolItem['kind'], SymbolKind>> = {
  text: SymbolKind.String,
  section: SymbolKind.Namespace,
  column: SymbolKind.Field,
  likelihood: SymbolKind.Event,
  definition: SymbolKind.Variable,
  latent: SymbolKind.Array,
  target: SymbolKind.Operator,
  parameter: SymbolKind.Constant,
  network: SymbolKind.Function,
  derived: SymbolKind.Number,
  setting: SymbolKind.Property,
};

export function registerDocumentSymbol(connection: Connection, workspace: Workspace, client: () => ClientCapabilities): void {
  connection.onDocumentSymbol(({ textDocument }, token) =>
    ask<DocumentSymbol[] | SymbolInformation[]>(workspace, textDocument, token, (snapshot) => {
      const items = documentSymbols(toFeatureInput(snapshot));
      const { uri, lines } = snapshot;
      const isNested = client().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
      return isNested ? items.map((item) => toSymbol(item, lines)) : items.flatMap((item) => flat(item, uri, lines));
    }),
  );
}

function toSymbol(item: SymbolItem, lines: LineIndex): DocumentSymbol {
  const { name, detail, kind, selection, children } = item;
  return {
    name,
    detail,
    kind: kinds[kind],
    range: toRange(item, lines),
    selectionRange: toRange(selection, lines),
    children: children.map((child) => toSymbol(child, lines)),
  };
}

function flat(item: SymbolItem, uri: string, lines: LineIndex, containerName?: string): SymbolInformation[] {
  const { name, kind, children } = item;
  const own = {
    name,
    kind: kinds[kind],
    location: { uri, range: toRange(item, lines) },
    ...(containerName === undefined ? {} : { containerName }),
  };
  return [own, ...children.flatMap((child) => flat(child, uri, lines, name))];
}
