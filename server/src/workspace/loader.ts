import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Dataset } from '../engine/model/dataset.js';
import type { FileData, ModelSpec } from '../engine/model/specification.js';
import { type DataProblem, toDataset } from '../language/data/dataset.js';
import { inlineDataset } from '../language/data/inline.js';
import type { RawTable } from '../language/data/raw.js';
import { namesIn } from '../language/features/symbols.js';
import type { DataReader } from './data/dataReader.js';
import { failure, type ReadFailure } from './data/messages.js';
import { moveProblems, withoutSpans } from './spans.js';

/** The data of a model, or why there are none. `key` is equal where the content is. */
export interface Loaded {
  readonly key: string;
  readonly data: Dataset | undefined;
  readonly problems: readonly DataProblem[];
  /** The file that the rows come from. */
  readonly path?: string;
  readonly seconds: number;
}

/** Text of files that are open in an editor, by path, saved or not. */
export interface Buffers {
  get(path: string): { readonly text: string; readonly version: number } | undefined;
}

interface Cached {
  readonly stamp: string;
  readonly table: RawTable;
}

/** Reads data once and again only where a file, a buffer or what the model says of its columns has changed. */
export class Loader {
  private readonly tables = new Map<string, Cached>();
  private readonly datasets = new Map<string, { readonly loaded: Omit<Loaded, 'seconds'>; readonly data: FileData }>();
  private serial = 0;

  constructor(
    private readonly reader: DataReader,
    private readonly buffers: Buffers = { get: () => undefined },
  ) {}

  /** The data that `spec` of the file at `path` names. Rejects never. */
  async load(path: string, spec: ModelSpec, signal: AbortSignal): Promise<Loaded> {
    const began = performance.now();
    const { data } = spec;
    const seconds = (): number => (performance.now() - began) / 1000;
    if (!data) return { key: 'none', data: undefined, problems: [], seconds: 0 };
    if (data.kind === 'inline') {
      const used = new Set(namesIn(spec).map(({ name }) => name));
      const { dataset, problems } = inlineDataset(data, used);
      const key = withoutSpans([data, data.columns.filter(({ name }) => used.has(name.value)).map(({ name }) => name)]);
      return { key: `inline ${key}`, data: dataset, problems, seconds: seconds() };
    }
    const file = resolve(dirname(path), data.source.value);
    return { ...(await this.loadFile(file, spec, data, signal)), seconds: seconds() };
  }

  private async loadFile(file: string, spec: ModelSpec, data: FileData, signal: AbortSignal): Promise<Omit<Loaded, 'seconds'>> {
    const stamp = await this.stampOf(file);
    const known = this.tables.get(file);
    const table = known !== undefined && known.stamp === stamp ? known.table : await this.read(file, signal);
    if ('ok' in table) return { key: `failed ${table.message}`, data: undefined, problems: [failureProblem(table, data)], path: file };
    if (stamp !== undefined) this.tables.set(file, { stamp, table });
    const used = usedColumns(spec, table);
    const said = withoutSpans([data.types, data.weights, [...used]]);
    const old = this.datasets.get(file);
    const key = `${file} ${stamp ?? String(this.serial++)} ${said}`;
    if (old?.loaded.key === key) return { ...old.loaded, problems: moveProblems(old.loaded.problems, old.data, data) };
    const place = (): { from: number; to: number } => ({ from: data.source.from, to: data.source.to });
    const { dataset, problems } = toDataset(table, {
      types: data.types,
      place,
      used,
      inFile: true,
      ...(data.weights ? { weights: data.weights } : {}),
    });
    const loaded = { key, data: dataset, problems, path: file };
    this.datasets.set(file, { loaded, data });
    return loaded;
  }

  private async read(file: string, signal: AbortSignal): Promise<RawTable | ReadFailure> {
    if (file.includes('\0')) return failure('data-missing', 'The path holds a character that the name of no file can have.');
    const buffer = this.buffers.get(file);
    const result = await this.reader.read({ path: file, ...(buffer ? { content: buffer.text } : {}) }, signal);
    return result.ok ? result.table : result;
  }

  /** Changes with the content: version of the buffer, else time and size of the file. Undefined where there is no file. */
  private async stampOf(file: string): Promise<string | undefined> {
    const buffer = this.buffers.get(file);
    if (buffer) return `buffer ${String(buffer.version)}`;
    try {
      const { mtimeMs, size } = await stat(file);
      return `${String(mtimeMs)} ${String(size)}`;
    } catch {
      return undefined;
    }
  }
}

function failureProblem(failure: ReadFailure, { source }: FileData): DataProblem {
  const { code, message, line, column } = failure;
  const span = { from: source.from, to: source.to };
  const cell = line === undefined ? {} : { cell: { line, field: column ?? 1, row: line } };
  return { severity: 'error', code: code === 'cancelled' ? 'data-unreadable' : code, message, span, ...cell };
}

/** The columns of a table that the model names: bad cells of others stand in nobody's way. */
function usedColumns(spec: ModelSpec, { columns }: RawTable): Set<string> {
  const names = new Set(namesIn(spec).map(({ name }) => name));
  return new Set(columns.flatMap(({ name }) => (names.has(name) ? [name] : [])));
}
