import assert from 'node:assert/strict';
import { resize } from './resize.js';

const source = [0, 0.2, 0.9, 0.4, 0.1, 0.3, 0.8, 0.5, 0.6, 0, 1, 0, 0.7, 0.2, 0.6];
const picture = { height: 3, width: 5, values: Float64Array.from({ length: 45 }, (_, i) => source[Math.floor(i / 3)] ?? 0) };

/** From torch 1.13: `interpolate(x, size, mode='bilinear', antialias=True, align_corners=False)` in double precision. */
const cases: [number, number, number[]][] = [
  [2, 3, [0.2464285714285714, 0.6166666666666667, 0.23928571428571424, 0.5499999999999998, 0.4916666666666667, 0.36428571428571427]],
  [3, 2, [0.30454545454545456, 0.40909090909090906, 0.5636363636363636, 0.3954545454545454, 0.4863636363636363, 0.43181818181818177]],
  [
    4,
    7,
    [
      0.0, 0.11428571428571428, 0.4000000000000001, 0.9, 0.5428571428571428, 0.27142857142857135, 0.1, 0.1875, 0.4089285714285714,
      0.5964285714285714, 0.65, 0.5607142857142857, 0.31607142857142845, 0.037500000000000006, 0.5625, 0.5267857142857143,
      0.5214285714285715, 0.575, 0.48571428571428565, 0.35357142857142854, 0.22499999999999998, 1.0, 0.4285714285714286,
      0.20000000000000007, 0.7, 0.3428571428571428, 0.37142857142857155, 0.6,
    ],
  ],
];

describe('images in another size', () => {
  for (const [height, width, expected] of cases) {
    it(`agree with torch at ${String(height)} × ${String(width)}`, () => {
      const { values } = resize(picture, height, width);
      assert.equal(values.length, 3 * height * width);
      values.forEach((value, i) => assert.ok(Math.abs(value - (expected[Math.floor(i / 3)] ?? NaN)) < 1e-14, String(i)));
    });
  }

  it('are as they were in their own size', () => {
    assert.equal(resize(picture, 3, 5), picture);
  });
});
