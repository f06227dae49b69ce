import type { CallExpr, Expr } from '../../expr/ast.js';
import { Dirichlet } from '../../distributions/dirichlet.js';
import type { MatchedCall } from '../calls/call.js';
import type { Context } from '../scope/context.js';
import type { Entry } from '../../model/model.js';
import { callText } from '../../distributions/suggested.js';

export const isDirichlet = (expr: Expr): expr is CallExpr => expr.kind === 'call' && expr.callee.name === Dirichlet.name;

/** `Dirichlet(1, 2, 2)` or `Dirichlet(1)` as a prior for each share of a simplex; undefined after a problem was reported. */
export function dirichletCalls(context: Context, expr: CallExpr, entries: readonly Entry[]): MatchedCall[] | undefined {
  const indices = entries.map(({ index }) => index).join();
  const whole = context.entries.groups.find((group) => group.kind === 'simplex' && !group.rest && group.entries.join() === indices);
  if (!whole) {
    const example = `w: { simplex: 3, prior: ${callText(Dirichlet, 1, 1, 1)} }`;
    const hint = `Use it for a vector with \`simplex\`, such as the weights of a mixture: \`${example}\`.`;
    return context.report('type', `${Dirichlet.name} is a prior of shares that sum to 1. ${hint}`, expr);
  }
  const concentrations = concentrationsOf(expr, entries.length);
  if (!concentrations) {
    const message = `${Dirichlet.name} takes one concentration, or one for each of the ${String(entries.length)} shares.`;
    return context.report('type', message, expr);
  }
  const [parameterisation] = Dirichlet.parameterisations;
  if (!parameterisation) throw new Error(`${Dirichlet.name} has no parameterisation`);
  const { from, to } = expr;
  const total = concentrations.reduce((left, right) => ({ kind: 'binary', operator: '+', left, right, from, to }));
  const count: Expr = { kind: 'number', value: entries.length, from, to };
  return concentrations.map((own) => ({ distribution: Dirichlet, parameterisation, values: [own, total, count] }));
}

function concentrationsOf({ arguments: given }: CallExpr, count: number): Expr[] | undefined {
  if (given.some(({ name }) => name && name.name !== 'concentration')) return undefined;
  const [first] = given;
  const all = given.length === 1 && first?.value.kind === 'list' ? [...first.value.items] : given.map(({ value }) => value);
  const [one] = all;
  if (all.length === 1 && one) return Array.from({ length: count }, () => one);
  return all.length === count ? all : undefined;
}
