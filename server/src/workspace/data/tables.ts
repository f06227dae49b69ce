import { createHash } from 'node:crypto';
import { dirname, resolve, sep } from 'node:path';
import type { ImageForm, TableData } from '../../engine/model/dataSpec.js';
import type { RawTable } from '../../language/data/raw.js';
import { type Access, firstOutside, foldersFor, fullAccess, outsideFailure } from './files/access.js';
import type { DataReader } from './dataReader.js';
import { isAddress, networkFailure, patternFailure } from './files/files.js';
import { imageFiles } from './images/folder.js';
import { type ColumnsAsked, failure, type FileRequest, type QueryRequest, type ReadFailure, type ReadResult } from './wire/messages.js';
import { filesOf, fixedFolder, matches, MOST_FILES, resolveIn, stampOf, stampOfFile } from './files/patterns.js';
import { wantedOf } from './text/wanted.js';

/** Text of files that are open in an editor, by path, saved or not. */
export interface Buffers {
  get(path: string): { readonly text: string; readonly version: number } | undefined;
}

/** A table or why there is none, with the paths and patterns that it was read from. */
export interface ReadTable {
  readonly table: RawTable | ReadFailure;
  readonly sources: readonly string[];
  /** Changes with the content; undefined where nothing identifies it. */
  readonly stamp: string | undefined;
}

type Within = readonly string[] | undefined;

interface Cached {
  readonly stamp: string;
  readonly table: RawTable;
  readonly sources: readonly string[];
  /** What was requested, where this can change under one key. */
  readonly question: string;
}

/** Reads the files that `data` names, and again only where one of them has changed. */
export class Tables {
  /** By file; by estimation file for patterns and queries, which change as they are written. */
  private readonly known = new Map<string, Cached>();

  constructor(
    private readonly reader: DataReader,
    private readonly buffers: Buffers,
    private readonly access: () => Access = () => fullAccess,
  ) {}

  /** The table of the estimation file at `path`; of many columns it has at least the requested ones. */
  async read(path: string, data: TableData, asked: Asked, signal: AbortSignal): Promise<ReadTable> {
    const { value } = data.source;
    if (value.includes('\0')) return without(failure('data-missing', 'The path contains a character that no file name can have.'));
    if (isAddress(value)) return without(networkFailure(value));
    const within = foldersFor(this.access(), path);
    const file = resolve(dirname(path), value);
    if (data.kind === 'query')
      return await this.readQuery(path, { query: value, folder: dirname(path), ...(within ? { within } : {}) }, asked, signal);
    const refused = await outsideFailure(file, within);
    if (refused) return without(refused);
    if (data.kind === 'images') return await this.readImages(file, data.form, within, signal);
    const isOne = data.kind === 'path' || this.buffers.get(file) !== undefined || (await stampOfFile(file)) !== undefined;
    return isOne
      ? await this.readFile(file, asked, signal)
      : await this.readPattern(path, resolveIn(dirname(path), value), asked, within, signal);
  }

  private async readFile(file: string, asked: Asked, signal: AbortSignal): Promise<ReadTable> {
    const stamp = await this.stampOf(file);
    const given = { key: file, question: `${file} ${String(asked.asTexts)}`, sources: [file], stamp };
    const recalled = this.recall(given, asked);
    const columns = this.columnsFor(given, asked);
    return recalled ?? this.keep(given, await this.reader.read({ ...this.requestOf(file), columns }, signal));
  }

  private async readImages(folder: string, form: ImageForm, within: Within, signal: AbortSignal): Promise<ReadTable> {
    const images = await imageFiles(folder);
    const sources = [folder];
    const refused =
      'ok' in images
        ? images
        : await firstOutside(
            images.map(({ path }) => path),
            within,
          );
    if ('ok' in images || refused) return { table: refused as ReadFailure, sources, stamp: undefined };
    const stamps = await Promise.all(images.map(async ({ path }) => `${path} ${(await stampOfFile(path)) ?? ''}`));
    const question = JSON.stringify(form);
    const given = { key: `images in ${folder}\n${question}`, question, sources, stamp: digest(stamps.join('\n')) };
    return this.recall(given) ?? this.keep(given, await this.reader.read({ images, form }, signal));
  }

