import type { ExpectedRange, ExpectSpec } from '../../engine/model/specification.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { ConfigEntry, ConfigNode } from '../syntax/config.js';
import { describe, isEmpty, locate, shorten, type ShapeReporter } from './shape.js';

const forms = '`0.7 ± 0.001`, `0.69 to 0.71`, `> 0` or `< 1`';

/** Reads `expect`: what estimates should be, and which findings are allowed. */
export function readExpect(entry: ConfigEntry | undefined, reporter: ShapeReporter): ExpectSpec[] {
  if (!entry || isEmpty(entry.value)) return [];
  if (entry.value.kind === 'map') return entry.value.entries.flatMap((each) => readOne(each, reporter) ?? []);
  reporter.type(entry.value, `\`expect\` takes a mapping such as \`{ theta: 0.7 ± 0.001 }\`, not ${describe(entry.value)}.`);
  return [];
}

function readOne({ key, value, from, to }: ConfigEntry, reporter: ShapeReporter): ExpectSpec | undefined {
  const base = { key: locate(key.text.trim(), key), value: { from: value.from, to: value.to }, from, to };
  if (key.text.trim() === 'findings') {
    const allowed = readFindings(value, reporter);
    return allowed && { ...base, kind: 'findings', allowed };
  }
  if (value.kind !== 'scalar' || isEmpty(value)) {
    reporter.type(isEmpty(value) ? key : value, `\`${shorten(key.text)}\` is expected to be what? Write ${forms}, not ${describe(value)}.`);
    return undefined;
  }
  const range = rangeOf(value.text);
  if (typeof range === 'object') return { ...base, kind: 'range', text: value.text.trim(), range };
  reporter.type(value, range);
  return undefined;
}

const number = String.raw`[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+−]?\d+)?`;
const around = new RegExp(`^(${number})\\s*(?:±|\\+-|\\+/-)\\s*(.*)$`);
const between = new RegExp(`^(${number})\\s+to\\s+(${number})$`);
const beyond = new RegExp(`^(<=|>=|<|>|≤|≥)\\s*(${number})$`);

const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll('−', '-'));

/** The range that a text stands for, or what is wrong with it. */
function rangeOf(written: string): ExpectedRange | string {
  const text = written.trim();
  const [, centre, tolerance] = around.exec(text) ?? [];
  if (centre !== undefined && tolerance !== undefined) {
    const [value, off] = [numberOf(centre), numberOf(tolerance)];
    if (tolerance !== '' && Number.isFinite(off) && off >= 0) return { lower: value - off, upper: value + off, open: false };
    return `The tolerance \`${shorten(tolerance)}\` is not a number from 0 on: write, for example, \`${centre} ± 0.001\`.`;
  }
  const [, least, most] = between.exec(text) ?? [];
  if (least !== undefined && most !== undefined) {
    const range = { lower: numberOf(least), upper: numberOf(most), open: false };
    return range.lower <= range.upper ? range : `\`${shorten(text)}\` holds no number: write the smaller one first.`;
  }
  const [, sign = '', bound] = beyond.exec(text) ?? [];
  if (bound !== undefined) return beyondBound(sign, numberOf(bound));
  if (new RegExp(`^${number}$`).test(text))
    return `How close to ${text} is close enough? Write, for example, \`${text} ± ${toleranceFor(text)}\`.`;
  return `\`${shorten(text)}\` is not an expectation: write ${forms}.`;
}

function beyondBound(sign: string, bound: number): ExpectedRange {
  const open = sign === '<' || sign === '>';
  return /[<≤]/.test(sign) ? { lower: -Infinity, upper: bound, open } : { lower: bound, upper: Infinity, open };
}

/** Half of the last digit. */
function toleranceFor(text: string): string {
  const decimals = /\.(\d*)$/.exec(text)?.[1]?.length ?? 0;
  return (0.5 * 10 ** -decimals).toFixed(decimals + 1);
}

/** `none`, or the codes that are allowed. */
function readFindings(value: ConfigNode, reporter: ShapeReporter): Located<string>[] | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  const codes = items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [locate(item.text.trim(), item)] : []));
  if (codes.length < items.length || codes.length === 0) {
    reporter.type(value, `\`findings\` takes \`none\`, or the codes that are allowed, such as \`[few-rows]\`, not ${describe(value)}.`);
    return undefined;
  }
  return codes.filter((code) => code.value !== 'none');
}
