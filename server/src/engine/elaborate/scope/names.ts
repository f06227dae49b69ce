import type { Expr, NameExpr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { distributions, latentDistributions, vectorPriors } from '../../distributions/index.js';
import { wrappers } from '../../distributions/wrappers/index.js';
import type { Fix, Span } from '../../../report/problem.js';
import type { Context } from './context.js';
import { functions, specialForms } from '../functions/functions.js';
import type { ModelSpec } from '../../model/specification.js';

/** Reports an unknown name, with the nearest known name and, for a value, the offer to declare it. */
export function unknownName(context: Context, { name, from, to }: NameExpr): undefined {
  const span = { from, to };
  if (context.networks.has(name))
    return context.report('type', `\`${name}\` is a network: give it its inputs in brackets, ${name}(…).`, span);
  const close = nearest(name, [...context.names(), 'pi']);
  const longer = longerName(context, name);
  if (longer !== undefined) return context.report('unknown-name', longerText(name, longer), span);
  const guess = close === undefined ? columnsText(context) : ` Did you mean \`${close}\`?`;
  const fixes = [...replacements(close, span), declaration(context, name)];
  return context.report(
    'unknown-name',
    `\`${name}\` is not a column, a parameter or a definition.${guess} A parameter is declared under \`parameters\`.`,
    span,
    fixes,
  );
}

/** A column with a name of several words, of which this is one. */
const longerName = ({ schema: { columns } }: Context, name: string): string | undefined =>
  (columns.length > 1 ? columns : [])
    .map((column) => column.name)
    .find((each) => !isWord(each) && each.split(/[^\p{L}\p{N}_.]+/u).includes(name));

const longerText = (name: string, longer: string): string =>
  `\`${name}\` is not a column, a parameter or a definition. In a model the column \`${longer}\` is written in backticks, as in this message. ` +
  'Such a statement cannot follow `model:` on the same line: write `model: |` with the statement below it.';

/** The names of columns that a message lists. */
const MOST_NAMED = 8;

/** What the data have: a missing name may be spelt differently there. */
function columnsText({ schema: { columns, unread = [] } }: Context): string {
  const names = [...columns.map(({ name }) => name), ...unread];
  const shown = names.slice(0, MOST_NAMED);
  const [only = ''] = names;
  if (names.length === 1 && /\s/.test(only))
    return ` The data have a single column, \`${shorten(only)}\`: are its fields separated by something other than commas, semicolons, tabs or bars?`;
  if (names.length === 0) return '';
  const list = `${shown.map((name) => `\`${shorten(name)}\``).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;
  const odd = shown.find((name) => !isWord(name) && name.length <= LONGEST_NAME);
  const quoting = odd === undefined ? '' : ` (in a model, \`${odd}\` is written with its backticks)`;
  return ` The data have ${names.length === 1 ? 'the column' : 'the columns'} ${list}${quoting}.`;
}

const LONGEST_NAME = 40;

const isWord = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name);

const shorten = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

/** Whether a name is callable: a function or a distribution. */
export const isCallable = (name: string): boolean => functions.has(name) || specialForms.has(name) || isDistribution(name);

/** Whether a name is that of a distribution that this version computes. */
export const isDistribution = (name: string): boolean =>
  [distributions, wrappers, vectorPriors, latentDistributions].some((records) => records.has(name));

/** Reports a function or distribution that does not exist or is still to come. */
export function unknownFunction(context: Context, { name, from, to }: NameExpr): undefined {
  const span = { from, to };
  const close = nearest(name, [
    ...functions.keys(),
    ...specialForms.keys(),
    ...distributions.keys(),
    ...wrappers.keys(),
    ...vectorPriors.keys(),
    ...latentDistributions.keys(),
    ...context.networks.keys(),
  ]);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  return context.report('unknown-name', `There is no function or distribution \`${name}\`.${guess}`, span, replacements(close, span));
}

/** The parameter that an argument consists of, if it is a bare parameter: its support follows from the argument's domain. */
export function bareParameter(context: Context, expr: Expr): string | undefined {
  if (expr.kind === 'index') return expr.base.name;
  if (expr.kind !== 'name' || context.dataColumn(expr.name) || context.definitions.has(expr.name)) return undefined;
  return context.parameter(expr.name) ? expr.name : undefined;
}

/** Offers to replace one name by another. */
export function replacements(close: string | undefined, { from, to }: Span): Fix[] {
  return close === undefined ? [] : [{ title: `Change to \`${close}\``, edits: [{ span: { from, to }, text: close }], preferred: true }];
}

const declaration = ({ spec }: Context, name: string): Fix => ({
  title: `Declare the parameter \`${name}\``,
  edits: [declarationEdit(spec, name)],
});

/** Declares parameters under `parameters`. */
export function declarationEdit({ parameterInsertion }: ModelSpec, ...names: readonly string[]): Fix['edits'][number] {
  const { offset, indent, needsKey, inBraces, needsBreak } = parameterInsertion;
  const span = { from: offset, to: offset };
  if (inBraces) return { span, text: names.map((name) => ` ${name}: null,`).join('') };
  const lines = [...(needsKey ? ['parameters:'] : []), ...names.map((name) => `${indent}${name}:`)];
  return { span, text: lines.map((line) => (needsBreak ? `\n${line}` : `${line}\n`)).join('') };
}
