import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../engine/expr/nearest.js';

/** The text of an estimation file, or why there is none, with advice. */
export async function readText(file: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    const text = await readFile(file, 'utf8');
    return text.includes('\0')
      ? { problem: `\`${file}\` is a binary file: an estimation file is a text file, named \`*.fit.yaml\`.` }
      : { text };
  } catch (error) {
    return { problem: await explain(file, error) };
  }
}

async function explain(file: string, error: unknown): Promise<string> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no file \`${file}\`.${await guess(file)}`;
  if (code === 'EISDIR') return `\`${file}\` is a folder.${await filesIn(file)}`;
  if (code === 'EACCES' || code === 'EPERM') return `\`${file}\` cannot be read: you do not have permission.`;
  return `\`${file}\` cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

async function guess(file: string): Promise<string> {
  const near = nearest(basename(file), await namesIn(dirname(file)));
  return near === undefined ? '' : ` Did you mean \`${join(dirname(file), near)}\`?`;
}

async function filesIn(folder: string): Promise<string> {
  const [first] = (await namesIn(folder)).filter((name) => /\.fit\.(?:ya?ml|json)$/i.test(name)).sort();
  return first === undefined ? ' Name an estimation file, `*.fit.yaml`.' : ` Name the files in it, such as \`${join(folder, first)}\`.`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
