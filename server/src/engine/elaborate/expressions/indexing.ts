import type { BinaryExpr, Expr, IndexExpr } from '../../expr/ast.js';
import type { NodeId } from '../../ir/graph.js';
import { noEntry } from '../../model/entryIndex.js';
import { at } from '../../numeric/at.js';
import type { Context } from '../scope/context.js';
import { lowerLatent } from '../statements/latent.js';
import { unknownName } from '../scope/names.js';

/** `b[region]`: one parameter per level. */
export function lowerIndex(context: Context, expr: IndexExpr): NodeId | undefined {
  const { base, indices } = expr;
  if (context.latentDeclarations.has(base.name)) return lowerLatent(context, expr);
  const parameter = context.parameter(base.name);
  if (!parameter && context.dataColumn(base.name))
    return context.report('type', `\`${base.name}\` is a column: it has one value a row and is written without an index.`, expr);
  if (!parameter) return unknownName(context, base);
  const [index] = indices;
  if (index === undefined || indices.length > 1)
    return context.report('not-supported', 'An index with several columns is not supported yet.', expr);
  const levels = index.kind === 'name' ? context.levels(index.name) : undefined;
  if (index.kind !== 'name' || !levels) return notALevel(context, index);
  const reference = parameter.reference?.value;
  const free = levels.filter((level) => level !== reference);
  if (reference !== undefined && free.length === levels.length) return unknownReference(context, base.name, index.name, levels);
  const entries = context.entries.vector(parameter, free, base);
  if (!entries) return undefined;
  const map = levels.map((level) => (level === reference ? noEntry : at(entries, free.indexOf(level))));
  return context.variable({ kind: 'gather', entries: map, codes: context.column({ kind: 'data', name: index.name }) });
}

const NUMBERED =
  'An index is a column of categories, so each row has its entry. Numbered entries cannot be named in `model`: use parameters such as m1 and m2, or a list of them, [m1, m2].';

function notALevel(context: Context, index: Expr): undefined {
  if (index.kind === 'number') return context.report('type', NUMBERED, index);
  if (index.kind === 'name' && !context.dataColumn(index.name)) return unknownName(context, index);
  const name = index.kind === 'name' ? index.name : 'column';
  if (context.dataColumn(name)?.kind === 'image')
    return context.report('type', `\`${name}\` is an image, and an index must be a column of categories.`, index);
  return context.report(
    'type',
    `An index must be a column of categories. A numeric column becomes one with \`types: { ${name}: category }\` under \`data\`.`,
    index,
  );
}

function unknownReference(context: Context, parameter: string, column: string, levels: readonly string[]): undefined {
  const reference = context.parameter(parameter)?.reference;
  if (!reference) return undefined;
  return context.report('unknown-name', `\`${reference.value}\` is not a level of \`${column}\`: ${levels.join(', ')}.`, reference);
}

/** `region == "north"`: a column of categories and one of its levels. */
export function isLevelComparison(context: Context, { operator, left, right }: BinaryExpr): boolean {
  return (
    (operator === '==' || operator === '!=') && right.kind === 'string' && left.kind === 'name' && context.levels(left.name) !== undefined
  );
}

/** 1 where the column has that level; undefined after a problem was reported. */
export function levelComparison(context: Context, { operator, left, right }: BinaryExpr): NodeId | undefined {
  if (left.kind !== 'name' || right.kind !== 'string') return undefined;
  const levels = context.levels(left.name) ?? [];
  const code = levels.indexOf(right.value);
  if (code < 0)
    return context.report('unknown-name', `\`${right.value}\` is not a level of \`${left.name}\`: ${levels.join(', ')}.`, right);
  const equal = context.o.equal(context.column({ kind: 'data', name: left.name }), context.o.num(code));
  return operator === '==' ? equal : context.o.sub(context.o.num(1), equal);
}
