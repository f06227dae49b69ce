import type { CallExpr, Expr, NameExpr } from '../../expr/ast.js';
import { matchesGlob } from '../../expr/glob.js';
import type { Context } from '../scope/context.js';

/** Columns that a message names at most. */
const MOST_NAMED = 8;

/** `columns("pixel*")`: the columns of the data whose names match, in their order; undefined after a problem was reported. */
export function columnList(context: Context, call: CallExpr): NameExpr[] | undefined {
  const [first] = call.arguments;
  const pattern = first?.value;
  if (pattern?.kind !== 'string' || call.arguments.length !== 1) {
    return context.report(
      'type',
      'columns takes a pattern in quotes: columns("pixel*"), where * stands for any characters and ? for one.',
      call,
    );
  }
  const names = context.schema.columns.map(({ name }) => name);
  const found = names.filter((name) => matchesGlob(pattern.value, name));
  if (found.length > 0) return found.map((name) => ({ kind: 'name', name, from: call.from, to: call.to }));
  const some = names.slice(0, MOST_NAMED).map((name) => `\`${name}\``);
  const rest = names.length > MOST_NAMED ? ', …' : '';
  return context.report('unknown-name', `No column matches "${pattern.value}". The data have ${some.join(', ')}${rest}.`, pattern);
}

/** Whether an expression is a call of `columns`. */
export const isColumnList = (expr: Expr | undefined): expr is CallExpr => expr?.kind === 'call' && expr.callee.name === 'columns';
