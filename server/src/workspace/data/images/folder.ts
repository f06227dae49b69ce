import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../../../engine/expr/nearest.js';
import { at } from '../../../engine/numeric/at.js';
import { isMissing } from '../../../language/data/texts.js';
import { fileFailure } from '../files/files.js';
import { failure, type LabelledFile, type ReadFailure } from '../wire/messages.js';

const readable = /\.(?:png|jpe?g)$/i;
/** Images that would be left out silently, since their format is not read. */
const otherFormat = /\.(?:gif|webp|bmp|tiff?|heic|heif|avif|svg|jp2|jxl)$/i;
const MOST_IMAGES = 100_000;

/** The PNG and JPEG files in the folders of a folder, each labelled with its folder's name: sorted by label, then by name. Hidden files are left out. */
export async function imageFiles(folder: string): Promise<readonly LabelledFile[] | ReadFailure> {
  const entries = await visible(folder);
  if ('ok' in entries) return entries;
  const labels = await foldersAmong(folder, entries);
  const odd = labels.find((label) => complaint(label) !== undefined);
  if (odd !== undefined) return failure('data-malformed', `The folder ${JSON.stringify(odd)} ${complaint(odd) ?? ''}: rename it.`);
  const found: LabelledFile[] = [];
  const others: string[] = [];
  for (const label of labels) {
    const names = await visible(join(folder, label));
    if ('ok' in names) return names;
    for (const { name } of names) {
      if (readable.test(name)) found.push({ path: join(folder, label, name), label });
      else if (otherFormat.test(name)) others.push(`${label}/${name}`);
    }
  }
  return unusable(folder, entries, labels, found, others) ?? found;
}

/** Entries that are not hidden, by name. */
async function visible(folder: string): Promise<readonly Dirent[] | ReadFailure> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return await noFolder(folder, error);
  }
}

async function noFolder(folder: string, error: unknown): Promise<ReadFailure> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const name = basename(folder);
  if (code === 'ENOTDIR')
    return failure('data-unreadable', `\`${name}\` is a file: \`images\` takes a folder with a sub-folder for each class.`);
  if (code !== 'ENOENT') return await fileFailure(folder, error);
  const names = await readdir(dirname(folder)).catch((): string[] => []);
  const near = nearest(name, names);
  const hint = near === undefined ? 'Paths are relative to the estimation file.' : `Did you mean \`${near}\`?`;
  return failure('data-missing', `There is no folder \`${name}\`. ${hint}`);
}

async function foldersAmong(folder: string, entries: readonly Dirent[]): Promise<string[]> {
  const isFolder = async (entry: Dirent): Promise<boolean> => {
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    return await stat(join(folder, entry.name)).then(
      (target) => target.isDirectory(),
      () => false,
    );
  };
  const are = await Promise.all(entries.map(isFolder));
  return entries.filter((_, i) => are[i]).map(({ name }) => name);
}

/** Why a folder's name cannot be a label. */
function complaint(label: string): string | undefined {
  if (/\p{C}/u.test(label)) return 'has a character in its name that cannot be shown';
  if (label.trim() !== label) return 'has a space at the start or end of its name';
  return isMissing(label) ? 'has a name that stands for a missing value' : undefined;
}

function unusable(
  folder: string,
  entries: readonly Dirent[],
  labels: readonly string[],
  found: readonly LabelledFile[],
  others: readonly string[],
): ReadFailure | undefined {
  const name = basename(folder);
  if (others.length > 0) {
    const more = others.length > 1 ? ` (and ${String(others.length - 1)} more)` : '';
    return failure(
      'data-unreadable',
      `\`${at(others, 0)}\`${more} is not a PNG or JPEG file, the only kinds that are read: convert it or remove it.`,
    );
  }
  if (found.length > MOST_IMAGES) {
    return failure('data-malformed', `\`${name}\` holds ${String(found.length)} images; at most ${String(MOST_IMAGES)} are supported.`);
  }
  if (found.length > 0) return undefined;
  const direct = entries.filter((entry) => readable.test(entry.name)).length;
  if (direct > 0 && labels.length === 0) {
    return failure(
      'data-malformed',
      `\`${name}\` holds images but no folder for each class: put \`cat1.png\` into \`${name}/cats/\`, and so on.`,
    );
  }
  const what = entries.length === 0 ? 'is empty' : 'holds no PNG or JPEG file in its sub-folders';
  return failure('data-malformed', `\`${name}\` ${what}: \`images\` takes a folder with a sub-folder for each class.`);
}
