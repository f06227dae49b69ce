import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { isPattern } from '../../../engine/model/dataSpec.js';

/** More files than this are a slip of the pattern rather than one table. */
export const MOST_FILES = 10_000;

/** The folder below which all files of a pattern lie. */
export function fixedFolder(pattern: string): string {
  const parts = segments(pattern);
  const first = parts.findIndex(isPattern);
  return parts.slice(0, first < 0 ? -1 : first).join(sep) || (isAbsolute(pattern) ? sep : '.');
}

/** A path or pattern below a folder, whose own name is no pattern. */
export function resolveIn(folder: string, path: string): string {
  return isPattern(path) ? resolve(folder.replace(/[*?[]/g, '[$&]'), path) : resolve(folder, path);
}

/** The files of an absolute pattern, sorted; at most one more than `MOST_FILES`. Hidden ones only where the pattern names the dot. */
export async function filesOf(pattern: string): Promise<string[]> {
  const found: string[] = [];
  const folder = fixedFolder(pattern);
  await walk(folder, segments(pattern).slice(folder === sep ? 1 : segments(folder).length), found);
  return [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
}

/** Whether an absolute path is one of those that a pattern, or a plain path, stands for. */
export function matches(path: string, pattern: string): boolean {
  return path === pattern || (isPattern(pattern) && matchesFrom(segments(path), segments(pattern)));
}

/** Changes when a file that one of these paths or patterns stands for is changed, added or removed. */
export async function stampOf(sources: readonly string[]): Promise<string> {
  const stamps = await Promise.all(sources.map(async (source) => (await stampOfFile(source)) ?? (await stampOfPattern(source))));
  return stamps.join('\n');
}

/** Time and size of a file; undefined where there is none. */
export async function stampOfFile(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${String(mtimeMs)} ${String(size)}`;
  } catch {
    return undefined;
  }
}

async function stampOfPattern(pattern: string): Promise<string> {
  if (!isPattern(pattern)) return `${pattern} -`;
  const files = await filesOf(pattern);
  const stamps = await Promise.all(files.map(async (file) => `${file} ${(await stampOfFile(file)) ?? '-'}`));
  return stamps.join('\n');
}

const segments = (path: string): string[] => path.split(/[/\\]/);

async function walk(folder: string, pattern: readonly string[], found: string[]): Promise<void> {
  const [segment, ...rest] = pattern;
  if (segment === undefined || found.length > MOST_FILES) return;
  if (segment === '**') await walk(folder, rest.length > 0 ? rest : ['*'], found);
  for (const entry of await entriesIn(folder)) {
    const path = join(folder, entry.name);
    if (!matchesName(entry.name, segment === '**' ? '*' : segment)) continue;
    if (segment === '**') await walkDeeper(path, entry, pattern, found);
    else if (rest.length > 0) await walk(path, rest, found);
    else if (await isFile(path, entry)) found.push(path);
  }
}

/** Links to folders are not followed by `**`: they may lead in a circle. */
async function walkDeeper(path: string, entry: Dirent, pattern: readonly string[], found: string[]): Promise<void> {
  if (entry.isDirectory()) await walk(path, pattern, found);
}

async function entriesIn(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function isFile(path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return await stat(path).then(
    (target) => target.isFile(),
    () => false,
  );
}

function matchesFrom(path: readonly string[], pattern: readonly string[]): boolean {
  const [segment, ...rest] = pattern;
  if (segment === undefined) return path.length === 0;
  if (segment !== '**') return path[0] !== undefined && matchesName(path[0], segment) && matchesFrom(path.slice(1), rest);
  return path.some((_, skipped) => matchesFrom(path.slice(skipped), rest.length > 0 ? rest : ['*']));
}

/** Whether the name of one file or folder is what a part of a pattern stands for. */
function matchesName(name: string, pattern: string): boolean {
  if (!isPattern(pattern)) return name === pattern;
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  return expressionOf(pattern).test(name);
}

const compiled = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (part, not: string | undefined, set: string | undefined) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\^[]/g, '\\$&')}]`;
    return part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.|+(){}[\]/-]/g, '\\$&');
  });
  const made = safeExpression(source, pattern);
  compiled.set(pattern, made);
  return made;
}

/** A set such as `[z-a]` is no set: the pattern then stands for itself. */
function safeExpression(source: string, pattern: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return new RegExp(`^${pattern.replace(/[\\^$.*?|+(){}[\]]/g, '\\$&')}$`, 's');
  }
}
