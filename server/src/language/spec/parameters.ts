import { suggested } from '../../engine/distributions/suggested.js';
import type { Expr } from '../../engine/expr/ast.js';
import { parseExpression } from '../../engine/expr/parse.js';
import type { ParameterSpec } from '../../engine/model/specification.js';
import type { Located } from '../../engine/model/dataSpec.js';
import type { ConfigEntry, ConfigMap, ConfigScalar } from '../syntax/config.js';
import { describe, isEmpty, locate, shorten, type ShapeReporter } from './shape.js';
import { readBoolean, readNumber, readText } from './values.js';

const keys = ['prior', 'lower', 'upper', 'start', 'fixed', 'reference', 'ordered', 'simplex'];
const keyForm = /^(?<name>[\p{L}_][\p{L}\p{N}_.]*)\s*(?:\[(?<entry>[^[\]]*)\])?$/u;

/** Reads `parameters`. */
export function readParameters(entry: ConfigEntry | undefined, reporter: ShapeReporter): ParameterSpec[] {
  if (!entry || isEmpty(entry.value)) return [];
  if (entry.value.kind === 'map') return entry.value.entries.flatMap((parameter) => readParameter(parameter, reporter) ?? []);
  reporter.type(
    entry.value,
    `\`parameters\` takes one key per unknown, such as \`theta: ${suggested.probabilityPrior}\`, not ${describe(entry.value)}.`,
  );
  return [];
}

function readParameter(entry: ConfigEntry, reporter: ShapeReporter): ParameterSpec | undefined {
  const groups = keyForm.exec(entry.key.text.trim())?.groups;
  const name = groups?.['name'];
  if (name === undefined) {
    reporter.type(
      entry.key,
      `\`${shorten(entry.key.text)}\` is not the name of a parameter: write a name such as \`mu\`, or one entry of a vector such as \`b[area]\`.`,
    );
    return undefined;
  }
  const part = groups?.['entry']?.replace(/\s/g, '');
  const base = {
    key: locate(entry.key.text, entry.key),
    name,
    from: entry.from,
    to: entry.to,
    ...(part === undefined ? {} : { entry: part }),
  };
  return { ...base, ...readValue(entry, reporter) };
}

function readValue(entry: ConfigEntry, reporter: ShapeReporter): Partial<ParameterSpec> {
  const { value } = entry;
  if (value.kind === 'map') return readMapping(value, entry.key.text, reporter);
  if (value.kind === 'scalar') return readScalar(value, reporter);
  reporter.type(
    value,
    `A parameter takes a prior, a number or a mapping, not a list. A vector is declared once: its prior applies to each entry.`,
  );
  return {};
}

function readScalar(value: ConfigScalar, reporter: ShapeReporter): Partial<ParameterSpec> {
  if (isEmpty(value)) return {};
  if (typeof value.value === 'number' && !value.quoted)
    return Number.isFinite(value.value) ? { fixed: locate(value.value, value) } : notFinite(value, reporter);
  const prior = readPrior(value, reporter);
  return prior ? { prior } : {};
}

function notFinite(value: ConfigScalar, reporter: ShapeReporter): Partial<ParameterSpec> {
  reporter.type(value, `A parameter can only be fixed at a finite number, not at \`${value.text}\`.`);
  return {};
}

/** A prior's tree; problems of its text are reported in the file's offsets. */
export function readPrior(value: ConfigScalar, reporter: ShapeReporter): Expr | undefined {
  const { expr, problems } = parseExpression(value.text, value.locate);
  reporter.problems.push(...problems);
  if (problems.length > 0 || !isNumeric(expr)) return expr;
  reporter.type(
    value,
    `\`${shorten(value.text)}\` is not computed: write the result as one number to fix the parameter, or write a prior such as \`${suggested.prior}\`.`,
  );
  return undefined;
}

/** An expression of numbers alone, such as `1/3`. */
function isNumeric(expr: Expr): boolean {
  if (expr.kind === 'unary') return isNumeric(expr.operand);
  if (expr.kind === 'binary') return isNumeric(expr.left) && isNumeric(expr.right);
  return expr.kind === 'number';
}

