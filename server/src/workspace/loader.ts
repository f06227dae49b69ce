import { isAbsolute } from 'node:path';
import type { Dataset } from '../engine/model/dataset.js';
import type { ModelSpec } from '../engine/model/specification.js';
import { type ColumnTypeSpec, type Located, readingOf, type TableData } from '../engine/model/dataSpec.js';
import { at } from '../engine/numeric/at.js';
import { type DataProblem, toDataset } from '../language/data/dataset.js';
import { inlineDataset } from '../language/data/inline.js';
import type { RawTable } from '../language/data/raw.js';
import { columnsIn, namesInWhere } from '../language/data/where.js';
import { columnReader, columnsNamed } from '../language/resolve/symbols.js';
import { type Access, accessOfProcess } from './data/files/access.js';
import { isAddress } from './data/files/files.js';
import { tooLargeForImages } from './tooLarge.js';
import type { DataReader } from './data/dataReader.js';
import type { ReadFailure } from './data/wire/messages.js';
import { type Asked, type Buffers, type ReadTable, Tables } from './data/tables.js';
import { moveProblems, withoutSpans } from '../language/resolve/spans.js';
import { type LoadedValidation, tableOf, ValidationLoader } from './validationLoader.js';

/** The data of a model, or why there are none. `key` is equal where the content is. */
export interface Loaded {
  readonly key: string;
  readonly data: Dataset | undefined;
  readonly problems: readonly DataProblem[];
  /** The file that the rows come from, where it is one. */
  readonly path?: string;
  /** What the content is known by. */
  readonly stamp?: string;
  /** The rows of that file as they lie in its text. */
  readonly table?: Pick<RawTable, 'rows' | 'lines'> & { readonly names: readonly string[] };
  /** The paths and patterns of all files that the rows come from. */
  readonly sources?: readonly string[];
  /** The rows of `validate: { source: … }`. */
  readonly validation?: { readonly data: Dataset; readonly key: string };
  /** The rows of `predict: { source: … }`. */
  readonly prediction?: { readonly data: Dataset; readonly key: string };
  readonly seconds: number;
}

type LoadedFile = Omit<Loaded, 'seconds' | 'validation' | 'prediction'>;

/** Reads data once and again only where a file, a buffer or what the model says about its columns has changed. */
export class Loader {
  private readonly tables: Tables;
  /** By file or pattern; by estimation file for queries. */
  private readonly datasets = new Map<string, { readonly loaded: LoadedFile; readonly data: TableData }>();
  /** Counts for all loaders: workers keep data by key. */
  private static serial = 0;
  private readonly validation: ValidationLoader;
  private readonly prediction: ValidationLoader;

  constructor(reader: DataReader, buffers: Buffers = { get: () => undefined }, access: () => Access = accessOfProcess) {
    this.tables = new Tables(reader, buffers, access);
    this.validation = new ValidationLoader(this.tables);
    this.prediction = new ValidationLoader(this.tables, 'new');
  }

  /** The data that `spec` of the file at `path` names. Never rejects. */
  async load(path: string, spec: ModelSpec, signal: AbortSignal): Promise<Loaded> {
    const began = performance.now();
    const loaded = await this.loadData(path, spec, signal);
    const { data: training } = loaded;
    if (!training || !(spec.validate?.source || spec.predict?.source)) return loaded;
    const [validation, prediction] = [await this.rowsOf(path, spec, loaded, signal), await this.newRowsOf(path, spec, loaded, signal)];
    return {
      ...loaded,
      ...(validation?.data ? { validation: { data: validation.data, key: validation.key } } : {}),
      ...(prediction?.data ? { prediction: { data: prediction.data, key: prediction.key } } : {}),
      problems: [...loaded.problems, ...(validation?.problems ?? []), ...(prediction?.problems ?? [])],
      seconds: (performance.now() - began) / 1000,
    };
  }

