import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Bytes } from './bytes.js';

/** Reads a LEB128 number as the specification defines it. */
function decode(bytes: Uint8Array, isSigned: boolean): bigint {
  let [value, shift] = [0n, 0n];
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
  }
  const isNegative = isSigned && ((bytes.at(-1) ?? 0) & 0x40) !== 0;
  return isNegative ? value - (1n << shift) : value;
}

function written(write: (out: Bytes) => void): Uint8Array {
  const out = new Bytes();
  write(out);
  return out.written;
}

describe('Bytes', () => {
  it('writes unsigned numbers of up to 32 bits so that they read back', () => {
    const edges = [0, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32 - 1];
    const check = (value: number): void => assert.equal(decode(written((out) => out.unsigned(value)), false), BigInt(value)); // prettier-ignore
    edges.forEach(check);
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), check));
  });

  it('writes signed numbers of 32 bits so that they read back', () => {
    const edges = [0, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)];
    const check = (value: number): void => assert.equal(decode(written((out) => out.signed(value)), true), BigInt(value)); // prettier-ignore
    edges.forEach(check);
    fc.assert(fc.property(fc.integer(), check));
  });

  it('keeps everything when it grows', () => {
    const [inner, out] = [new Bytes(), new Bytes()];
    for (let i = 0; i < 1000; i++) inner.byte(i % 251);
    out.byte(7);
    out.append(inner);
    out.float64(-1.5);
    assert.equal(out.length, 1009);
    assert.deepEqual([...out.written.subarray(0, 3)], [7, 0, 1]);
    assert.equal(out.written[1000], 999 % 251);
    assert.equal(new DataView(out.written.slice(1001).buffer).getFloat64(0, true), -1.5);
  });
});
