import type { Expr, IndexExpr } from '../../engine/expr/ast.js';
import { withIndices } from '../../engine/expr/parts.js';
import { parseExpression } from '../../engine/expr/parse.js';
import type { DerivedSpec } from '../../engine/model/specification.js';
import type { ConfigEntry, ConfigScalar } from '../syntax/config.js';
import { describe, isEmpty, locate, shorten, type ShapeReporter } from './shape.js';

const nameForm = /^[\p{L}_][\p{L}\p{N}_.]*$/u;

/** Reads `derived`: a name for each function of parameters. */
export function readDerived(entry: ConfigEntry | undefined, reporter: ShapeReporter): DerivedSpec[] {
  if (!entry || isEmpty(entry.value)) return [];
  if (entry.value.kind === 'map') return entry.value.entries.flatMap((each) => readQuantity(each, reporter) ?? []);
  reporter.type(entry.value, `\`derived\` takes a mapping such as \`{ odds: exp(b) }\`, not ${describe(entry.value)}.`);
  return [];
}

function readQuantity(entry: ConfigEntry, reporter: ShapeReporter): DerivedSpec | undefined {
  const { key, value, from, to } = entry;
  const name = key.text.trim();
  if (!nameForm.test(name)) {
    reporter.type(key, `\`${shorten(key.text)}\` cannot be the name of a derived quantity: write a word such as \`odds\`.`);
  } else if (value.kind !== 'scalar' || isEmpty(value)) {
    reporter.type(isEmpty(value) ? key : value, `\`${name}\` takes a formula of parameters such as \`exp(b)\`, not ${describe(value)}.`);
  } else {
    return { key: locate(name, key), value: readFormula(value, reporter), from, to };
  }
  return undefined;
}

/** A formula whose brackets hold labels of entries, as texts: `b[area^2]`, `B[virginica, x1]`. Problems are reported in the file's offsets. */
function readFormula(value: ConfigScalar, reporter: ShapeReporter): Expr {
  const { text, labels } = withoutLabels(value);
  const { expr, problems } = parseExpression(text, value.locate);
  reporter.problems.push(...problems);
  return withIndices(expr, (index) => label(index, labels));
}

/** Brackets after a name. */
const brackets = /(?<=[\p{L}\p{N}_.`]\s*)\[([^[\]]*[^[\]\s][^[\]]*)\]/gu;

/** A label need not be an expression (`b[2-4 years]`): a word of the same length stands for it while the formula is read, so that no offset moves. */
function withoutLabels({ text, locate }: ConfigScalar): { text: string; labels: ReadonlyMap<number, string> } {
  const labels = new Map<number, string>();
  const masked = text.replace(brackets, (_, label: string, at: number) => {
    labels.set(locate(at + 1), label.replace(/\s/g, ''));
    return `[${'x'.repeat(label.length)}]`;
  });
  return { text: masked, labels };
}

function label(expr: IndexExpr, labels: ReadonlyMap<number, string>): Expr {
  const [index] = expr.indices;
  const value = index && labels.get(index.from);
  return index && value !== undefined ? { ...expr, indices: [{ kind: 'string', value, from: index.from, to: index.to }] } : expr;
}
