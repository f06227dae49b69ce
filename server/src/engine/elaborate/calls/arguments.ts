import type { CallExpr, Expr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { type ArgumentRecord, contains, type Distribution, type Parameterisation } from '../../distributions/distribution.js';
import { distributions, latentDistributions, vectorPriors } from '../../distributions/index.js';
import { wrappers } from '../../distributions/wrappers/index.js';
import type { Span } from '../../../report/problem.js';
import { suggested } from '../../distributions/suggested.js';
import type { MatchedCall, Report } from './call.js';
import { isDistribution } from '../scope/names.js';
import { matchWrapper } from './wrapped.js';

/** `Normal(mu, sd = 2)` → which parameterisation is meant, and the expression for each argument. A wrapper's arguments come before those inside it. */
export function matchCall(expr: Expr, report: Report): MatchedCall | undefined {
  const call = asCall(expr);
  if (!call)
    return expr.kind === 'missing' ? undefined : report('type', `A distribution is needed here, such as ${suggested.prior}.`, expr);
  const wrapper = wrappers.get(call.callee.name);
  if (wrapper) return matchWrapper(call, wrapper, report, (inner) => matchCall(inner, report));
  const distribution = distributions.get(call.callee.name);
  if (!distribution) return unknownDistribution(call, report);
  const parameterisation = chooseParameterisation(distribution, call);
  if (!parameterisation) return wrongNames(distribution, call, report);
  const values = place(call, parameterisation, distribution, report);
  return values && { distribution, parameterisation, values };
}

/** `Flat` may be written without brackets. */
function asCall(expr: Expr): CallExpr | undefined {
  if (expr.kind === 'call') return expr;
  const bare = expr.kind === 'name' && (isDistribution(expr.name) || latentDistributions.has(expr.name));
  return bare ? { kind: 'call', callee: expr, arguments: [], from: expr.from, to: expr.to } : undefined;
}

function unknownDistribution({ callee }: CallExpr, report: Report): undefined {
  if (latentDistributions.has(callee.name))
    return report(
      'type',
      `${callee.name} is the distribution of correlated latent values: \`(u[g], v[g]) ~ ${callee.name}(sd = [s, t], correlation = rho)\`.`,
      callee,
    );
  if (vectorPriors.has(callee.name)) {
    return report(
      'type',
      `${callee.name} is a prior for a vector; it belongs under \`parameters\`, not in the model or inside another distribution.`,
      callee,
    );
  }
  const close = nearest(callee.name, [...distributions.keys(), ...vectorPriors.keys(), ...wrappers.keys(), ...latentDistributions.keys()]);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  return report('unknown-name', `There is no distribution \`${callee.name}\`.${guess}`, callee);
}

/** The first parameterisation that has all of the names that are given in a call. */
export function chooseParameterisation({ parameterisations }: Distribution, call: CallExpr): Parameterisation | undefined {
  const names = call.arguments.flatMap(({ name }) => (name ? [name.name] : []));
  return parameterisations.find(({ arguments: records }) => names.every((name) => records.some((record) => record.name === name)));
}

function wrongNames(distribution: Distribution, call: CallExpr, report: Report): undefined {
  const known = [...new Set(distribution.parameterisations.flatMap((each) => each.arguments.map(({ name }) => name)))];
  const wrong = call.arguments.find(({ name }) => name && !known.includes(name.name))?.name;
  if (!wrong) return report('type', `These arguments of ${distribution.name} cannot be combined. ${usage(distribution)}`, call);
  const close = nearest(wrong.name, known);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  return report('unknown-name', `${distribution.name} has no argument \`${wrong.name}\`.${guess} ${usage(distribution)}`, wrong);
}

const writtenArguments = ({ arguments: records }: Parameterisation): string[] =>
  records.filter(({ derived }) => !derived).map(({ name }) => name);

/** "Write Normal(mean, sd), Normal(mean, variance) or …". */
export function usage({ name, parameterisations }: Distribution): string {
  const forms = parameterisations.map((each) => `${name}(${writtenArguments(each).join(', ')})`);
  return `Write ${forms.join(' or ')}.`;
}

/** The expression for each argument; undefined after a problem was reported. */
export function place(
  call: CallExpr,
  { arguments: records }: Parameterisation,
  distribution: Distribution,
  report: Report,
): Expr[] | undefined {
  const values = new Map<string, Expr>();
  const positional = call.arguments.filter(({ name }) => !name);
  const taken = new Set(call.arguments.flatMap(({ name }) => (name ? [name.name] : [])));
  const free = records.filter(({ name }) => !taken.has(name));
  if (positional.length > free.length) {
    const extra = positional[free.length];
    return report('type', `${distribution.name} has too many arguments. ${usage(distribution)}`, extra ?? call);
  }
  positional.forEach(({ value }, i) => values.set(free[i]?.name ?? '', value));
  for (const { name, value } of call.arguments) {
    if (name && values.has(name.name)) return report('type', `The argument \`${name.name}\` is given twice.`, name);
    if (name) values.set(name.name, value);
  }
  const missing = records.filter(({ name }) => !values.has(name)).map(({ name }) => `\`${name}\``);
  if (missing.length > 0) return report('type', `${distribution.name} needs ${missing.join(' and ')}. ${usage(distribution)}`, call);
  return records.map(({ name }) => values.get(name)).filter((value) => value !== undefined);
}

/** Reports an argument that is a number outside its domain. */
export function checkConstant(record: ArgumentRecord, distribution: string, value: number | undefined, span: Span, report: Report): void {
  if (value === undefined || contains(record.domain, value)) return;
  report('type', `\`${record.name}\` of ${distribution} must be ${record.domain.text}; found ${foundText(value)}.`, span);
}

/** A number as it is; in words where it has no readable value. */
function foundText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'something without a value, such as 0/0' : 'a number too large to be stored, or a division by zero';
}
