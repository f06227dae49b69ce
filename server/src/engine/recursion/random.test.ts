import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkDerivatives, type Values } from '../testing/derivatives.js';
import { bound, type Columns } from '../testing/models.js';

const ROWS = 140; // more than a tile
const column = (f: (i: number) => number): number[] => Array.from({ length: ROWS }, (_, i) => f(i));
const x = column((i) => Math.sin(0.9 * i));
const y = column((i) => Math.cos(1.7 * i + 0.3));
const data: Columns = { x, y };

/** An expression as text and as a function of what a row has at hand. */
interface Piece {
  readonly text: string;
  readonly value: (row: Values) => number;
}

const leaf = (text: string, name = text): Piece => ({ text, value: (row) => row[name] ?? assert.fail(`no ${name}`) });

/** What stands for the values before the first row is a number, a parameter, or a column. */
const lags = [leaf('lag(h, 1, 0.3)', 'h1'), leaf('lag(h, 2, c)', 'h2'), leaf('lag(k, 1, b)', 'k1'), leaf('lag(k * h, 3, x)', 'kh3')];
const ordinary = [leaf('x'), leaf('y'), leaf('a'), leaf('b'), leaf('c'), leaf('lag(x, 2, a)', 'x2')];

function pieces(leaves: readonly Piece[]): fc.Arbitrary<Piece> {
  const { tree } = fc.letrec<{ tree: Piece }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...leaves),
      fc
        .tuple(tie('tree'), tie('tree'))
        .map(([p, q]): Piece => ({ text: `(${p.text} + ${q.text})`, value: (row) => p.value(row) + q.value(row) })),
      fc
        .tuple(tie('tree'), tie('tree'))
        .map(([p, q]): Piece => ({ text: `(${p.text} * ${q.text})`, value: (row) => p.value(row) * q.value(row) })),
      tie('tree').map((p): Piece => ({ text: `sin(${p.text})`, value: (row) => Math.sin(p.value(row)) })),
    ),
  }));
  return tree;
}

/**
 * The sum of `last` over the rows, and what it is made of, without graph or chain rule. All numbers are at most 1 and count a tenth, which keeps
 * the recursions from chaos, where differences tell nothing.
 */
function plainSum(inner: readonly [Piece, Piece], last: Piece, at: Values): number {
  const states: { h: number; k: number; row: Values }[] = [];
  for (let i = 0; i < ROWS; i++) {
    const base = { ...at, x: x[i] ?? 0, y: y[i] ?? 0 };
    const [one, two, three] = [states[i - 1], states[i - 2], states[i - 3]];
    const before = { h1: one?.h ?? 0.3, h2: two?.h ?? at['c'] ?? 0, k1: one?.k ?? at['b'] ?? 0 };
    const row: Values = { ...base, ...before, kh3: three ? three.k * three.h : base.x, x2: x[i - 2] ?? at['a'] ?? 0 };
    const h = Math.tanh(base.x + 0.1 * inner[0].value(row));
    const k = Math.sin(base.y + 0.1 * inner[1].value({ ...row, h }));
    states.push({ h, k, row: { ...row, h, k } });
  }
  const m = states.reduce((sum, { k }) => sum + k * k, 0) / ROWS;
  return states.reduce((sum, { row }) => sum + last.value({ ...row, m }), 0);
}

describe('random recursions', () => {
  it('agree with a plain loop, and their derivatives with its differences', () => {
    const inner = fc.tuple(pieces([...lags, ...ordinary]), pieces([...lags, ...ordinary, leaf('h')]));
    const outer = pieces([...lags, ...ordinary, leaf('h'), leaf('k'), leaf('m')]);
    const at = fc.record({ a: fc.double({ min: -1, max: 1, noNaN: true }), b: fc.double({ min: -1, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(inner, outer, at, (both, last, start) => {
        const text = `h = tanh(x + 0.1 * ${both[0].text})\nk = sin(y + 0.1 * ${both[1].text})\nm = mean(k^2)\ntarget += a * b * c + ${last.text}`;
        const model = bound({ model: text, parameters: { a: null, b: null, c: null }, data });
        checkDerivatives(model, { ...start, c: 0.4 }, (values) => {
          const { a = 0, b = 0, c = 0 } = values;
          return ROWS * a * b * c + plainSum(both, last, values);
        });
      }),
      { numRuns: 80, seed: 20261122 },
    );
  });
});
