import type { PredictColumn, PredictSpec, PredictValues } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigScalar } from '../syntax/config.js';
import { describe, isEmpty, locate, type ShapeReporter } from './shape.js';
import { readText } from './values.js';

const example = '`{ grid: { area: 50 to 120 by 10 } }`, `{ rows: { area: [60, 80] } }` or `{ source: new.csv }`';

/** Reads `predict`: rows in the file itself, from a source, or every combination of values. */
export function readPredict(entry: ConfigEntry | undefined, reporter: ShapeReporter): PredictSpec | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  if (value.kind !== 'map') {
    reporter.type(isEmpty(value) ? key : value, `\`predict\` takes a mapping such as ${example}, not ${describe(value)}.`);
    return undefined;
  }
  const entries = reporter.entries(value, ['rows', 'source', 'grid'], '`predict`');
  const [first, second] = entries.values();
  if (second)
    reporter.type(
      second.key,
      `\`${first?.key.text ?? ''}\` and \`${second.key.text}\` both say which rows are predicted: keep one of them.`,
    );
  if (!first && value.entries.length === 0) reporter.type(key, `\`predict\` must say which rows are predicted: ${example}.`);
  if (!first || second) return undefined;
  const base = { key: { from: key.from, to: key.to }, from: entry.from, to: entry.to };
  if (first.key.text === 'source') {
    const source = readText(first, reporter);
    return source && { ...base, kind: 'source', source: { ...source, value: source.value.trim() }, columns: [] };
  }
  const kind = first.key.text === 'grid' ? 'grid' : 'rows';
  const columns = readColumns(first, kind, reporter);
  return columns && { ...base, kind, columns };
}

function readColumns({ key, value }: ConfigEntry, kind: 'rows' | 'grid', reporter: ShapeReporter): PredictColumn[] | undefined {
  if (value.kind !== 'map' || value.entries.length === 0) {
    const usage = kind === 'grid' ? '{ area: 50 to 120 by 10, region: all }' : '{ area: [60, 80, 100], region: north }';
    reporter.type(isEmpty(value) ? key : value, `\`${kind}\` takes values of columns, such as \`${usage}\`.`);
    return undefined;
  }
  const columns = value.entries.map((each): PredictColumn | undefined => {
    const values = readValues(each, kind, reporter);
    return values && { name: locate(each.key.text, each.key), values, from: each.from, to: each.to };
  });
  return columns.every((each) => each !== undefined) ? columns : undefined;
}

function readValues({ key, value }: ConfigEntry, kind: 'rows' | 'grid', reporter: ShapeReporter): PredictValues | undefined {
  const cells = value.kind === 'list' ? value.items : [value];
  const scalars = cells.flatMap((cell) => (cell.kind === 'scalar' ? [cell] : []));
  if (scalars.length < cells.length || cells.length === 0 || isEmpty(value)) {
    reporter.type(isEmpty(value) ? key : value, `\`${key.text}\` takes a value or a list of values, not ${describe(value)}.`);
    return undefined;
  }
  const [only] = scalars;
  if (kind === 'grid' && value.kind === 'scalar' && only && !only.quoted) {
    if (only.text.trim() === 'all') return { kind: 'all' };
    const range = readRange(only, reporter);
    if (range !== undefined) return range ?? undefined;
  }
  return {
    kind: 'list',
    values: scalars.map((cell) => locate(typeof cell.value === 'number' && Number.isNaN(cell.value) ? null : cell.value, cell)),
  };
}

const rangeForm = /^([-+.\deE]+)\s+to\s+([-+.\deE]+)(?:\s+by\s+([-+.\deE]+))?$/;

/** `50 to 120 by 10`; undefined where the text is no range, null after a problem was reported. */
function readRange(cell: ConfigScalar, reporter: ShapeReporter): PredictValues | null | undefined {
  const match = rangeForm.exec(cell.text.trim());
  if (!match) return undefined;
  const [from, to, by] = [Number(match[1]), Number(match[2]), match[3] === undefined ? undefined : Number(match[3])];
  const isGood = Number.isFinite(from) && Number.isFinite(to) && to >= from && (by === undefined || (Number.isFinite(by) && by > 0));
  if (isGood) return { kind: 'range', from, to, ...(by === undefined ? {} : { by }) };
  reporter.type(cell, `\`${cell.text}\` is not a range: write the smaller number first and a positive step, such as \`50 to 120 by 10\`.`);
  return null;
}
