import assert from 'node:assert/strict';
import type { Range, TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** The text of a range that lies in a document, neither between the two characters of a line end nor beyond one. */
export function within(document: TextDocument, range: Range): string {
  for (const position of [range.start, range.end]) assert.deepEqual(document.positionAt(document.offsetAt(position)), position);
  assert.ok(document.offsetAt(range.start) <= document.offsetAt(range.end));
  return document.getText(range);
}

/** No two of these are the same. */
export const once = (all: readonly unknown[]): void => assert.equal(new Set(all.map((each) => JSON.stringify(each))).size, all.length);

/** The text after edits that lie in it and apart from each other, as the protocol has it. */
export function applied(document: TextDocument, edits: readonly TextEdit[]): string {
  for (const { range } of edits) within(document, range);
  const offsets = edits
    .map(({ range }) => [document.offsetAt(range.start), document.offsetAt(range.end)] as const)
    .sort(([a, c], [b, d]) => a - b || c - d);
  for (const [i, [start]] of offsets.entries()) assert.ok(i === 0 || start >= (offsets[i - 1]?.[1] ?? 0), 'edits that overlap');
  return TextDocument.applyEdits(document, [...edits]);
}
