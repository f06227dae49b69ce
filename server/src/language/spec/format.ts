import type { DataFormat, Located } from '../../engine/model/dataSpec.js';
import type { ConfigEntry, ConfigNode } from '../syntax/config.js';
import { describe, isEmpty, locate, type ShapeReporter } from './shape.js';

export const formatKeys = ['decimal', 'thousands', 'na'];

/** Undefined where the file leaves all to the data. */
export function readFormat(entries: ReadonlyMap<string, ConfigEntry>, reporter: ShapeReporter): DataFormat | undefined {
  const decimal = readMark(entries.get('decimal'), ['.', ','], 'a point or a comma in quotes, `"."` or `","`', reporter);
  const thousands = readMark(
    entries.get('thousands'),
    ['.', ',', ' ', "'", '_', ''],
    'the mark between thousands in quotes, such as `","`, `"."` or `" "`',
    reporter,
  );
  const na = readNa(entries.get('na'), reporter);
  if (thousands !== undefined && (decimal?.value ?? '') === thousands.value && decimal)
    reporter.type(thousands, '`decimal` and `thousands` are the same mark: they must differ.');
  const mark = decimal?.value === '.' || decimal?.value === ',' ? decimal.value : thousands?.value === '.' ? ',' : '.';
  const isSaid = decimal !== undefined || thousands !== undefined;
  if (!isSaid && na.length === 0) return undefined;
  return { na, ...(isSaid ? { style: { decimal: mark, ...(thousands ? { thousands: thousands.value } : {}) } } : {}) };
}

function readMark(
  entry: ConfigEntry | undefined,
  marks: readonly string[],
  wanted: string,
  reporter: ShapeReporter,
): Located<string> | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  const text = value.kind === 'scalar' && !isEmpty(value) ? value.text : undefined;
  if (text !== undefined && marks.includes(text)) return locate(text, value);
  const got = value.kind === 'scalar' && !isEmpty(value) ? `\`${value.text.slice(0, 40)}\`` : describe(value);
  reporter.type(isEmpty(value) ? key : value, `\`${key.text}\` must be ${wanted}, not ${got}.`);
  return undefined;
}

/** One value, or a list of them. */
function readNa(entry: ConfigEntry | undefined, reporter: ShapeReporter): Located<string | number>[] {
  if (!entry) return [];
  const { key, value } = entry;
  const items: readonly ConfigNode[] = value.kind === 'list' ? value.items : [value];
  const bad = items.find((item) => item.kind !== 'scalar' || isEmpty(item));
  if (!bad) return items.flatMap((item) => (item.kind === 'scalar' ? [locate(valueOf(item), item)] : []));
  const span = bad.kind === 'scalar' && value.kind !== 'list' ? key : bad;
  reporter.type(
    span,
    `\`na\` takes the numbers and text values that stand for a missing value, such as \`[-99, "missing"]\`, not ${describe(bad)}.`,
  );
  return [];
}

const valueOf = (item: Extract<ConfigNode, { kind: 'scalar' }>): string | number =>
  typeof item.value === 'number' && !item.quoted ? item.value : item.text;
