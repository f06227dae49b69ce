import { lstat, realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, relative, sep } from 'node:path';
import { failure, type ReadFailure } from '../wire/messages.js';

/** What estimation files may read: with trust whatever they name, without it what lies in the folders of the workspace. */
export interface Access {
  readonly trusted: boolean;
  readonly folders: readonly string[];
}

export const fullAccess: Access = { trusted: true, folders: [] };

/** What a command line may read: everything, unless an editor runs it for a workspace without trust and names the folders. */
export function accessOfProcess(): Access {
  const within = process.env['LIVELIHOOD_WITHIN'];
  return within === undefined ? fullAccess : { trusted: false, folders: within.split(delimiter).filter((folder) => folder !== '') };
}

/** The folders that the estimation file at `path` is kept in; undefined where it may read everything. Without a workspace that is its own folder. */
export function foldersFor({ trusted, folders }: Access, path: string): readonly string[] | undefined {
  if (trusted) return undefined;
  return folders.length > 0 ? folders : [dirname(path)];
}

/** Why a path, or what a link there leads to, may not be read; undefined where it may. Of what lies outside nothing is looked at. */
export async function outsideFailure(path: string, within: readonly string[] | undefined): Promise<ReadFailure | undefined> {
  if (!within) return undefined;
  if (!within.some((folder) => contains(folder, path))) return refusal(path, 'lies');
  const [real, ...roots] = await Promise.all([realPath(path), ...within.map(realPath)]);
  return real !== undefined && roots.some((root) => root !== undefined && contains(root, real)) ? undefined : refusal(path, 'leads');
}

/** The first of these paths that may not be read. */
export async function firstOutside(paths: readonly string[], within: readonly string[] | undefined): Promise<ReadFailure | undefined> {
  if (!within) return undefined;
  for (const path of paths) {
    const refused = await outsideFailure(path, within);
    if (refused) return refused;
  }
  return undefined;
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Where a path leads: for one that does not exist, where it would lie. Undefined for links that lead nowhere. */
async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const parent = dirname(path);
    if (!isMissing || parent === path || (await isLink(path))) return undefined;
    const folder = await realPath(parent);
    return folder === undefined ? undefined : `${folder}${folder.endsWith(sep) ? '' : sep}${basename(path)}`;
  }
}

async function isLink(path: string): Promise<boolean> {
  return await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

const refusal = (path: string, verb: string): ReadFailure =>
  failure(
    'data-unreadable',
    `\`${basename(path)}\` ${verb} outside the folder of this workspace, and the workspace is not trusted: only files inside it are read. ` +
      'Trust the workspace (“Workspaces: Manage Workspace Trust”), or put the file into its folder.',
  );
