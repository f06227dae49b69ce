import assert from 'node:assert/strict';
import fc from 'fast-check';
import { code, codeCell, plain } from './markdown.js';
import { picture } from './picture.js';

/** The SVG in the Markdown of a picture. */
function svgOf(markdown: string | undefined): string {
  const found = /^!\[[\w, ]+\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\|width=\d+\)$/.exec(markdown ?? '');
  assert.ok(found, String(markdown));
  return Buffer.from(found[1] ?? '', 'base64').toString('utf8');
}

/** Tags that open and close in order, attributes in quotes, and nothing else. */
function assertWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<>&]*")*)(\/?)>/g,
    (_, closing: string, name: string, __, single: string) => {
      if (closing !== '') assert.equal(open.pop(), name);
      else if (single === '') open.push(name);
      return '';
    },
  );
  assert.deepEqual([rest, open], ['', []]);
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+">/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|<script|href|on\w+=/);
}

describe('the picture of a parameter', () => {
  const curve = { x: [0, 0.5, 1], y: [0, 1, 0] };

  it('is a well-formed SVG with a line for each curve and a mark for each estimate', () => {
    const svg = svgOf(
      picture({ name: 'p', method: 'exact', likelihood: curve, priorDensity: curve, posterior: curve, mle: 0.5, map: 0.4 }),
    );
    assertWellFormed(svg);
    assert.equal(svg.match(/<polyline/g)?.length, 3);
    assert.equal(svg.match(/<line /g)?.length, 2);
  });

  it('leaves out what is not there, and is none without a curve', () => {
    const svg = svgOf(picture({ name: 'p', method: 'exact', likelihood: curve, mle: null, map: 7 }));
    assert.equal(svg.match(/<polyline|<line /g)?.length, 1);
    assert.equal(picture({ name: 'p', method: 'exact', mle: 1, map: 1 }), undefined);
    assert.equal(picture({ name: 'p', method: 'exact', likelihood: { x: [], y: [] }, mle: 1, map: 1 }), undefined);
  });

  it('stays well-formed and inside its frame for any curves', () => {
    const numbers = fc.double({ min: -1e150, max: 1e150, noNaN: true });
    const points = fc.array(fc.tuple(numbers, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 8 });
    const line = fc.option(
      points.map((all) => ({ x: all.map(([x]) => x).sort((a, b) => a - b), y: all.map(([, y]) => y) })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(line, line, line, fc.option(numbers), fc.option(numbers), (likelihood, priorDensity, posterior, mle, map) => {
        const given = Object.fromEntries(
          Object.entries({ likelihood, priorDensity, posterior }).filter(([, value]) => value !== undefined),
        );
        const drawn = picture({ name: '<b>', method: 'normal', ...given, mle, map });
        if (drawn === undefined) return;
        const svg = svgOf(drawn);
        assertWellFormed(svg);
        for (const [, x = '', y = ''] of svg.matchAll(/(-?[\d.]+),(-?[\d.]+)[ "]/g)) {
          assert.ok(Number(x) >= 0 && Number(x) <= 320 && Number(y) >= 0 && Number(y) <= 96, svg);
        }
      }),
    );
  });
});

describe('text of users in Markdown', () => {
  const nasty = fc
    .array(fc.constantFrom('a', '_', '`', '|', '\\', '<', '[', '](', '*', '\n', ' ', '#', '~~'))
    .map((parts) => parts.join(''));

  it('as code ends where it is meant to', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        fc.pre(text.trim() !== '');
        const found = /^(`+)([\s\S]*?[^`])\1$/.exec(code(text));
        assert.ok(found, code(text));
        assert.equal((found[2] ?? '').trim(), text.replace(/\s+/g, ' ').trim());
        assert.doesNotMatch(codeCell(text), /(?<!\\)\|/);
      }),
    );
  });

  it('as prose says the same once the escapes are taken away, on one line', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        assert.equal(
          plain(text)
            .replace(/\\([^\w\s])/g, '$1')
            .replace(/\\_/g, '_'),
          text.replace(/\s+/g, ' '),
        );
        assert.doesNotMatch(plain(text), /\n/);
      }),
    );
  });

  it('leaves everyday names as they are', () => {
    for (const name of ['theta', 'bill_length_mm', 'β0', 'price (k€)', '2.5']) assert.equal(plain(name), name);
  });
});
