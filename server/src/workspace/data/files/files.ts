import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { nearest } from '../../../engine/expr/nearest.js';
import { failure, type ReadFailure } from '../wire/messages.js';
import { fixedFolder } from './patterns.js';

const RELATIVE = 'Paths are relative to the estimation file.';
const tableName = /\.(?:(?:csv|tsv|txt|json|jsonl|ndjson)(?:\.gz)?|parquet)$/i;

/** Looks before reading: undefined where the path is a plain file with something in it. */
export async function checkFile(path: string): Promise<ReadFailure | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await directoryFailure(path);
    if (!found.isFile()) return failure('data-unreadable', `\`${basename(path)}\` is not a plain file but a device or a pipe.`);
    return found.size === 0 ? emptyFailure(path) : undefined;
  } catch (error) {
    return fileFailure(path, error);
  }
}

function emptyFailure(path: string): ReadFailure {
  const isTyped = /\.(?:parquet|json|jsonl|ndjson)$/i.test(path);
  const needs = isTyped ? 'it holds no table' : 'it needs a line of column names and rows below it';
  return failure('data-malformed', `\`${basename(path)}\` is empty: ${needs}.`);
}

/** A path such as `https://…`. */
export const isAddress = (path: string): boolean => /^\w{2,}:\/\//.test(path);

/** Says that nothing comes from a network. */
export const networkFailure = (path: string): ReadFailure =>
  failure('data-unreadable', `\`${path}\` is in a network: data are read from files of this computer only. Save it as a file.`);

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
    return failure('data-missing', `There is no folder \`${basename(folder)}\` to look for \`${basename(path)}\` in. ${RELATIVE}`);
  const near = nearest(basename(path), names);
  const hint = near === undefined ? RELATIVE : `Did you mean \`${near}\`?`;
  return failure('data-missing', `There is no file \`${basename(path)}\`. ${hint}`);
}

/** Says that a pattern stands for no file, with the nearest folder that there is. */
export async function patternFailure(pattern: string): Promise<ReadFailure> {
  let folder = fixedFolder(pattern);
  const wanted = folder;
  while (!(await namesIn(folder)) && dirname(folder) !== folder) folder = dirname(folder);
  const name = basename(folder);
  const rest = pattern.slice(fixedFolder(pattern).length).replace(/^[/\\]/, '');
  if (folder !== wanted) {
    const lost = relative(folder, wanted);
    return failure('data-missing', `No file matches \`${rest}\`: in the folder \`${name}\` there is no \`${lost}\`. ${RELATIVE}`);
  }
  const tables = ((await namesIn(folder)) ?? []).filter((each) => tableName.test(each)).sort();
  const has =
    tables[0] === undefined ? 'holds no data file' : `holds \`${tables.slice(0, 3).join('`, `')}\`${tables.length > 3 ? ', …' : ''}`;
  return failure('data-missing', `No file matches \`${rest}\` in the folder \`${name}\`, which ${has}.`);
}

async function directoryFailure(path: string): Promise<ReadFailure> {
  const tables = ((await namesIn(path)) ?? []).filter((name) => tableName.test(name)).sort();
  const hint =
    tables[0] === undefined
      ? 'Name a CSV, TSV, Parquet or JSON file.'
      : `Name a file in it, such as \`${basename(path)}/${tables[0]}\`${sameKind(basename(path), tables)}.`;
  return failure('data-unreadable', `\`${basename(path)}\` is a folder. ${hint}`);
}

/** Several tables of one kind may be meant together. */
function sameKind(folder: string, tables: readonly string[]): string {
  const kinds = new Set(tables.map((name) => tableName.exec(name)?.[0]));
  const [kind] = kinds;
  return tables.length > 1 && kinds.size === 1 && kind !== undefined ? `, or all of them by \`${folder}/*${kind}\`` : '';
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch {
    return undefined;
  }
}
