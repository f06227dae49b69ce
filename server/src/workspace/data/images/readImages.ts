import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type Shape, sizeOf } from '../../../engine/network/layers/shape.js';
import { failure, type ImagesRequest, type LabelledFile, type ReadFailure, type SentResult } from '../wire/messages.js';
import type { NumberSink } from '../wire/numberSink.js';
import { messageOf } from '../wire/source.js';
import { decodeImage, type Picture } from './decode.js';
import { resize } from './resize.js';

/** How many numbers all images together may have: 400 MB. */
const MOST_NUMBERS = 5e7;

/** Reads images as columns `image` (values from 0, black, to 1) and `label`. */
export async function readImages({ images, form }: ImagesRequest, numbers: NumberSink, signal: AbortSignal): Promise<SentResult> {
  const pictures: Picture[] = [];
  const broken: string[] = [];
  for (const { path } of images) {
    if (signal.aborted) return failure('cancelled', 'Reading was cancelled.');
    const picture = await pictureOf(path);
    const [height, width] = form.size ?? (typeof picture === 'string' ? [0, 0] : [picture.height, picture.width]);
    const refused = tooMuch(images.length, [height, width, form.channels ?? 1]);
    if (refused) return refused;
    if (typeof picture === 'string') broken.push(`\`${titleOf(path)}\` cannot be read as an image: ${picture}`);
    else if (broken.length === 0) pictures.push(resize(picture, height, width));
  }
  if (broken.length > 0) return undecodedFailure(broken);
  const channels = form.channels ?? (pictures.every(isGrey) ? 1 : 3);
  const { height = 0, width = 0 } = pictures[0] ?? {};
  const shape = [height, width, channels] as const;
  return differentSizes(pictures, images) ?? tooMuch(images.length, shape) ?? (await send(pictures, images, shape, numbers));
}

/** Or what is wrong with it. */
async function pictureOf(path: string): Promise<Picture | string> {
  try {
    return decodeImage(await readFile(path));
  } catch (error) {
    return messageOf(error).replace(/[.\s]+$/, '');
  }
}

/** As messages call it: class and name. */
const titleOf = (path: string): string => `${basename(dirname(path))}/${basename(path)}`;

function undecodedFailure([first = '', ...others]: readonly string[]): ReadFailure {
  const more = others.length === 0 ? '' : ` The same goes for ${String(others.length)} more.`;
  return failure('data-malformed', `${first}.${more} Save it again as PNG or JPEG, or remove it.`);
}

function differentSizes([first, ...others]: readonly Picture[], images: readonly LabelledFile[]): ReadFailure | undefined {
  const other = others.findIndex(({ height, width }) => height !== first?.height || width !== first.width);
  const [a, b] = [first, others[other]];
  if (!a || !b) return undefined;
  const said = [a, b].map(
    ({ height, width }, i) =>
      `\`${titleOf(images[i * (other + 1)]?.path ?? '')}\` ${i === 0 ? 'is ' : ''}${String(height)} × ${String(width)}`,
  );
  const message = `The images have different sizes: ${said.join(' and ')} (height × width). Give all of them one size with \`size: [${String(a.height)}, ${String(a.width)}]\`.`;
  return failure('data-malformed', message);
}

function tooMuch(count: number, shape: readonly number[]): ReadFailure | undefined {
  if (count * sizeOf(shape) <= MOST_NUMBERS) return undefined;
  const what = `${String(count)} images of ${shape.join(' × ')}`;
  const most = `${String(MOST_NUMBERS / 1e6)} million`;
  return failure('data-malformed', `${what} are more than ${most} numbers: give a smaller \`size\`, such as \`size: [32, 32]\`.`);
}

const isGrey = ({ values }: Picture): boolean => values.every((value, i) => value === values[i - (i % 3)]);

async function send(pictures: readonly Picture[], images: readonly LabelledFile[], shape: Shape, numbers: NumberSink): Promise<SentResult> {
  const each = sizeOf(shape);
  const block = numbers.begin(pictures.length * each, 1);
  for (const picture of pictures) {
    const values = shape[2] === 1 ? grey(picture) : picture.values;
    block.add(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    await block.send(each);
  }
  const texts = [...new Set(images.map(({ label }) => label))];
  const codes = Int32Array.from(images, ({ label }) => texts.indexOf(label));
  const columns = [
    { kind: 'sent-images', name: 'image', shape, titles: images.map(({ path }) => titleOf(path)) },
    { kind: 'texts', name: 'label', codes, texts, literal: true },
  ] as const;
  return { ok: true, table: { rows: pictures.length, columns, lines: 'none' } };
}

/** The luma of Rec. 601 (ITU-R BT.601): 0.299 R + 0.587 G + 0.114 B, of the values as stored. Grey pixels stay exactly as they are. */
function grey({ values }: Picture): Float64Array {
  return Float64Array.from({ length: values.length / 3 }, (_, point) => {
    const [r, g, b] = [values[3 * point] as number, values[3 * point + 1] as number, values[3 * point + 2] as number];
    return r === g && g === b ? r : 0.299 * r + 0.587 * g + 0.114 * b;
  });
}
