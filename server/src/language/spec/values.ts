import type { Located } from '../../engine/model/dataSpec.js';
import type { ConfigEntry } from '../syntax/config.js';
import { describe, isEmpty, locate, shorten, type ShapeReporter } from './shape.js';

/** A finite number, as YAML knows it. */
export function readNumber(entry: ConfigEntry, reporter: ShapeReporter): Located<number> | undefined {
  const { key, value } = entry;
  const found = value.kind === 'scalar' && !value.quoted ? value.value : undefined;
  if (typeof found === 'number' && Number.isFinite(found)) return locate(found, value);
  const got = value.kind === 'scalar' && !isEmpty(value) ? `\`${shorten(value.text)}\`` : describe(value);
  const hint =
    value.kind === 'scalar' && /^[-+\d.\s/*^()eE]+$/.test(value.text) ? ' (expressions are not computed here: write the result)' : '';
  reporter.type(isEmpty(value) ? key : value, `\`${key.text}\` takes a number, not ${got}${hint}.`);
  return undefined;
}

/** A number within bounds. */
export function readNumberIn(
  entry: ConfigEntry,
  reporter: ShapeReporter,
  accepts: (value: number) => boolean,
  range: string,
): number | undefined {
  const number = readNumber(entry, reporter);
  if (!number || accepts(number.value)) return number?.value;
  reporter.type(number, `\`${entry.key.text}\` must be ${range}; ${String(number.value)} is not.`);
  return undefined;
}

/** A single text; a number or a truth value is taken as it is written. */
export function readText(entry: ConfigEntry, reporter: ShapeReporter): Located<string> | undefined {
  const { key, value } = entry;
  if (value.kind === 'scalar' && !isEmpty(value)) return locate(value.text, value);
  reporter.type(isEmpty(value) ? key : value, `\`${key.text}\` takes text, not ${describe(value)}.`);
  return undefined;
}

/** `true` or `false`. */
export function readBoolean(entry: ConfigEntry, reporter: ShapeReporter): Located<boolean> | undefined {
  const { key, value } = entry;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return locate(value.value, value);
  reporter.type(isEmpty(value) ? key : value, `\`${key.text}\` must be \`true\` or \`false\`, not ${describe(value)}.`);
  return undefined;
}
