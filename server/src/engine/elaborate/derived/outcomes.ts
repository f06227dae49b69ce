import type { CallExpr, Expr } from '../../expr/ast.js';
import { nearest } from '../../expr/nearest.js';
import { printExpr } from '../../expr/print.js';
import type { NodeId } from '../../ir/graph.js';
import type { Likelihood } from '../../model/model.js';
import type { Context } from '../scope/context.js';

/** The likelihood statement of an outcome as it is written there, of the values themselves where they are censored; undefined after a problem was reported. */
export function statementOf(context: Context, likelihoods: readonly Likelihood[], outcome: Expr, call: CallExpr): Likelihood | undefined {
  const text = printExpr(outcome);
  const found = likelihoods.filter((each) => each.outcome.text === text);
  const { name } = call.callee;
  if (found.length > 1)
    return context.report('not-supported', `\`${text}\` is the outcome of several statements: ${name} has no single answer.`, outcome);
  if (found[0]) return { ...found[0], ...found[0].parameterisation.uncensored?.(found[0].args) };
  const known = likelihoods.map((each) => each.outcome.text);
  const close = nearest(text, known);
  const guess = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  const list = known.map((each) => `\`${each}\``).join(', ');
  const has =
    known.length === 0 ? 'The model has no outcome.' : `The model has ${known.length === 1 ? 'the outcome' : 'the outcomes'} ${list}.`;
  const fixes =
    close === undefined
      ? undefined
      : [{ title: `Change to \`${close}\``, edits: [{ span: { from: outcome.from, to: outcome.to }, text: close }] }];
  return context.report('unknown-name', `\`${text}\` is not an outcome. ${has}${guess}`, outcome, fixes);
}

/** `expected(y)`: the mean of the outcome's distribution in a row; undefined after a problem was reported. */
export function expected(context: Context, likelihoods: readonly Likelihood[], call: CallExpr): NodeId | undefined {
  const [argument] = call.arguments;
  if (!argument || call.arguments.length !== 1 || argument.name)
    return context.report('type', '`expected` takes the outcome of a statement: expected(y).', call);
  const likelihood = statementOf(context, likelihoods, argument.value, call);
  if (!likelihood) return undefined;
  const { distribution, parameterisation, args, outcome } = likelihood;
  if (parameterisation.mean) return parameterisation.mean(context.o, args);
  if (distribution.kind === 'categorical') {
    const level = outcome.levels?.[0] ?? 'level';
    return context.report(
      'type',
      `Classes have no mean. Ask for the probability of one: probability(${outcome.text} == "${level}").`,
      argument.value,
    );
  }
  const instead = parameterisation.logCdf ? ` Ask for a quantile, such as the median: quantile(${outcome.text}, 0.5).` : '';
  return context.report('not-supported', `${distribution.name} has no mean in closed form.${instead}`, argument.value);
}

/** `quantile(y, 0.9)`: the value that the outcome stays below with this probability; undefined after a problem was reported. */
export function quantile(context: Context, likelihoods: readonly Likelihood[], call: CallExpr): NodeId | undefined {
  const [argument, second] = call.arguments;
  if (!argument || !second || call.arguments.length !== 2 || argument.name)
    return context.report('type', '`quantile` takes an outcome and a probability: quantile(y, 0.9).', call);
  const likelihood = statementOf(context, likelihoods, argument.value, call);
  const p = context.lower(second.value);
  if (!likelihood || p === undefined) return undefined;
  const value = context.graph.constantValue(p);
  if (value !== undefined && !(value > 0 && value < 1))
    return context.report('type', `A quantile is at a probability strictly between 0 and 1; ${String(value)} is not.`, second.value);
  const { distribution, parameterisation, args, outcome } = likelihood;
  if (parameterisation.quantile) return parameterisation.quantile(context.o, p, args);
  if (distribution.kind === 'categorical') {
    const level = outcome.levels?.[0] ?? 'level';
    return context.report(
      'type',
      `Classes have no quantiles. Ask for the probability of one: probability(${outcome.text} == "${level}").`,
      argument.value,
    );
  }
  if (distribution.kind === 'discrete') {
    const message = `A quantile of ${distribution.name} jumps from one whole number to the next and has no standard error. Ask for a probability: probability(${outcome.text} > 3).`;
    return context.report('not-supported', message, argument.value);
  }
  return context.report(
    'not-supported',
    `The quantiles of ${distribution.name} are not available here in a form with known derivatives.`,
    argument.value,
  );
}
