import assert from 'node:assert/strict';
import { headerPlace } from './header.js';

describe('the place of a column in a header', () => {
  /** The characters of the header that are taken for the name, after the number of their line. */
  const place = (text: string, column: string, isTsv = false): string | undefined => {
    const found = headerPlace(text, isTsv, column);
    const line = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)[found?.start.line ?? 0] ?? '';
    assert.equal(found?.start.line, found?.end.line);
    return (
      found && `${String(found.start.line)}: ${line.slice(found.start.character, found.end.character)} @${String(found.start.character)}`
    );
  };

  it('is that of its field, without quotes and blanks', () => {
    assert.equal(place('x,y\n1,2\n', 'y'), '0: y @2');
    assert.equal(place('"a,b", "per ""capita""" ,y\n1,2,3\n', 'per "capita"'), '0: per ""capita"" @8');
    assert.equal(place('"a,b","c",y\n1,2,3\n', 'a,b'), '0: a,b @1');
    assert.equal(place('a;y z\r\n1;2\r\n', 'y z'), '0: y z @2');
    assert.equal(place('a\tb\n1\t2\n', 'b', true), '0: b @2');
    assert.equal(place('\ufeffx,y\n1,2\n', 'x'), '0: x @0');
    assert.equal(place('x   y\n1   2\n3 4\n', 'y'), '0: y @4');
    assert.equal(place('price\n1\n2\n', 'price'), '0: price @0');
  });

  it('is found below titles and where the names of rows have none', () => {
    assert.equal(place('Prices of houses\n\nx,y\n1,2\n3,4\n', 'y'), '2: y @2');
    assert.equal(place('x,y\na,1,2\nb,3,4\nc,5,6\n', 'y'), '0: y @2');
    assert.equal(place('# x,y\n1,2\n3,4\n', 'y'), '0: y @4');
    assert.equal(place('# x,y\n1,2\n3,4\n', 'x'), '0: x @2');
  });

  it('is nowhere for a column that the header does not have', () => {
    assert.equal(place('x,y\n1,2\n', 'z'), undefined);
    assert.equal(place('', 'z'), undefined);
  });
});
