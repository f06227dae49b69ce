import type { BinaryExpr, BinaryOperator, CallExpr, Expr } from '../../expr/ast.js';
import { contains } from '../../distributions/distribution.js';
import { guard, type Family } from '../../distributions/wrappers/wrapper.js';
import { tailsAt, tailsBefore } from '../../distributions/wrappers/tails.js';
import { nearest } from '../../expr/nearest.js';
import type { NodeId } from '../../ir/graph.js';
import type { Likelihood } from '../../model/model.js';
import type { Context } from '../scope/context.js';
import { statementOf } from './outcomes.js';

type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

const mirrored: Readonly<Record<Comparison, Comparison>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

const isComparison = (operator: BinaryOperator): operator is Comparison => operator in mirrored;

const usage = '`probability` takes an outcome compared with a number or a level: probability(y > 3), probability(y == "a").';

/** `probability(y > 3)`, `probability(y == "setosa")` by the outcome's distribution in a row; undefined after a problem was reported. */
export function probability(context: Context, likelihoods: readonly Likelihood[], call: CallExpr): NodeId | undefined {
  const [argument] = call.arguments;
  if (!argument || call.arguments.length !== 1 || argument.name || argument.value.kind !== 'binary')
    return context.report('type', usage, call);
  const { operator } = argument.value;
  if (!isComparison(operator)) return context.report('type', usage, argument.value);
  const [outcome, bound, comparison] = sides(argument.value, operator, likelihoods);
  const likelihood = statementOf(context, likelihoods, outcome, call);
  if (!likelihood) return undefined;
  if (bound.kind === 'string' || likelihood.distribution.kind === 'categorical') return ofLevel(context, likelihood, bound, comparison);
  const node = context.lower(bound);
  return node === undefined ? undefined : ofNumber(context, likelihood, node, comparison, argument.value);
}

/** The outcome may stand on either side. */
function sides({ left, right }: BinaryExpr, operator: Comparison, likelihoods: readonly Likelihood[]): [Expr, Expr, Comparison] {
  const isRight = right.kind === 'name' && likelihoods.some(({ outcome }) => outcome.text === right.name);
  return isRight && left.kind !== 'name' ? [right, left, mirrored[operator]] : [left, right, operator];
}

function ofLevel(
  context: Context,
  { outcome, parameterisation, args, distribution }: Likelihood,
  bound: Expr,
  comparison: Comparison,
): NodeId | undefined {
  const { o } = context;
  const { levels = [], text, success } = outcome;
  const [first = 'a'] = levels;
  if (bound.kind !== 'string' || levels.length === 0) {
    const what =
      levels.length === 0 ? `\`${text}\` holds numbers: compare it with one` : `\`${text}\` holds classes: compare it with one in quotes`;
    return context.report('type', `${what}, such as ${text} == ${levels.length === 0 ? '1' : `"${first}"`}.`, bound);
  }
  if (comparison !== '==' && comparison !== '!=')
    return context.report('type', `A level has a probability of its own: write ${text} == "${bound.value}".`, bound);
  const code = levels.indexOf(bound.value);
  if (code < 0) {
    const close = nearest(bound.value, levels);
    const guess = close === undefined ? '' : ` Did you mean "${close}"?`;
    return context.report(
      'unknown-name',
      `"${bound.value}" is not a level of \`${text}\`: ${levels.slice(0, 10).join(', ')}.${guess}`,
      bound,
    );
  }
  const value = distribution.kind === 'categorical' ? code : bound.value === success ? 1 : 0;
  const own = o.exp(parameterisation.logDensity(o, o.num(value), args));
  return comparison === '==' ? own : o.sub(o.num(1), own);
}

function ofNumber(context: Context, likelihood: Likelihood, bound: NodeId, comparison: Comparison, place: Expr): NodeId | undefined {
  const { o } = context;
  const { distribution, args, parameterisation } = likelihood;
  const family: Family = { distribution, parameterisation };
  if (comparison === '==' || comparison === '!=') {
    if (distribution.kind === 'continuous')
      return context.report(
        'type',
        `A single value of ${distribution.name} has the probability 0: it is continuous. Ask for a range, such as ${likelihood.outcome.text} > 3.`,
        place,
      );
    const own = guard(o, bound, distribution.outcome, o.num(0), (y) => o.exp(parameterisation.logDensity(o, y, args)));
    return comparison === '==' ? own : o.sub(o.num(1), own);
  }
  if (!parameterisation.logCdf) return summed(context, likelihood, bound, comparison, place);
  const tails = comparison === '<' || comparison === '>=' ? tailsBefore(o, family, bound, args) : tailsAt(o, family, bound, args);
  return o.exp(comparison === '<' || comparison === '<=' ? tails.below : tails.above);
}

/** More terms than this are not added up. */
const MOST_TERMS = 200;

/** Counts without a distribution function: the probabilities of the values below are added up. */
function summed(
  context: Context,
  { distribution, args, parameterisation }: Likelihood,
  bound: NodeId,
  comparison: Comparison,
  place: Expr,
): NodeId | undefined {
  const { o, graph } = context;
  const value = graph.constantValue(bound);
  const { lower, whole } = distribution.outcome;
  const last = value === undefined ? NaN : comparison === '<' || comparison === '>=' ? Math.ceil(value) - 1 : Math.floor(value);
  if (whole !== true || Number.isNaN(last) || last - lower > MOST_TERMS)
    return context.report(
      'not-supported',
      `The distribution function of ${distribution.name} is not available here in a form with known derivatives.`,
      place,
    );
  const trials = distribution.counts?.of === 'trials' ? args[0]?.[0] : undefined;
  const terms = Array.from({ length: Math.max(last - lower + 1, 0) }, (_, k) => lower + k).filter((k) => contains(distribution.outcome, k));
  const share = (k: number): NodeId => {
    if (trials === undefined) return o.exp(parameterisation.logDensity(o, o.num(k), args));
    const isPossible = o.lessEqual(o.num(k), trials);
    return o.select(isPossible, o.exp(parameterisation.logDensity(o, o.select(isPossible, o.num(k), o.num(0)), args)), o.num(0));
  };
  const below = terms.map(share).reduce((a, b) => o.add(a, b), o.num(0));
  return comparison === '<' || comparison === '<=' ? below : o.sub(o.num(1), below);
}
