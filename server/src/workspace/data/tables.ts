import { createHash } from 'node:crypto';
import { dirname, resolve, sep } from 'node:path';
import type { TableData } from '../../language/spec/data.js';
import type { ImageForm } from '../../language/spec/images.js';
import type { RawTable } from '../../language/data/raw.js';
import type { DataReader } from './dataReader.js';
import { isAddress, networkFailure, patternFailure } from './files.js';
import { imageFiles } from './images/folder.js';
import { failure, type FileRequest, type QueryRequest, type ReadFailure, type ReadResult } from './messages.js';
import { filesOf, isPattern, matches, MOST_FILES, resolveIn, stampOf, stampOfFile } from './patterns.js';

/** Text of files that are open in an editor, by path, saved or not. */
export interface Buffers {
  get(path: string): { readonly text: string; readonly version: number } | undefined;
}

/** A table or why there is none, with the paths and patterns that it was read from. */
export interface ReadTable {
  readonly table: RawTable | ReadFailure;
  readonly sources: readonly string[];
  /** Changes with the content; undefined where there is nothing to tell it by. */
  readonly stamp: string | undefined;
}

interface Cached {
  readonly stamp: string;
  readonly table: RawTable;
  readonly sources: readonly string[];
  /** What was asked for, where this can change under one key. */
  readonly question: string;
}

/** Reads the files that `data` names, and again only where one of them has changed. */
export class Tables {
  /** By file; by estimation file for patterns and queries, which change as they are written. */
  private readonly known = new Map<string, Cached>();

  constructor(
    private readonly reader: DataReader,
    private readonly buffers: Buffers,
  ) {}

  /** The table of the estimation file at `path`. */
  async read(path: string, data: TableData, signal: AbortSignal): Promise<ReadTable> {
    const { value } = data.source;
    if (value.includes('\0')) return without(failure('data-missing', 'The path holds a character that the name of no file can have.'));
    if (isAddress(value)) return without(networkFailure(value));
    if (data.images) return await this.readImages(resolve(dirname(path), value), data.images, signal);
    if (data.query) return await this.readQuery(path, { query: data.source.value, folder: dirname(path) }, signal);
    const file = resolve(dirname(path), value);
    const isOne = !isPattern(value) || this.buffers.get(file) !== undefined || (await stampOfFile(file)) !== undefined;
    return isOne ? await this.readFile(file, signal) : await this.readPattern(path, resolveIn(dirname(path), value), signal);
  }

  private async readFile(file: string, signal: AbortSignal): Promise<ReadTable> {
    const stamp = await this.stampOf(file);
    const given = { key: file, question: file, sources: [file], stamp };
    return this.recall(given) ?? this.keep(given, await this.reader.read(this.requestOf(file), signal));
  }

  private async readImages(folder: string, form: ImageForm, signal: AbortSignal): Promise<ReadTable> {
    const images = await imageFiles(folder);
    const sources = [folder];
    if ('ok' in images) return { table: images, sources, stamp: undefined };
    const stamps = await Promise.all(images.map(async ({ path }) => `${path} ${(await stampOfFile(path)) ?? ''}`));
    const question = JSON.stringify(form);
    const given = { key: `images in ${folder}\n${question}`, question, sources, stamp: digest(stamps.join('\n')) };
    return this.recall(given) ?? this.keep(given, await this.reader.read({ images, form }, signal));
  }

  private async readPattern(path: string, pattern: string, signal: AbortSignal): Promise<ReadTable> {
    const files = await filesOf(pattern);
    const sources = [pattern];
    if (files.length === 0) return { table: await patternFailure(pattern), sources, stamp: undefined };
    if (files.length > MOST_FILES) return { table: tooMany(pattern), sources, stamp: undefined };
    const stamps = await Promise.all(files.map(async (file) => `${file} ${(await this.stampOf(file)) ?? ''}`));
    const given = { key: `pattern of ${path}`, question: pattern, sources, stamp: stamps.join('\n') };
    return this.recall(given) ?? this.keep(given, await this.reader.read({ files: files.map((file) => this.requestOf(file)) }, signal));
  }

  /** What a query reads is known once it was read. Editors' unsaved texts play no part. */
  private async readQuery(path: string, request: QueryRequest, signal: AbortSignal): Promise<ReadTable> {
    const key = `query of ${path}`;
    const old = this.known.get(key);
    const stamp = old && (await stampOf(old.sources));
    const recalled = old && this.recall({ key, question: request.query, sources: old.sources, stamp });
    if (recalled) return recalled;
    const result = await this.reader.read(request, signal);
    const { sources, stamp: read } = result.inputs ?? { sources: [] };
    return this.keep({ key, question: request.query, sources, stamp: read }, result);
  }

  private recall({ key, question, stamp }: Given): ReadTable | undefined {
    const old = this.known.get(key);
    return old !== undefined && old.stamp === stamp && old.question === question ? old : undefined;
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

  /** Version of the buffer, else time and size of the file. */
  private async stampOf(file: string): Promise<string | undefined> {
    const buffer = this.buffers.get(file);
    return buffer ? `buffer ${String(buffer.version)}` : await stampOfFile(file);
  }
}

/** Of many lines: they are part of a key. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Given {
  readonly key: string;
  readonly question: string;
  readonly sources: readonly string[];
  readonly stamp: string | undefined;
}

/** Whether a change of the file at `changed` may concern these data of the estimation file at `path`; `sources` are those read last, if any. */
export function readsFile(
  path: string,
  data: Pick<TableData, 'source' | 'query' | 'images'>,
  sources: readonly string[] | undefined,
  changed: string,
): boolean {
  if (data.query) return sources?.some((source) => matches(changed, source)) ?? true;
  const { value } = data.source;
  if (data.images) return changed.startsWith(resolve(dirname(path), value) + sep);
  return changed === resolve(dirname(path), value) || matches(changed, resolveIn(dirname(path), value));
}

const without = (table: ReadFailure): ReadTable => ({ table, sources: [], stamp: undefined });

const tooMany = (pattern: string): ReadFailure =>
  failure('data-malformed', `More than ${String(MOST_FILES)} files match \`${pattern}\`: narrow the pattern.`);
