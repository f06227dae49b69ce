import type { ImageForm, ImagesData } from '../../engine/model/dataSpec.js';
import type { ConfigEntry } from '../syntax/config.js';
import { describe, isEmpty, type ShapeReporter } from './shape.js';
import { readNumberIn, readText } from './values.js';

/** Points along a side: a larger image is hardly ever meant as the input of a network. */
const LONGEST_SIDE = 4096;

/** Reads `images`, `size` and `channels` under `data`. */
export function readImages(
  entries: ReadonlyMap<string, ConfigEntry>,
  reporter: ShapeReporter,
): Pick<ImagesData, 'kind' | 'source' | 'form'> | undefined {
  const [folder, size, channels] = [entries.get('images'), entries.get('size'), entries.get('channels')];
  const other = entries.get('source') ?? entries.get('query');
  if (other) reporter.type(other.key, `\`images\` and \`${other.key.text}\` both say where the rows come from: keep one of them.`);
  const source = folder && readText(folder, reporter);
  const form: ImageForm = { ...readSize(size, reporter), ...readChannels(channels, reporter) };
  return source && { kind: 'images', source: { ...source, value: source.value.trim() }, form };
}

function readSize(entry: ConfigEntry | undefined, reporter: ShapeReporter): Pick<ImageForm, 'size'> {
  if (!entry) return {};
  const { key, value } = entry;
  const items = value.kind === 'list' ? value.items : [];
  const [height, width, more] = items.map((item) => (item.kind === 'scalar' && isSide(item.value) ? item.value : undefined));
  if (height !== undefined && width !== undefined && items.length === 2 && more === undefined) return { size: [height, width] };
  const found = value.kind === 'list' ? 'this list' : describe(value);
  const message = `\`size\` takes height and width in points, two whole numbers from 1 to ${String(LONGEST_SIDE)} such as \`[32, 32]\`, not ${found}.`;
  reporter.type(isEmpty(value) ? key : value, message);
  return {};
}

const isSide = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LONGEST_SIDE;

function readChannels(entry: ConfigEntry | undefined, reporter: ShapeReporter): Pick<ImageForm, 'channels'> {
  const range = '1 (grey) or 3 (red, green and blue)';
  const channels = entry && readNumberIn(entry, reporter, (value) => value === 1 || value === 3, range);
  return channels === 1 || channels === 3 ? { channels } : {};
}
