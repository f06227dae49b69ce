import type { Distribution, Parameterisation, Widening } from '../../engine/distributions/distribution.js';
import type { CallExpr } from '../../engine/expr/ast.js';
import type { Likelihood } from '../../engine/model/model.js';
import { declarationEdit } from '../../engine/elaborate/scope/names.js';
import type { Fix } from '../../report/problem.js';
import type { Fitted } from './check.js';
import { callOf } from './statements.js';

type Argument = CallExpr['arguments'][number];
type Edit = Fix['edits'][number];

/** "negative binomial distribution": a title without what comes after its colon. */
export const shortTitle = ({ title }: Distribution): string => title.split(':')[0] ?? title;

/** A call of the narrower distribution as one of the wider: arguments keep their order, and their place where they have one there. */
class Rewriting {
  readonly edits: Edit[] = [];
  /** From here on arguments need their names. */
  private isNamed = false;
  /** Names of arguments that are written without them, in their order. */
  private readonly positional: string[];

  constructor(
    call: CallExpr,
    narrow: Parameterisation,
    private readonly wide: Distribution,
    private readonly widening: Widening,
  ) {
    const named = new Set(call.arguments.map((argument) => argument.name?.name));
    this.positional = narrow.arguments.map(({ name }) => name).filter((name) => !named.has(name));
  }

  /** False where the wider distribution has no such argument. */
  argument({ name, value }: Argument, place: number): boolean {
    const own = name?.name ?? this.positional.shift() ?? '';
    const target = this.widening.arguments[own];
    if (!target) return false;
    if (name && target.name !== own) this.edits.push({ span: { from: name.from, to: name.to }, text: target.name });
    const before = name || this.standsAt(place, target.name) ? '' : `${target.name} = `;
    const call = target.through === undefined ? '' : `${target.through}(`;
    if (before + call !== '') this.edits.push({ span: { from: value.from, to: value.from }, text: before + call });
    if (call !== '') this.edits.push({ span: { from: value.to, to: value.to }, text: ')' });
    if (name || before !== '') this.isNamed = true;
    return true;
  }

  /** The argument that the narrower distribution has not, as it is added after `place` others. */
  further(place: number, name: string): string {
    return this.standsAt(place, name) ? `, ${name}` : `, ${name} = ${name}`;
  }

  private standsAt(place: number, name: string): boolean {
    return !this.isNamed && this.wide.parameterisations[0]?.arguments[place]?.name === name;
  }
}

/** `Poisson(rate)` becomes `NegativeBinomial(rate, dispersion)`, with a parameter more. None where its name is taken. */
export function dispersionFix({ spec, bound }: Fitted, { span, parameterisation, outcome }: Likelihood, wide: Distribution): Fix[] {
  const call = callOf(spec, outcome.span.from);
  if (!wide.widens || !call || call.from < span.from) return [];
  const name = wide.widens.parameter;
  const isTaken = bound.model.columns.some((column) => column.kind === 'data' && column.name === name);
  if (isTaken || spec.parameters.some((parameter) => parameter.name === name)) return [];
  const rewriting = new Rewriting(call, parameterisation, wide, wide.widens);
  if (!call.arguments.every((argument, place) => rewriting.argument(argument, place))) return [];
  const end = call.to - 1;
  const edits = [
    { span: { from: call.callee.from, to: call.callee.to }, text: wide.name },
    ...rewriting.edits,
    { span: { from: end, to: end }, text: rewriting.further(call.arguments.length, name) },
    declarationEdit(spec, name),
  ];
  return [{ title: `Use a ${shortTitle(wide)}`, edits }];
}
