import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { nearest } from '../../engine/expr/nearest.js';
import { failure, type ReadFailure } from './messages.js';

/** Looks before reading: undefined where the path is a plain file with something in it. */
export async function checkFile(path: string): Promise<ReadFailure | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await directoryFailure(path);
    if (!found.isFile()) return failure('data-unreadable', `\`${basename(path)}\` is not a plain file but a device or a pipe.`);
    return found.size === 0
      ? failure('data-malformed', `\`${basename(path)}\` is empty: it needs a line of column names and rows below it.`)
      : undefined;
  } catch (error) {
    return fileFailure(path, error);
  }
}

/** Says what an error of the file system means. */
export async function fileFailure(path: string, error: unknown): Promise<ReadFailure> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const name = basename(path);
  if (code === 'ENOENT' || code === 'ENOTDIR') return await missingFailure(path);
  if (code === 'EACCES' || code === 'EPERM') return failure('data-unreadable', `\`${name}\` cannot be read: you have no permission to.`);
  if (code === 'ELOOP') return failure('data-unreadable', `\`${name}\` is a link that leads to itself.`);
  return failure('data-unreadable', `\`${name}\` cannot be read: ${error instanceof Error ? error.message : 'for an unknown reason'}.`);
}

async function missingFailure(path: string): Promise<ReadFailure> {
  const folder = dirname(path);
  const names = await namesIn(folder);
  if (!names)
    return failure(
      'data-missing',
      `There is no folder \`${basename(folder)}\` to look for \`${basename(path)}\` in. Paths are relative to the estimation file.`,
    );
  const near = nearest(basename(path), names);
  const hint = near === undefined ? 'Paths are relative to the estimation file.' : `Did you mean \`${near}\`?`;
  return failure('data-missing', `There is no file \`${basename(path)}\`. ${hint}`);
}

async function directoryFailure(path: string): Promise<ReadFailure> {
  const tables = ((await namesIn(path)) ?? []).filter((name) => /\.(?:csv|tsv|txt)(?:\.gz)?$/i.test(name)).sort();
  const hint = tables[0] === undefined ? 'Name a CSV or TSV file.' : `Name a file in it, such as \`${basename(path)}/${tables[0]}\`.`;
  return failure('data-unreadable', `\`${basename(path)}\` is a folder. ${hint}`);
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch {
    return undefined;
  }
}