  private async readPattern(path: string, pattern: string, asked: Asked, within: Within, signal: AbortSignal): Promise<ReadTable> {
    const files = await filesOf(pattern);
    const sources = [pattern];
    const refused = await firstOutside([fixedFolder(pattern), ...files], within);
    if (refused) return without(refused);
    if (files.length === 0) return { table: await patternFailure(pattern), sources, stamp: undefined };
    if (files.length > MOST_FILES) return { table: tooMany(pattern), sources, stamp: undefined };
    const stamps = await Promise.all(files.map(async (file) => `${file} ${(await this.stampOf(file)) ?? ''}`));
    const given = { key: `pattern of ${path}`, question: `${pattern} ${String(asked.asTexts)}`, sources, stamp: stamps.join('\n') };
    const columns = this.columnsFor(given, asked);
    const request = { files: files.map((file) => this.requestOf(file)), columns };
    return this.recall(given, asked) ?? this.keep(given, await this.reader.read(request, signal));
  }

  /** What a query reads is known once it has run. Unsaved text in editors plays no part. */
  private async readQuery(path: string, request: QueryRequest, asked: Asked, signal: AbortSignal): Promise<ReadTable> {
    const key = `query of ${path}`;
    const old = this.known.get(key);
    const stamp = old && (await stampOf(old.sources));
    const known = old && { key, question: request.query, sources: old.sources, stamp };
    const recalled = known && this.recall(known, asked);
    if (recalled) return recalled;
    const result = await this.reader.read({ ...request, columns: known ? this.columnsFor(known, asked) : asked }, signal);
    const { sources, stamp: read } = result.inputs ?? { sources: [] };
    return this.keep({ key, question: request.query, sources, stamp: read }, result);
  }

  private recall(given: Given, asked?: Asked): ReadTable | undefined {
    const old = this.same(given);
    return old && !(asked && lacks(old.table, asked)) ? old : undefined;
  }

  /** What is known about the same content. */
  private same({ key, question, stamp }: Given): Cached | undefined {
    const old = this.known.get(key);
    return old?.stamp === stamp && old?.question === question ? old : undefined;
  }

  /** The requested columns, and those already there: a name that comes and goes costs one read. */
  private columnsFor(given: Given, asked: Asked): Asked {
    const old = this.same(given)?.table.columns ?? [];
    return { ...asked, names: [...new Set([...asked.names, ...old.flatMap(({ kind, name }) => (kind === 'unread' ? [] : [name]))])] };
  }

  private keep({ key, question, sources, stamp }: Given, result: ReadResult): ReadTable {
    if (!result.ok) return { table: result, sources, stamp };
    const { table } = result;
    if (stamp !== undefined) this.known.set(key, { stamp, table, sources, question });
    return { table, sources, stamp };
  }

  private requestOf(path: string): FileRequest {
    const buffer = this.buffers.get(path);
    return buffer ? { path, content: buffer.text } : { path };
  }

  /** Version of the buffer, otherwise time and size of the file. */
  private async stampOf(file: string): Promise<string | undefined> {
    const buffer = this.buffers.get(file);
    return buffer ? stampOfBuffer(buffer) : await stampOfFile(file);
  }
}

/** What the content of a buffer is known by. */
export const stampOfBuffer = ({ version }: { readonly version: number }): string => `buffer ${String(version)}`;

/** Whether data are the text of an editor. */
export const isOfBuffer = (stamp: string | undefined): boolean => stamp?.startsWith('buffer ') === true;

/** The text may have many lines: they are part of a key. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The columns that a model, its condition and its weights name. */
export type Asked = NonNullable<ColumnsAsked['columns']>;

/** Whether a requested column was not read. */
function lacks({ columns }: RawTable, asked: Asked): boolean {
  const unread = columns.filter(({ kind }) => kind === 'unread');
  const isWanted = wantedOf({ columns: asked });
  return unread.some(({ name }) => isWanted(name));
}

interface Given {
  readonly key: string;
  readonly question: string;
  readonly sources: readonly string[];
  readonly stamp: string | undefined;
}

/** Whether a change of the file at `changed` may concern these data of the estimation file at `path`; `sources` are those read last, if any. */
export function readsFile(
  path: string,
  data: Pick<TableData, 'source' | 'kind'>,
  sources: readonly string[] | undefined,
  changed: string,
): boolean {
  if (data.kind === 'query') return sources?.some((source) => matches(changed, source)) ?? true;
  const { value } = data.source;
  if (data.kind === 'images') return changed.startsWith(resolve(dirname(path), value) + sep);
  return changed === resolve(dirname(path), value) || matches(changed, resolveIn(dirname(path), value));
}

const without = (table: ReadFailure): ReadTable => ({ table, sources: [], stamp: undefined });

const tooMany = (pattern: string): ReadFailure =>
  failure('data-malformed', `More than ${String(MOST_FILES)} files match \`${pattern}\`: narrow the pattern.`);
