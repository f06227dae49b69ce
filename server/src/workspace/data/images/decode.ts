import { decode as decodePng, type DecodedPng } from 'fast-png';
import jpeg from 'jpeg-js';
import { at } from '../../../engine/numeric/at.js';

/** An image as red, green and blue from 0 to 1, pixel by pixel in reading order. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly values: Float64Array;
}

/** How many pixels an image may have: this limits what a small file can unpack to. */
const MOST_POINTS = 25e6;

/** Decodes a PNG or JPEG file, recognised by its first bytes; transparent pixels are laid over white. Throws what is wrong with the file, in words. */
export function decodeImage(bytes: Uint8Array): Picture {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return fromPng(bytes);
  if (startsWith(bytes, [0xff, 0xd8])) return fromJpeg(bytes);
  throw new Error(bytes.length === 0 ? 'it is empty' : 'it is neither a PNG nor a JPEG file');
}

const startsWith = (bytes: Uint8Array, first: readonly number[]): boolean => first.every((byte, i) => bytes[i] === byte);

function fromJpeg(bytes: Uint8Array): Picture {
  const options = { useTArray: true, tolerantDecoding: false, maxResolutionInMP: MOST_POINTS / 1e6 } as const;
  const { width, height, data } = jpeg.decode(bytes, options);
  return overWhite(height, width, (point, channel) => at(data, 4 * point + channel) / 255);
}

function fromPng(bytes: Uint8Array): Picture {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points = bytes.length < 24 ? 0 : header.getUint32(16) * header.getUint32(20);
  if (points > MOST_POINTS) throw new Error(`it has more than ${String(MOST_POINTS / 1e6)} million pixels`);
  const png = decodePng(bytes, { checkCrc: true });
  return overWhite(png.height, png.width, png.palette ? byPalette(png, png.palette) : byChannels(png));
}

/** The value from 0 to 1 of a channel of a pixel: red, green, blue and opacity. */
type ChannelOf = (point: number, channel: number) => number;

function byPalette(png: DecodedPng, palette: readonly (readonly number[])[]): ChannelOf {
  const codes = samples(png);
  return (point, channel) => (palette[at(codes, point)]?.[channel] ?? (channel === 3 ? 255 : 0)) / 255;
}

function byChannels(png: DecodedPng): ChannelOf {
  const { channels, depth, transparency } = png;
  const values = samples(png);
  const full = 2 ** depth - 1;
  const colours = channels < 3 ? 1 : 3;
  const sample = (point: number, channel: number): number => at(values, point * channels + channel);
  const isKey = (point: number): boolean => transparency?.every((value, channel) => sample(point, channel) === value) ?? false;
  return (point, channel) => {
    if (channel < 3) return sample(point, Math.min(channel, colours - 1)) / full;
    return channels > colours ? sample(point, colours) / full : Number(!isKey(point));
  };
}

/** One number per sample: several of less than 8 bits share a byte, and each line of pixels begins a new byte. */
function samples({ data, depth, width, height }: DecodedPng): ArrayLike<number> {
  if (depth >= 8) return data;
  const lineBytes = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, point) => {
    const bit = (point % width) * depth;
    const byte = at(data, Math.floor(point / width) * lineBytes + (bit >> 3));
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

function overWhite(height: number, width: number, channelOf: ChannelOf): Picture {
  const values = new Float64Array(3 * height * width);
  for (let point = 0; point < height * width; point++) {
    const opacity = channelOf(point, 3);
    for (let channel = 0; channel < 3; channel++) values[3 * point + channel] = opacity * channelOf(point, channel) + (1 - opacity);
  }
  return { height, width, values };
}
