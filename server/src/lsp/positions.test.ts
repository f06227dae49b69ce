import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineIndex } from '../report/positions.js';

describe('positions in a text', () => {
  const texts = fc.array(fc.constantFrom('a', 'β', '😀', '\n', '\r\n', '\r', ' ')).map((parts) => parts.join(''));

  it('are those of the editor for every kind of line end and for characters of two code units', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const document = TextDocument.create('file:///a', 'estimation', 1, text);
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const isInsideBreak = text[offset - 1] === '\r' && text[offset] === '\n';
          if (!isInsideBreak) assert.deepEqual(lines.position(offset), document.positionAt(offset));
        }
      }),
    );
  });

  it('lead back to the offset that they came from', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const isInsideBreak = text[offset - 1] === '\r' && text[offset] === '\n';
          if (!isInsideBreak) assert.equal(lines.offset(lines.position(offset)), offset);
        }
      }),
    );
  });

  it('outside the text are its nearest ones', () => {
    const lines = new LineIndex('ab\r\ncd');
    assert.deepEqual(lines.position(99), { line: 1, character: 2 });
    assert.deepEqual(lines.position(-1), { line: 0, character: 0 });
    assert.equal(lines.offset({ line: 0, character: 99 }), 2);
    assert.equal(lines.offset({ line: 9, character: 0 }), 6);
  });
});