  /** The rows of `validate: { source: … }`. */
  private async rowsOf(path: string, spec: ModelSpec, { data, key }: Loaded, signal: AbortSignal): Promise<LoadedValidation | undefined> {
    const source = spec.validate?.source;
    if (!data || !source) return undefined;
    return this.validation.load(path, spec, source, data, key, columnsAsked(spec, tableOf(spec, source)), signal);
  }

  /** The rows of `predict: { source: … }`. */
  private async newRowsOf(
    path: string,
    spec: ModelSpec,
    { data, key }: Loaded,
    signal: AbortSignal,
  ): Promise<LoadedValidation | undefined> {
    const source = spec.predict?.source;
    if (!data || !source) return undefined;
    return this.prediction.load(path, spec, source, data, key, columnsAsked(spec, tableOf(spec, source, 'new')), signal);
  }

  private async loadData(path: string, spec: ModelSpec, signal: AbortSignal): Promise<Loaded> {
    const began = performance.now();
    const { data } = spec;
    const seconds = (): number => (performance.now() - began) / 1000;
    if (!data) return { key: 'none', data: undefined, problems: [], seconds: 0 };
    if (data.kind === 'inline') {
      const reads = columnReader(spec);
      const used = new Set(data.columns.flatMap(({ name }) => (reads(name.value) ? [name.value] : [])));
      const { dataset, problems } = inlineDataset(data, used);
      const key = withoutSpans([data, data.columns.filter(({ name }) => used.has(name.value)).map(({ name }) => name)]);
      return { key: `inline ${key}`, data: dataset, problems, seconds: seconds() };
    }
    const unsaved = withoutFolder(path, data);
    if (unsaved.length > 0) return { key: 'unsaved', data: undefined, problems: unsaved, seconds: seconds() };
    const tooLarge = tooLargeForImages(spec, data);
    if (tooLarge.length > 0)
      return { key: `too large ${withoutSpans(spec.networks)}`, data: undefined, problems: tooLarge, seconds: seconds() };
    return { ...this.toData(path, spec, data, await this.tables.read(path, data, columnsAsked(spec, data), signal)), seconds: seconds() };
  }

  private toData(path: string, spec: ModelSpec, data: TableData, read: ReadTable): LoadedFile {
    const { table, stamp, sources } = read;
    const origin = { sources, ...placeOf(table, sources, data), ...(stamp === undefined ? {} : { stamp }) };
    if ('ok' in table) return { key: `failed ${table.message}`, data: undefined, problems: [failureProblem(table, data)], ...origin };
    const single = oneClass(table, data);
    if (single) return { key: `failed ${single.message}`, data: undefined, problems: [single], ...origin };
    const used = usedColumns(spec, data, table);
    const said = withoutSpans([
      data.kind === 'images' ? data.form : undefined,
      data.types,
      data.weights,
      data.where,
      data.format,
      [...used],
    ]);
    const slot = data.kind === 'query' ? path : (sources[0] ?? path);
    const old = this.datasets.get(slot);
    const key = `${data.kind === 'query' ? data.source.value : sources.join('\n')} ${stamp ?? String(Loader.serial++)} ${said}`;
    if (old?.loaded.key === key) return { ...old.loaded, problems: moveProblems(old.loaded.problems, old.data, data) };
    const { types, source } = data;
    const place = (): { from: number; to: number } => ({ from: source.from, to: source.to });
    const { dataset, problems } = toDataset(table, {
      types: data.kind === 'images' ? labelTypes(types, source) : types,
      place,
      used,
      inFile: true,
      ...readingOf(data),
    });
    const loaded = { key, data: dataset, problems, ...origin, ...(origin.path === undefined ? {} : rowsOf(table)) };
    this.datasets.set(slot, { loaded, data });
    return loaded;
  }
}

const rowsOf = ({ rows, lines, columns }: RawTable): Pick<Loaded, 'table'> => ({
  table: { rows, ...(lines ? { lines } : {}), names: columns.map(({ name }) => name) },
});