function readMapping(map: ConfigMap, name: string, reporter: ShapeReporter): Partial<ParameterSpec> {
  const entries = reporter.entries(map, keys, `a parameter`);
  const spec: Partial<ParameterSpec> = {
    ...readMappedPrior(entries.get('prior'), reporter),
    ...optional('fixed', entries, reporter, readNumber),
    ...optional('lower', entries, reporter, readBound),
    ...optional('upper', entries, reporter, readBound),
    ...optional('start', entries, reporter, readNumber),
    ...optional('reference', entries, reporter, readText),
    ...optional('ordered', entries, reporter, readBoolean),
    ...optional('simplex', entries, reporter, readNumber),
  };
  checkTogether(spec, name, reporter);
  return spec;
}

type Reader<T> = (entry: ConfigEntry, reporter: ShapeReporter) => Located<T> | undefined;

function optional<K extends string, T>(
  key: K,
  entries: ReadonlyMap<string, ConfigEntry>,
  reporter: ShapeReporter,
  read: Reader<T>,
): Partial<Record<K, Located<T>>> {
  const entry = entries.get(key);
  const value = entry && read(entry, reporter);
  return value ? ({ [key]: value } as Record<K, Located<T>>) : {};
}

/** A bound may be infinite: `lower: -.inf`, the same as none. */
function readBound(entry: ConfigEntry, reporter: ShapeReporter): Located<number> | undefined {
  const { value } = entry;
  const isInfinite =
    value.kind === 'scalar' && (value.value === Infinity || value.value === -Infinity || /^[-+]?inf(?:inity)?$/i.test(value.text));
  return isInfinite || isEmpty(value) ? undefined : readNumber(entry, reporter);
}

function readMappedPrior(entry: ConfigEntry | undefined, reporter: ShapeReporter): Partial<ParameterSpec> {
  if (!entry || isEmpty(entry.value)) return {};
  if (entry.value.kind !== 'scalar' || typeof entry.value.value === 'number') {
    reporter.type(entry.value, `\`prior\` takes a distribution such as \`${suggested.widePrior}\`, not ${describe(entry.value)}.`);
    return {};
  }
  const prior = readPrior(entry.value, reporter);
  return prior ? { prior } : {};
}

function checkTogether(spec: Partial<ParameterSpec>, name: string, reporter: ShapeReporter): void {
  const { lower, upper, start, fixed, prior } = spec;
  if (lower && upper && lower.value >= upper.value) {
    reporter.type(
      upper,
      `\`upper\` of \`${name}\` must be greater than \`lower\`: ${String(upper.value)} is not greater than ${String(lower.value)}.`,
    );
  } else if (start && ((lower && start.value < lower.value) || (upper && start.value > upper.value))) {
    reporter.type(start, `\`start\` of \`${name}\` lies outside its bounds.`);
  }
  checkVector(spec, name, reporter);
  if (fixed && (prior || start))
    reporter.type(fixed, `\`${name}\` is fixed: remove ${prior ? '`prior`' : '`start`'}, or remove \`fixed\` to estimate it.`);
}

/** `ordered` and `simplex` say how the entries of a vector constrain each other: no other bound can be combined with that. */
function checkVector(spec: Partial<ParameterSpec>, name: string, reporter: ShapeReporter): void {
  const { ordered, simplex, lower, upper, fixed } = spec;
  if (simplex && !(Number.isInteger(simplex.value) && simplex.value >= 2)) {
    reporter.type(simplex, `\`simplex\` takes the number of entries that sum to 1, at least 2; found ${String(simplex.value)}.`);
  }
  const kind = simplex ? 'simplex' : ordered?.value ? 'ordered' : undefined;
  if (kind === undefined) return;
  if (simplex && ordered?.value) reporter.type(ordered, `\`${name}\` cannot be both \`simplex\` and \`ordered\`.`);
  const other = lower ?? upper ?? fixed;
  const which = lower ? 'lower' : upper ? 'upper' : 'fixed';
  if (other) reporter.type(other, `\`${which}\` cannot be combined with \`${kind}\`: the entries of \`${name}\` constrain each other.`);
}
