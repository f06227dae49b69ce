import type { Argument, CallExpr, Expr } from '../../expr/ast.js';
import { printCompact } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import { columnList, isColumnList } from './columnList.js';
import type { Context } from '../scope/context.js';
import { expandFormula, type Factor, type Formula, isTooLarge, keyOf, tooLarge } from './formula.js';
import { unknownName } from '../scope/names.js';
import type { ParameterSpec } from '../../model/specification.js';

/** A column of a design matrix: a node over data alone, under R's label. */
interface DesignColumn {
  readonly label: string;
  readonly node: NodeId;
}

/** `linear(b, formula)` as one number a row. */
export function linearVariable(context: Context, call: CallExpr): NodeId | undefined {
  return only(linearByClass(context, call, undefined));
}

/** `linear(B, formula)` as one number a row and class; class `reference` is 0. */
export function linearByClass(context: Context, call: CallExpr, classes: readonly string[] | undefined): NodeId[] | undefined {
  const [vector, formula] = call.arguments;
  if (!vector || !formula || call.arguments.length !== 2) {
    return context.report('type', 'linear takes a parameter and a formula: linear(b, area + rooms).', call);
  }
  const parameter = vectorParameter(context, vector);
  const design = designOf(context, formula.value);
  return parameter && design ? predictors(context, parameter, design, classes, vector) : undefined;
}

/** `dot(b, [area, rooms])`: an inner product without an intercept. */
export function dotVariable(context: Context, call: CallExpr): NodeId | undefined {
  return only(dotByClass(context, call, undefined));
}

export function dotByClass(context: Context, call: CallExpr, classes: readonly string[] | undefined): NodeId[] | undefined {
  const [vector, list] = call.arguments;
  if (!vector || !list || !(list.value.kind === 'list' || isColumnList(list.value)) || call.arguments.length !== 2) {
    return context.report('type', 'dot takes a parameter and a list of columns: dot(b, [area, rooms]) or dot(b, columns("x*")).', call);
  }
  const parameter = vectorParameter(context, vector);
  const items = itemsOf(context, list.value.kind === 'list' ? list.value.items : [list.value]);
  if (!items) return undefined;
  const columns = items.map((item) => dataColumn(context, { label: printCompact(item), expr: item }));
  if (!parameter || !columns.every((column) => column !== undefined)) return undefined;
  return predictors(context, parameter, columns, classes, vector);
}

/** The items of a list, each `columns("…")` among them as the columns that match; undefined after a problem was reported. */
function itemsOf(context: Context, items: readonly Expr[]): Expr[] | undefined {
  const found = items.map((item) => (isColumnList(item) ? columnList(context, item) : [item]));
  return found.every((each) => each !== undefined) ? found.flat() : undefined;
}

const only = (nodes: NodeId[] | undefined): NodeId | undefined => nodes?.[0];

function vectorParameter(context: Context, { value }: Argument): ParameterSpec | undefined {
  if (value.kind !== 'name') return context.report('type', 'The first argument must be the name of a parameter.', value);
  return context.parameter(value.name) ?? unknownName(context, value);
}