/** Labels are categories, whatever the folders are called. */
function labelTypes(types: readonly ColumnTypeSpec[], source: Located<string>): readonly ColumnTypeSpec[] {
  const own = types.some(({ column }) => column.value === 'label');
  return own ? types : [...types, { column: { ...source, value: 'label' }, type: 'category', from: source.from, to: source.to }];
}

/** A text that has never been saved lies in no folder that a path could start from. */
function withoutFolder(path: string, { kind, source }: TableData): DataProblem[] {
  const isWhole = kind !== 'query' && (isAbsolute(source.value) || isAddress(source.value));
  if (!path.startsWith('untitled:') || isWhole) return [];
  const what = kind === 'query' ? 'the files of this query' : `\`${source.value}\``;
  const message = `This file has not been saved yet, so there is no folder in which ${what} could be. Save it beside the data first.`;
  return [{ severity: 'error', code: 'data-unreadable', message, span: { from: source.from, to: source.to } }];
}

function oneClass({ columns }: RawTable, { kind, source }: TableData): DataProblem | undefined {
  const label = columns.find(({ name }) => name === 'label');
  if (kind !== 'images' || label?.kind !== 'texts' || label.texts.length !== 1) return undefined;
  const message = `\`${source.value}\` has images of only one class, \`${at(label.texts, 0)}\`: there is nothing to distinguish them from. Add a folder with images of another class.`;
  return { severity: 'error', code: 'data-malformed', message, span: { from: source.from, to: source.to } };
}

/** The one file that the rows come from. */
function placeOf(table: RawTable | ReadFailure, sources: readonly string[], { kind }: TableData): { path?: string } {
  const [path] = sources;
  const isOne = 'ok' in table ? sources.length === 1 : table.parts === undefined;
  return (kind === 'path' || kind === 'pattern') && isOne && path !== undefined ? { path } : {};
}

function failureProblem(failure: ReadFailure, data: TableData): DataProblem {
  const { code, message, line, column } = failure;
  const cell = line === undefined ? {} : { cell: { line, row: line, ...(column === undefined ? {} : { field: column }) } };
  return { severity: 'error', code: code === 'cancelled' ? 'data-unreadable' : code, message, span: failureSpan(failure, data), ...cell };
}

/** The word of a query at which it went wrong; the whole query where this is unknown, or the path. */
function failureSpan({ offset }: ReadFailure, data: TableData): { from: number; to: number } {
  const { from, to, value } = data.source;
  const query = data.kind === 'query' ? data.text : undefined;
  if (offset === undefined || !query || query.to - query.from !== value.length || offset >= value.length) return { from, to };
  const word = /^(?:'[^']*'?|"[^"]*"?|[\p{L}\p{N}_.]+|\S)/u.exec(value.slice(offset))?.[0] ?? ' ';
  return { from: query.from + offset, to: query.from + offset + word.length };
}

/** The columns of a wide table that are to be read. */
export function columnsAsked(spec: ModelSpec, { where, weights, format }: TableData): Asked {
  const { names, patterns } = columnsNamed(spec);
  const inData = [...(where ? namesInWhere(where) : []), ...(weights ? [weights.value] : [])];
  // DuckDB reads numbers with points only.
  const asTexts = format?.style?.decimal === ',';
  return { names: [...names, ...inData], patterns, ...(asTexts ? { asTexts } : {}) };
}

/** The columns of a table that the model names: bad cells of others do not matter. */
function usedColumns(spec: ModelSpec, { where, weights }: TableData, { columns }: RawTable): Set<string> {
  const reads = columnReader(spec);
  const inWhere = where ? columnsIn(where, columns) : new Set<string>();
  return new Set(columns.flatMap(({ name }) => (reads(name) || inWhere.has(name) || name === weights?.value ? [name] : [])));
}
