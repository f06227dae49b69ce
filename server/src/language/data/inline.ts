import type { Dataset } from '../../engine/model/dataset.js';
import type { InlineColumn, InlineData, InlineValue } from '../../engine/model/dataSpec.js';
import { type DataProblem, toDataset } from './dataset.js';
import type { RawColumn } from './raw.js';
import { isMissing } from './texts.js';

/** The rows written in the estimation file itself. A single value stands for as many as the lists have. Bad values matter in `used` columns. */
export function inlineDataset(spec: InlineData, used?: ReadonlySet<string>): { dataset: Dataset | undefined; problems: DataProblem[] } {
  const longest = spec.columns.reduce<InlineColumn | undefined>((a, b) => (a && a.values.length >= b.values.length ? a : b), undefined);
  const rows = longest?.values.length ?? 0;
  const problems = spec.columns.flatMap((column) => checkLength(column, longest) ?? []);
  if (problems.length > 0 || rows === 0) return { dataset: undefined, problems };
  const raw = { rows, columns: spec.columns.map((column) => rawColumn(column, rows)) };
  const place = (field: number, row: number): { from: number; to: number } => {
    const column = spec.columns[field];
    const { from, to } = column?.values[column.values.length === 1 ? 0 : row] ?? column ?? spec;
    return { from, to };
  };
  return toDataset(raw, { types: [], place, inFile: false, ...(used ? { used } : {}), ...(spec.weights ? { weights: spec.weights } : {}) });
}

function checkLength(column: InlineColumn, longest: InlineColumn | undefined): DataProblem | undefined {
  const length = column.values.length;
  const wanted = longest?.values.length ?? 0;
  if (length > 0 && (length === wanted || length === 1)) return undefined;
  const name = column.name.value;
  const message =
    length === 0
      ? `Column \`${name}\` is empty: write its values, such as \`${name}: [1, 2, 3]\`.`
      : `Column \`${name}\` has ${String(length)} values, but \`${longest?.name.value ?? ''}\` has ${String(wanted)}: all columns have one value a row.`;
  return { severity: 'error', code: 'data-malformed', message, span: { from: column.from, to: column.to }, related: [name] };
}

function rawColumn(column: InlineColumn, rows: number): RawColumn {
  const cells = column.values.map((cell) => cell.value);
  const values = cells.length === 1 && rows > 1 ? Array.from({ length: rows }, () => cells[0] ?? null) : cells;
  const present = values.filter((value) => !isMissingValue(value));
  if (present.every((value) => typeof value === 'number')) {
    return {
      kind: 'numbers',
      name: column.name.value,
      values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)),
    };
  }
  return textColumn(
    column.name.value,
    values,
    present.every((value) => typeof value === 'string'),
  );
}

function isMissingValue(value: InlineValue): boolean {
  return value === null || (typeof value === 'string' && isMissing(value));
}

function textColumn(name: string, values: readonly InlineValue[], literal: boolean): RawColumn {
  const positions = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const text = String(value);
    const code = positions.get(text) ?? positions.size;
    positions.set(text, code);
    return code;
  });
  return { kind: 'texts', name, codes, texts: [...positions.keys()], literal };
}