function predictors(
  context: Context,
  parameter: ParameterSpec,
  design: readonly DesignColumn[],
  classes: readonly string[] | undefined,
  span: Argument,
): NodeId[] | undefined {
  if (classes === undefined) return wrap(predictor(context, parameter, design, undefined, span));
  const reference = parameter.reference;
  if (reference && !classes.includes(reference.value)) {
    return context.report('unknown-name', `\`${reference.value}\` is not a class of the outcome: ${classes.join(', ')}.`, reference);
  }
  const nodes = classes.map((label) =>
    label === reference?.value ? context.o.num(0) : predictor(context, parameter, design, label, span),
  );
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

const wrap = (node: NodeId | undefined): NodeId[] | undefined => (node === undefined ? undefined : [node]);

function predictor(
  context: Context,
  parameter: ParameterSpec,
  design: readonly DesignColumn[],
  label: string | undefined,
  span: Argument,
): NodeId | undefined {
  const labels = design.map((column) => (label === undefined ? column.label : `${label}, ${column.label}`));
  const entries = context.entries.vector(parameter, labels, span);
  return (
    entries &&
    context.variable({ kind: 'linear', entries, design: design.map(({ node }) => node), labels: design.map((column) => column.label) })
  );
}

/** The columns of the design matrix of a formula, coded as R codes it. */
function designOf(context: Context, expr: Expr): DesignColumn[] | undefined {
  const before = context.problems.length;
  const written = expandFormula(expr, {
    complain: (message, span) => context.report('type', message, span),
    columns: (call) => columnList(context, call),
  });
  // Where the cutpoints hold the intercept, factors keep their contrasts all the same, as in R's polr.
  const formula = context.intercept ? written : { ...written, intercept: true };
  const coding = codingOf(context, formula);
  const size = formula.terms.reduce((sum, term) => sum + columnsOf(context, term, coding), 0);
  if (isTooLarge(size)) return context.report('type', tooLarge('columns', size), expr);
  const columns = formula.terms.map((term) => termColumns(context, term, coding));
  if (context.problems.length > before || !columns.every((each) => each !== undefined)) return undefined;
  const intercept = formula.intercept && context.intercept ? [{ label: 'Intercept', node: context.o.num(1) }] : [];
  const design = [...intercept, ...columns.flat()];
  return design.length > 0 ? design : context.report('type', 'The formula has no terms: nothing is left to estimate.', expr);
}

/** What the coding of a factor follows from. */
interface Coding {
  readonly intercept: boolean;
  /** The first categorical main effect. */
  readonly first: string | undefined;
  /** Keys of all terms. */
  readonly terms: ReadonlySet<string>;
}

const codingOf = (context: Context, { intercept, terms }: Formula): Coding => ({
  intercept,
  first: firstFactor(context, terms),
  terms: new Set(terms.map(keyOf)),
});

/** How many columns a term has. */
function columnsOf(context: Context, term: readonly Factor[], coding: Coding): number {
  return term.reduce((product, factor) => {
    const levels = factor.expr.kind === 'name' ? context.levels(factor.expr.name) : undefined;
    return levels ? product * (levels.length - (isContrast(term, factor, coding) ? 1 : 0)) : product;
  }, 1);
}

function termColumns(context: Context, term: readonly Factor[], coding: Coding): DesignColumn[] | undefined {
  const parts = term.map((factor) => factorColumns(context, factor, () => isContrast(term, factor, coding)));
  if (!parts.every((part) => part !== undefined)) return undefined;
  return parts.reduce((left, right) =>
    right.flatMap((b) => left.map((a) => ({ label: `${a.label}:${b.label}`, node: context.o.mul(a.node, b.node) }))),
  );
}

/** R's rule of marginality: a factor is coded by contrasts where the term without it is in the formula, else by all its levels. */
function isContrast(term: readonly Factor[], factor: Factor, { intercept, first, terms }: Coding): boolean {
  const rest = term.filter(({ label }) => label !== factor.label);
  return rest.length === 0 ? intercept || factor.label !== first : terms.has(keyOf(rest));
}

/** Without an intercept the first categorical main effect keeps all its levels. */
function firstFactor(context: Context, terms: Formula['terms']): string | undefined {
  const mains = terms.flatMap((term) => (term.length === 1 ? term : []));
  return mains.find(({ expr }) => expr.kind === 'name' && context.levels(expr.name) !== undefined)?.label;
}

function factorColumns(context: Context, factor: Factor, contrast: () => boolean): DesignColumn[] | undefined {
  const { expr, label } = factor;
  const levels = expr.kind === 'name' ? context.levels(expr.name) : undefined;
  if (expr.kind !== 'name' || !levels) return wrapColumn(dataColumn(context, factor));
  const column = context.column({ kind: 'data', name: expr.name });
  const isBoolean = context.dataColumn(expr.name)?.kind === 'boolean';
  const all = levels.map((level, code) => ({
    label: `${label}${isBoolean ? level.toUpperCase() : level}`,
    node: context.o.equal(column, context.o.num(code)),
  }));
  return contrast() ? all.slice(1) : all;
}

const wrapColumn = (column: DesignColumn | undefined): DesignColumn[] | undefined => (column ? [column] : undefined);

function dataColumn(context: Context, { label, expr }: Factor): DesignColumn | undefined {
  const node = context.lower(expr);
  if (node === undefined) return undefined;
  if (context.isData(node)) return { label, node };
  return context.report(
    'type',
    `\`${label}\` has a parameter or a recursion in it; the terms of a linear predictor are columns of the data.`,
    expr,
  );
}
