import type { ValidateSpec } from '../../engine/model/specification.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { ConfigEntry } from '../syntax/config.js';
import { describe, isEmpty, type ShapeReporter } from './shape.js';
import { readNumber, readNumberIn, readText } from './values.js';

const example = '`{ fraction: 0.3, seed: 1 }` or `{ source: test.csv }`';
const standardSeed = 1;

/** Reads `validate`: held-out rows, by a fraction of the data or from a source of their own. */
export function readValidate(entry: ConfigEntry | undefined, reporter: ShapeReporter): ValidateSpec | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  if (value.kind !== 'map') {
    reporter.type(isEmpty(value) ? key : value, `\`validate\` takes a mapping such as ${example}, not ${describe(value)}.`);
    return undefined;
  }
  const entries = reporter.entries(value, ['fraction', 'seed', 'source'], '`validate`');
  const [fraction, seed, source] = [entries.get('fraction'), entries.get('seed'), entries.get('source')];
  if (fraction && source) {
    reporter.type(fraction.key, '`fraction` and `source` both say which rows are held out: keep one of them.');
    return undefined;
  }
  if (!fraction && !source) {
    if (value.entries.length === 0 || seed) reporter.type(key, `\`validate\` says which rows are held out: ${example}.`);
    return undefined;
  }
  if (seed && source) reporter.type(seed.key, '`seed` draws the rows of `fraction`; with `source` nothing is drawn. Take it away.');
  const base = { key: { from: key.from, to: key.to }, from: entry.from, to: entry.to };
  if (source) return withSource(base, readText(source, reporter));
  const share = fraction && readFraction(fraction, reporter);
  return share && { ...base, fraction: share, seed: (seed && readSeed(seed, reporter)) ?? standardSeed };
}

function withSource(base: Pick<ValidateSpec, 'key' | 'from' | 'to'>, source: Located<string> | undefined): ValidateSpec | undefined {
  return source && { ...base, source: { ...source, value: source.value.trim() } };
}

function readFraction(entry: ConfigEntry, reporter: ShapeReporter): Located<number> | undefined {
  const number = readNumber(entry, reporter);
  if (!number || (number.value > 0 && number.value < 1)) return number;
  const percent = number.value > 1 && number.value < 100 ? ` Write ${String(number.value / 100)} for ${String(number.value)} %.` : '';
  reporter.type(number, `\`fraction\` is the share of rows that are held out, between 0 and 1; ${String(number.value)} is not.${percent}`);
  return undefined;
}

const readSeed = (entry: ConfigEntry, reporter: ShapeReporter): number | undefined =>
  readNumberIn(entry, reporter, (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32, 'a whole number from 0 to 4294967295');
