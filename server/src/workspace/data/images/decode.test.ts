import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import { decodeImage } from './decode.js';

const png = (channels: number, data: Uint8Array | Uint16Array, width = 2): Uint8Array =>
  encode({ width, height: data.length / channels / width, data, channels, depth: data instanceof Uint16Array ? 16 : 8 });

const of255 = (...values: number[]): number[] => values.map((value) => value / 255);

function near(actual: Float64Array, expected: readonly number[], within = 1e-12): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs((actual[i] ?? NaN) - value) <= within, `${String(i)}: ${String(actual[i])}`));
}

/** A PNG file made of these chunks, for what the encoder does not write. */
function pngOf(chunks: readonly (readonly [string, readonly number[]])[]): Uint8Array {
  const parts = chunks.map(([name, data]) => {
    const body = Buffer.concat([Buffer.from(name), Buffer.from(data)]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  });
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...parts]);
}

/** Width 3 and height 2, so many bits per sample, of this colour type. */
const header = (bits: number, colour: number): [string, number[]] => ['IHDR', [0, 0, 0, 3, 0, 0, 0, 2, bits, colour, 0, 0, 0]];
const body = (...bytes: number[]): [string, number[]] => ['IDAT', [...deflateSync(Buffer.from(bytes))]];

describe('images', () => {
  it('are read as red, green and blue from 0 to 1', () => {
    const picture = decodeImage(png(3, Uint8Array.of(255, 0, 51, 1, 2, 3, 0, 0, 0, 255, 255, 255)));
    assert.deepEqual([picture.height, picture.width], [2, 2]);
    near(picture.values, of255(255, 0, 51, 1, 2, 3, 0, 0, 0, 255, 255, 255));
  });

  it('may be grey, of 8 or 16 bits', () => {
    near(decodeImage(png(1, Uint8Array.of(0, 128))).values, of255(0, 0, 0, 128, 128, 128));
    near(decodeImage(png(1, Uint16Array.of(0, 13107))).values, [0, 0, 0, 0.2, 0.2, 0.2]);
  });

  it('are laid over white where they are transparent', () => {
    near(decodeImage(png(4, Uint8Array.of(255, 0, 0, 0, 0, 0, 255, 51))).values, [1, 1, 1, 0.8, 0.8, 1]);
    near(decodeImage(png(2, Uint8Array.of(0, 51, 0, 255))).values, [0.8, 0.8, 0.8, 0, 0, 0]);
  });

  it('may have less than 8 bits a point, by themselves or by a palette', () => {
    const ink = decodeImage(pngOf([header(1, 0), body(0, 0b10100000, 0, 0b01000000), ['IEND', []]]));
    near(
      ink.values.filter((_, i) => i % 3 === 0),
      [1, 0, 1, 0, 1, 0],
    );
    const colours: [string, number[]] = ['PLTE', [0, 0, 0, 255, 0, 0, 0, 0, 255]];
    const drawn = decodeImage(pngOf([header(2, 3), colours, body(0, 0b01101000, 0, 0), ['IEND', []]]));
    near(drawn.values, [1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('may be JPEG, whatever the file is called', () => {
    const point = [200, 40, 90, 255];
    const data = Uint8Array.from({ length: 4 * 64 }, (_, i) => point[i % 4] ?? 0);
    const { values } = decodeImage(jpeg.encode({ width: 8, height: 8, data }, 100).data);
    near(
      values,
      Array.from({ length: 3 * 64 }, (_, i) => (point[i % 3] ?? 0) / 255),
      3 / 255,
    );
  });

  it('that are broken say so, and never unfold without bound', () => {
    const whole = png(
      1,
      Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256),
    );
    assert.throws(() => decodeImage(whole.subarray(0, whole.length - 30)));
    const changed = Uint8Array.from(whole, (byte, i) => (i === whole.length - 30 ? byte ^ 1 : byte));
    assert.throws(() => decodeImage(changed));
    assert.throws(() => decodeImage(jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256) }).data.subarray(0, 300)));
    assert.throws(() => decodeImage(new Uint8Array(0)), /empty/);
    assert.throws(() => decodeImage(Buffer.from('GIF89a')), /neither a PNG nor a JPEG/);
    const huge = pngOf([['IHDR', [0, 1, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0]], body(0), ['IEND', []]]);
    assert.throws(() => decodeImage(huge), /more than 25 million pixels/);
  });
});
