import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Position } from '../report/positions.js';
import { type Access, foldersFor, outsideFailure } from './data/files/access.js';
import { isAddress } from './data/files/files.js';
import { headText } from './data/text/head.js';
import { headerPlace } from './data/text/header.js';

/** A place in a file: its beginning where nothing is said. */
export interface FilePlace {
  readonly path: string;
  readonly start?: Position;
  readonly end?: Position;
}

/** The file that an estimation file at `from` names, if there is one that it may read. */
export async function namedFile(from: string, path: string, access: Access): Promise<string | undefined> {
  if (path === '' || path.includes('\0') || isAddress(path)) return undefined;
  const file = resolve(dirname(from), path);
  if (await outsideFailure(file, foldersFor(access, from))) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? file : undefined;
}

/** Where a table names a column: its header in a text table, as it is in the editor or else on disk; the file itself otherwise. */
export async function columnPlace(path: string, column: string, buffer: string | undefined): Promise<FilePlace> {
  const text = buffer ?? (await headText(path).catch(() => undefined));
  return { path, ...(text === undefined ? {} : headerPlace(text, /\.tsv$/i.test(path), column)) };
}
