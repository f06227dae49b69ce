import type { CallExpr, Expr } from '../../expr/ast.js';
import { MultivariateNormal } from '../../distributions/multivariateNormal.js';
import { domains } from '../../distributions/distribution.js';
import { standardNormal } from '../../distributions/normal.js';
import type { NodeId } from '../../ir/graph.js';
import { place } from '../calls/arguments.js';
import type { Context } from '../scope/context.js';
import type { LatentShape } from '../../model/model.js';
import { at } from '../../numeric/at.js';
import { bareParameter } from '../scope/names.js';

export const isMultivariateNormal = (expr: Expr): expr is CallExpr => expr.kind === 'call' && expr.callee.name === MultivariateNormal.name;

/**
 * Correlated values mean + diag(sd) L z of independent standard Normal z, where L Lᵀ is the matrix of correlations. Undefined after a problem was
 * reported.
 */
export function multivariateNormal(context: Context, call: CallExpr, z: readonly NodeId[]): LatentShape | undefined {
  const [parameterisation] = MultivariateNormal.parameterisations;
  const report = context.report.bind(context);
  const values = parameterisation && place(withMean(call), parameterisation, MultivariateNormal, report);
  const [sd, correlation, mean] = values ?? [];
  if (!sd || !correlation || !mean) return undefined;
  const pairs = (z.length * (z.length - 1)) / 2;
  const sds = list(context, sd, z.length, 'sd', domains.positive);
  const correlations = list(context, correlation, pairs, 'correlation', MultivariateNormal.correlation);
  const means = isZero(mean) ? z.map(() => context.o.num(0)) : list(context, mean, z.length, 'mean', domains.real);
  if (!sds || !correlations || !means) return undefined;
  const { o } = context;
  const factor = choleskyOf(context, correlations, z.length);
  const sum = (nodes: readonly NodeId[]): NodeId => nodes.reduce((a, b) => o.add(a, b));
  const standard = factor.map((row) => sum(row.map((l, j) => o.mul(l, at(z, j)))));
  return {
    values: standard.map((each, i) => o.add(at(means, i), o.mul(at(sds, i), each))),
    root: sum(z.map((each) => standardNormal(o, each))),
    args: [...sds, ...correlations, ...means],
  };
}

/** The mean may be left out. */
function withMean(call: CallExpr): CallExpr {
  const { from, to } = call;
  const isGiven = call.arguments.length > 2 || call.arguments.some(({ name }) => name?.name === 'mean');
  if (isGiven) return call;
  const name = { kind: 'name' as const, name: 'mean', from, to };
  return { ...call, arguments: [...call.arguments, { name, value: { kind: 'number', value: 0, from, to }, from, to }] };
}

const isZero = (expr: Expr): boolean => expr.kind === 'number' && expr.value === 0;

/** The nodes of a list of that length; a single number may be written without brackets. */
function list(
  context: Context,
  expr: Expr,
  length: number,
  name: string,
  domain: typeof MultivariateNormal.correlation,
): NodeId[] | undefined {
  const items = expr.kind === 'list' ? expr.items : [expr];
  if (items.length !== length) {
    const message = `\`${name}\` takes ${length === 1 ? 'one number' : `a list of ${String(length)}`} here, found ${String(items.length)}.${hintFor(name, length)}`;
    return context.report('type', message, expr);
  }
  const nodes = items.map((item) => {
    const node = context.lower(item);
    const value = node === undefined ? undefined : context.graph.constantValue(node);
    if (value !== undefined && !(value > domain.lower && value < domain.upper))
      return context.report('type', `\`${name}\` is ${String(value)}; it must be ${domain.text}.`, item);
    const owner = bareParameter(context, item);
    if (owner !== undefined) context.entries.narrow(owner, domain);
    return node;
  });
  return nodes.every((node) => node !== undefined) ? nodes : undefined;
}

const hintFor = (name: string, length: number): string =>
  name === 'correlation' && length > 1 ? ' One for each pair of values: 1 with 2, 1 with 3, …, 2 with 3, and so on.' : '';

/** The lower factor of a matrix of correlations, row by row (Golub & Van Loan 2013, algorithm 4.2.1). Its rows have length 1. */
function choleskyOf({ o }: Context, correlations: readonly NodeId[], size: number): NodeId[][] {
  const correlation = (i: number, j: number): NodeId => at(correlations, (j * (2 * size - j - 1)) / 2 + (i - j - 1));
  const rows: NodeId[][] = [];
  const product = (a: readonly NodeId[], b: readonly NodeId[], count: number): NodeId =>
    Array.from({ length: count }, (_, k) => o.mul(at(a, k), at(b, k))).reduce((left, right) => o.add(left, right), o.num(0));
  for (let i = 0; i < size; i++) {
    const row: NodeId[] = [];
    for (let j = 0; j < i; j++) {
      const other = at(rows, j);
      row.push(o.div(o.sub(correlation(i, j), product(row, other, j)), at(other, j)));
    }
    row.push(o.sqrt(o.sub(o.num(1), product(row, row, i))));
    rows.push(row);
  }
  return rows;
}
