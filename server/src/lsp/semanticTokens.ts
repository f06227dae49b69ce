import {
  type Connection,
  type SemanticTokens,
  type SemanticTokensDelta,
  SemanticTokensDeltaRequest,
  type SemanticTokensLegend,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import { semanticTokens, type TokenType, tokenTypes } from '../language/features/semanticTokens.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { Workspace } from '../workspace/workspace.js';
import { ask } from './ask.js';
import { toFeatureInput } from './convert.js';

const own = Object.keys(tokenTypes) as TokenType[];
const standard = [...new Set<string>(Object.values(tokenTypes))];

/** The names of what tokens are: of this language where the client knows them, otherwise the standard ones. */
export const tokenLegend = (isOwn: boolean): SemanticTokensLegend => ({
  tokenTypes: isOwn ? own : standard,
  tokenModifiers: ['declaration'],
});

/** Registers full answers, and answers that say what has changed since the last one. */
export function registerSemanticTokens(connection: Connection, workspace: Workspace, isOwn: () => boolean): void {
  /** The last answer about each open file. */
  const last = new Map<string, { readonly resultId: string; readonly data: number[] }>();
  let serial = 0;
  const answer = (snapshot: Snapshot): SemanticTokens => {
    for (const uri of last.keys()) if (!workspace.snapshot(uri)) last.delete(uri);
    const tokens = { resultId: String(serial++), data: encoded(snapshot, isOwn()) };
    last.set(snapshot.uri, tokens);
    return tokens;
  };
  connection.onRequest(SemanticTokensRequest.type, ({ textDocument }, token) => ask(workspace, textDocument, token, answer));
  connection.onRequest(SemanticTokensDeltaRequest.type, ({ textDocument, previousResultId }, token) =>
    ask<SemanticTokens | SemanticTokensDelta>(workspace, textDocument, token, (snapshot) => {
      const before = last.get(snapshot.uri);
      const now = answer(snapshot);
      return before?.resultId === previousResultId ? changes(before.data, now) : now;
    }),
  );
}

/** Five numbers a token: lines and characters since the last one, length, type, modifiers. */
function encoded(snapshot: Snapshot, isOwn: boolean): number[] {
  let [lastLine, lastCharacter] = [0, 0];
  return semanticTokens(toFeatureInput(snapshot)).flatMap(({ from, to, type, isDeclaration }) => {
    const { line, character } = snapshot.lines.position(from);
    const start = line === lastLine ? character - lastCharacter : character;
    const numbers = [
      line - lastLine,
      start,
      to - from,
      isOwn ? own.indexOf(type) : standard.indexOf(tokenTypes[type]),
      isDeclaration ? 1 : 0,
    ];
    [lastLine, lastCharacter] = [line, character];
    return numbers;
  });
}

/** One edit between what both begin and what both end with. */
function changes(before: readonly number[], { resultId = '', data }: SemanticTokens): SemanticTokensDelta {
  const least = Math.min(before.length, data.length);
  let start = 0;
  while (start < least && before[start] === data[start]) start++;
  let end = 0;
  while (end < least - start && before[before.length - 1 - end] === data[data.length - 1 - end]) end++;
  const deleteCount = before.length - end - start;
  const added = data.slice(start, data.length - end);
  return { resultId, edits: deleteCount === 0 && added.length === 0 ? [] : [{ start, deleteCount, data: added }] };
}
