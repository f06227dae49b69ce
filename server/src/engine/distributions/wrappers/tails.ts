import type { NodeId } from '../../ir/graph.js';
import type { Ops } from '../../ir/ops.js';
import type { ArgumentNodes } from '../distribution.js';
import { type Family, guard } from './wrapper.js';

/** log P(Y ≤ y) and log P(Y > y) at a place. */
export interface Tails {
  readonly below: NodeId;
  readonly above: NodeId;
}

/** Both tails at any y, even outside the domain of the outcome. */
export function tailsAt(o: Ops, { distribution, parameterisation }: Family, y: NodeId, args: ArgumentNodes): Tails {
  const { lower, upper, whole } = distribution.outcome;
  const open = { lower, upper, lowerClosed: whole === true, upperClosed: false, text: '' };
  const at = whole === true ? o.floor(y) : y;
  const [nothing, all] = [o.num(-Infinity), o.num(0)];
  const isAbove = o.less(o.num(lower), at);
  const tail = (of: Family['parameterisation']['logCdf'], low: NodeId, high: NodeId): NodeId =>
    guard(o, at, open, Number.isFinite(upper) ? o.select(isAbove, high, low) : low, (inside) => of?.(o, inside, args) ?? o.num(NaN));
  return { below: tail(parameterisation.logCdf, nothing, all), above: tail(parameterisation.logSurvival, all, nothing) };
}

/** The tails on both sides of a y that counts itself as not below: those at the whole number before it where outcomes are whole. */
export function tailsBefore(o: Ops, family: Family, y: NodeId, args: ArgumentNodes): Tails {
  const { whole } = family.distribution.outcome;
  const before = whole === true ? o.sub(o.neg(o.floor(o.neg(y))), o.num(1)) : y;
  return tailsAt(o, family, before, args);
}

/** The log of the probability between two places, as a difference of the tails that are small there. */
export function logBetween(o: Ops, from: Tails | undefined, to: Tails | undefined): NodeId {
  if (!from) return to?.below ?? o.num(0);
  if (!to) return from.above;
  return o.select(o.less(from.below, from.above), o.logDiffExp(to.below, from.below), o.logDiffExp(from.above, to.above));
}

/** Why a distribution cannot be wrapped, where it lacks a distribution function; undefined where it has one. */
export function withoutTails(wrapper: string, { distribution, parameterisation }: Family): string | undefined {
  if (parameterisation.logCdf && parameterisation.logSurvival) return undefined;
  const reason =
    distribution.kind === 'categorical'
      ? `${distribution.name} is a distribution of classes, which have no order on the number line`
      : `the one of ${distribution.name} is not available here in a form with known derivatives`;
  return `${wrapper} needs the distribution function P(Y ≤ y): ${reason}.`;
}
