import { type Connection, ErrorCodes, type Message, type MessageStrategy, ResponseError } from 'vscode-languageserver';
import { pairMethod, refitMethod, rowPlaceMethod, rowPlotsMethod, shownMethod, viewMethod } from '../protocol/messages.js';

/** What a value has to be: undefined where it is that, otherwise what is wrong with it. */
type Shape = (value: unknown, name: string) => string | undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Shape = (value, name) => (typeof value === 'string' ? undefined : `\`${name}\` is not a text`);
const number: Shape = (value, name) => (typeof value === 'number' ? undefined : `\`${name}\` is not a number`);
const count: Shape = (value, name) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : `\`${name}\` is not a number of 0 or more`;

const object =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, name) => {
    if (!isObject(value)) return `\`${name}\` is not an object`;
    return Object.entries(shapes).reduce<string | undefined>(
      (found, [key, shape]) => found ?? shape(value[key], `${name}.${key}`),
      undefined,
    );
  };

const list =
  (shape: Shape): Shape =>
  (value, name) => {
    if (!Array.isArray(value)) return `\`${name}\` is not a list`;
    return value.reduce<string | undefined>((found, item, i) => found ?? shape(item, `${name}[${String(i)}]`), undefined);
  };

const optional =
  (shape: Shape): Shape =>
  (value, name) =>
    value === undefined ? undefined : shape(value, name);

const position = object({ line: count, character: count });
const range = object({ start: position, end: position });
const textDocument = object({ uri: text });
const ofFile = object({ uri: text });

/** The messages that this server reads, by method. */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ['initialize', object({ capabilities: object({}) })],
  ['textDocument/didOpen', object({ textDocument: object({ uri: text, languageId: text, version: number, text }) })],
  [
    'textDocument/didChange',
    object({ textDocument: object({ uri: text, version: number }), contentChanges: list(object({ text, range: optional(range) })) }),
  ],
  ['textDocument/didClose', object({ textDocument })],
  ['textDocument/hover', object({ textDocument, position })],
  ['textDocument/definition', object({ textDocument, position })],
  ['textDocument/references', object({ textDocument, position, context: object({}) })],
  ['textDocument/documentHighlight', object({ textDocument, position })],
  ['textDocument/prepareRename', object({ textDocument, position })],
  ['textDocument/rename', object({ textDocument, position, newName: text })],
  ['textDocument/linkedEditingRange', object({ textDocument, position })],
  ['textDocument/semanticTokens/full', object({ textDocument })],
  ['textDocument/semanticTokens/full/delta', object({ textDocument, previousResultId: text })],
  ['textDocument/documentSymbol', object({ textDocument })],
  ['workspace/symbol', object({ query: text })],
  ['textDocument/foldingRange', object({ textDocument })],
  ['textDocument/selectionRange', object({ textDocument, positions: list(position) })],
  ['textDocument/documentLink', object({ textDocument })],
  ['textDocument/inlayHint', object({ textDocument })],
  ['textDocument/codeLens', object({ textDocument })],
  ['textDocument/codeAction', object({ textDocument, range })],
  ['workspace/didChangeWatchedFiles', object({ changes: list(ofFile) })],
  [viewMethod, ofFile],
  [refitMethod, ofFile],
  [shownMethod, object({ uris: list(text) })],
  [pairMethod, object({ uri: text, x: text, y: text })],
  [rowPlotsMethod, ofFile],
  [rowPlaceMethod, object({ uri: text, row: number })],
]);

const refused = 'livelihood/illFormed';

/** Lets no ill-formed message through to its handlers: a request is answered with what is wrong with it, a notification is ignored. */
export const onlyWellFormed: MessageStrategy = {
  handleMessage(message: Message, next: (message: Message) => void) {
    const { method, params, id } = message as { readonly method?: unknown; readonly params?: unknown; readonly id?: unknown };
    const wrong = typeof method === 'string' ? shapes.get(method)?.(params, 'params') : undefined;
    if (wrong === undefined) return next(message);
    if (id !== undefined) next({ ...message, method: refused, params: { wrong: `${String(method)}: ${wrong}.` } } as Message);
  },
};

/** Answers the requests that are refused. */
export function refuseIllFormed(connection: Connection): void {
  connection.onRequest(refused, ({ wrong }: { wrong: string }) => new ResponseError(ErrorCodes.InvalidParams, wrong));
}
