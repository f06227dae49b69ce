import type { BoundModel } from '../../model/bound.js';
import { incompleteGamma } from '../../ir/special/incompleteGamma.js';
import { at } from '../../numeric/at.js';
import type { Estimate } from '../estimate.js';
import { preparedOf } from '../objective/prepared.js';
import { normalStream } from '../../numeric/random.js';

/** How a smaller model is nested in a larger one: which parameters the larger one has in addition, and the values that make it the smaller one. */
export interface Nesting {
  readonly extra: readonly { readonly name: string; readonly value: number; readonly isOnBound: boolean }[];
}

/** Points at which both likelihoods are compared. */
const POINTS = 3;
/** Log-likelihoods that differ by less (relative) are equal. */
const SAME = 1e-9;

/**
 * Whether a model is a larger one with some parameters held: checked numerically, not guessed. The larger one must have all free parameters of the smaller by name, and with
 * one choice of 0, 1 or a bound for each of the others the same log-likelihood, at the estimate and at points around it. Undefined where no such choice is found.
 */
export function nestedIn(small: Estimate, large: BoundModel): Nesting | undefined {
  const own = freeNames(small.objective.bound);
  const extra = large.model.entries.filter(({ name, fixed }) => fixed === undefined && !own.has(name));
  const names = new Set(large.model.entries.map(({ name }) => name));
  if (extra.length === 0 || ![...own].every((name) => names.has(name))) return undefined;
  const points = pointsAround(small);
  const values = points.map((point) => logLikelihood(small.objective.bound, point));
  const choice = choicesFor(extra).find((candidate) =>
    points.every((point, i) => {
      const value = logLikelihood(large, transferParameters(small.objective.bound, point, large, candidate));
      return Math.abs(value - at(values, i)) <= SAME * (1 + Math.abs(value));
    }),
  );
  return (
    choice && {
      extra: extra.map(({ name, support }, i) => ({
        name,
        value: at(choice, i),
        isOnBound: choice[i] === support.lower || choice[i] === support.upper,
      })),
    }
  );
}

const freeNames = ({ model }: BoundModel): Set<string> =>
  new Set(model.entries.filter(({ fixed }) => fixed === undefined).map(({ name }) => name));

const logLikelihood = (bound: BoundModel, x: Float64Array): number => preparedOf(bound).likelihood([]).evaluate(x, 0).value;

/** The estimate, and points half a standard error around it, inside the supports. */
function pointsAround({ natural, standardErrors, objective }: Estimate): Float64Array[] {
  const normal = normalStream(1);
  const { entries } = objective.bound.model;
  return Array.from({ length: POINTS }, (_, k) =>
    natural.map((value, i) => {
      const { lower = -Infinity, upper = Infinity } = entries[i]?.support ?? {};
      const moved = value + (k === 0 ? 0 : 0.5 * normal() * (standardErrors[i] || 0));
      return moved > lower && moved < upper ? moved : value;
    }),
  );
}

type Extra = BoundModel['model']['entries'][number];

/** Values tried for the parameters that only the larger model has: the same one for all where it fits, otherwise the first that fits each. */
function choicesFor(extra: readonly Extra[]): number[][] {
  const fits = ({ support }: Extra, value: number): boolean => value >= support.lower && value <= support.upper;
  return [0, 1].map((wanted) =>
    extra.map((each) => (fits(each, wanted) ? wanted : fits(each, 1) ? 1 : Math.max(each.support.lower, Math.min(each.support.upper, 0)))),
  );
}

function transferParameters(from: BoundModel, x: Float64Array, to: BoundModel, choice: readonly number[]): Float64Array {
  const byName = new Map(from.model.entries.map(({ name, index }) => [name, at(x, index)]));
  const own = freeNames(from);
  let next = 0;
  return Float64Array.from(to.model.entries, ({ name, fixed }) => {
    if (fixed !== undefined) return fixed;
    return own.has(name) ? (byName.get(name) ?? NaN) : at(choice, next++);
  });
}

/** A likelihood-ratio test of a model inside a larger one. */
export interface RatioTest {
  /** 2 (log L of the larger − log L of the smaller). */
  readonly statistic: number;
  /** Parameters that the larger model has more, and how many of them are at a bound in the smaller. */
  readonly degrees: number;
  readonly onBound: number;
  readonly pValue: number;
}

/**
 * P(χ² ≥ statistic) with as many degrees of freedom as there are further parameters (Wilks 1938). With k of them at a bound it is the mixture Σ C(k, j) 2^−k χ²(r + j) of
 * r interior ones (Self & Liang, JASA 82, 1987; for one variance Stram & Lee, Biometrics 50, 1994): exact for one, and for several where their estimates are independent.
 */
export function ratioTest(small: number, large: number, { extra }: Nesting): RatioTest {
  const statistic = Math.max(2 * (large - small), 0);
  const onBound = extra.filter((each) => each.isOnBound).length;
  const interior = extra.length - onBound;
  let [pValue, share] = [0, 2 ** -onBound];
  for (let j = 0; j <= onBound; j++) {
    pValue += share * chiSquaredTail(statistic, interior + j);
    share *= (onBound - j) / (j + 1);
  }
  return { statistic, degrees: extra.length, onBound, pValue: Math.min(pValue, 1) };
}

/** P(χ² ≥ x); without degrees of freedom all of it is at 0. */
function chiSquaredTail(x: number, degrees: number): number {
  if (degrees === 0) return x > 0 ? 0 : 1;
  return Math.exp(incompleteGamma(degrees / 2, x / 2).upper.value);
}
