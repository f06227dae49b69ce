import type { Dataset } from '../engine/model/dataset.js';
import type { ModelSpec } from '../engine/model/specification.js';
import { type ColumnTypeSpec, kindOfPath, type Located, readingOf, type TableData } from '../engine/model/dataSpec.js';
import type { Problem, Span } from '../report/problem.js';
import { align } from '../language/data/align.js';
import { toDataset } from '../language/data/dataset.js';
import type { RawTable } from '../language/data/raw.js';
import { columnsIn } from '../language/data/where.js';
import { columnReader } from '../language/resolve/symbols.js';
import type { ReadFailure } from './data/wire/messages.js';
import type { Asked, Tables } from './data/tables.js';
import { withoutSpans } from '../language/resolve/spans.js';

/** The rows of `validate: { source: … }` in the levels of the data, or why there are none. `key` is equal where the content is. */
export interface LoadedValidation {
  readonly key: string;
  readonly data: Dataset | undefined;
  readonly problems: readonly Problem[];
}

/** Reads validation rows as the data themselves are read: the same types, `where` and `weights`. */
export class ValidationLoader {
  /** By estimation file. */
  private readonly known = new Map<string, LoadedValidation>();
  private serial = 0;

  /** new: rows without an outcome, in their own levels, of which none is left out. */
  constructor(
    private readonly tables: Tables,
    private readonly purpose: 'validate' | 'new' = 'validate',
  ) {}

  /** `training` are the data of the fit, of this key. Never rejects. */
  async load(
    path: string,
    spec: ModelSpec,
    source: Located<string>,
    training: Dataset,
    key: string,
    asked: Asked,
    signal: AbortSignal,
  ): Promise<LoadedValidation> {
    const data = inChannelsOf(training, tableOf(spec, source, this.purpose));
    // What is known about patterns is kept by estimation file: those of `data` and `validate` are separate.
    const { table, stamp, sources } = await this.tables.read(`${path} (${this.purpose})`, data, asked, signal);
    if ('ok' in table) return { key: `failed ${table.message}`, data: undefined, problems: [unreadable(table, source)] };
    const said = withoutSpans([data.weights, data.where, data.format]);
    const own = `${sources.join('\n')} ${stamp ?? String(this.serial++)} ${said}\n${key}`;
    const old = this.known.get(path);
    const known = old?.key === own ? old : { key: own, ...toData(table, spec, data, training, this.purpose) };
    this.known.set(path, known);
    const span = (this.purpose === 'validate' ? spec.validate?.key : undefined) ?? source;
    return {
      ...known,
      problems: known.problems.map((problem) => ({ ...problem, span: problem.severity === 'error' ? spanOf(source) : span })),
    };
  }
}

const spanOf = ({ from, to }: Span): Span => ({ from, to });

/** The source with what the file says about its data. */
export function tableOf({ data }: ModelSpec, source: Located<string>, purpose: 'validate' | 'new' = 'validate'): TableData {
  const table = data?.kind === 'inline' ? undefined : data;
  const own = purpose === 'validate' ? { weights: data?.weights, where: table?.where } : { weights: undefined, where: undefined };
  const reading = readingOf({ ...own, format: table?.format });
  const common = { source, types: [], ...spanOf(source), ...reading };
  return data?.kind === 'images' ? { kind: 'images', form: data.form, ...common } : { kind: kindOfPath(source.value), ...common };
}

/** Grey images beside coloured ones become coloured, and the reverse. */
function inChannelsOf(training: Dataset, data: TableData): TableData {
  const channels = training.columns.find(({ kind }) => kind === 'image')?.shape?.[2];
  return data.kind === 'images' && (channels === 1 || channels === 3) ? { ...data, form: { ...data.form, channels } } : data;
}

const unreadable = ({ code, message }: ReadFailure, source: Located<string>): Problem => ({
  severity: 'error',
  code: code === 'cancelled' ? 'data-unreadable' : code,
  message,
  span: spanOf(source),
});

function toData(
  table: RawTable,
  spec: ModelSpec,
  data: TableData,
  training: Dataset,
  purpose: 'validate' | 'new',
): Pick<LoadedValidation, 'data' | 'problems'> {
  const { source, where, weights } = data;
  const span = spanOf(source);
  const reads = columnReader(purpose === 'new' ? withoutOutcomes(spec) : spec);
  const read = training.columns.filter(({ name }) => reads(name) || name === weights?.value);
  const names = new Set(read.map(({ name }) => name));
  const absent = [...names].filter((name) => !table.columns.some((column) => column.name === name));
  if (absent.length > 0) return { data: undefined, problems: [missingColumns(absent, table, source)] };
  const other = otherSize(table, training);
  if (other !== undefined)
    return { data: undefined, problems: [{ severity: 'error', code: 'data-malformed', message: `\`${source.value}\`: ${other}`, span }] };
  const used = new Set([...names, ...(where ? columnsIn(where, table.columns) : [])]);
  const types = training.columns
    .filter(({ name }) => table.columns.some((column) => column.name === name))
    .map((column) => typeOf(column, source));
  const { dataset, problems } = toDataset(table, { types, place: () => span, used, inFile: true, ...readingOf(data) });
  const told = problems.map(({ severity, code, message }): Problem => ({
    severity,
    code,
    message: `\`${source.value}\`: ${message}`,
    span,
  }));
  if (!dataset) return { data: undefined, problems: told };
  if (purpose === 'new') return { data: dataset, problems: told };
  const aligned = align(training, dataset, names, span);
  return { data: aligned.dataset, problems: [...told, ...aligned.problems] };
}

/** The file as far as it says what outcomes depend on. */
const withoutOutcomes = (spec: ModelSpec): ModelSpec => ({
  ...spec,
  statements: spec.statements.map((each) => (each.kind === 'likelihood' ? { ...each, targets: [] } : each)),
});

/** The kind of a column in the training data; its levels may differ. */
function typeOf({ name, kind }: Dataset['columns'][number], source: Located<string>): ColumnTypeSpec {
  const type = kind === 'categorical' ? 'category' : kind === 'boolean' ? 'boolean' : 'number';
  return { column: { ...source, value: name }, type, ...spanOf(source) };
}

/** Images of another size than those of the fit. */
function otherSize(table: RawTable, training: Dataset): string | undefined {
  const text = (shape: readonly number[]): string => shape.slice(0, 2).join(' × ');
  const own = table.columns.find(({ kind }) => kind === 'images');
  const known = training.columns.find(({ kind }) => kind === 'image')?.shape;
  if (own?.kind !== 'images' || !known || text(own.shape) === text(known)) return undefined;
  return `its images are ${text(own.shape)} (height × width) and those of the data ${text(known)}. Give all of them one size: \`size: [${known.slice(0, 2).join(', ')}]\` under \`data\`.`;
}

function missingColumns(absent: readonly string[], { columns }: RawTable, source: Located<string>): Problem {
  const list = absent.map((name) => `\`${name}\``).join(', ');
  const has =
    columns
      .slice(0, 10)
      .map(({ name }) => `\`${name}\``)
      .join(', ') + (columns.length > 10 ? ', …' : '');
  const message = `\`${source.value}\` has no ${absent.length === 1 ? 'column' : 'columns'} ${list}, which the model uses. It has ${has}.`;
  return { severity: 'error', code: 'unknown-name', message, span: spanOf(source), related: absent };
}
