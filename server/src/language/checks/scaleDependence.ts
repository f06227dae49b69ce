import { unconstrainedMode } from '../../engine/inference/posterior/unconstrainedMode.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { shortNumber } from '../../report/numbers.js';
import { list, onDeclarations } from './check.js';
import type { SlowCheck } from './slow.js';

/** Differences of modes below this share of a standard error are not worth mentioning. */
const NOTICEABLE = 0.1;

/** The mode of a density depends on the scale on which it is written (the Jacobian): where the difference matters, a MAP estimate is one of several. */
export const scaleDependence: SlowCheck = (fitted) => {
  const { map, bound, spec } = fitted;
  if (!map) return [];
  const modes = unconstrainedMode(map, Date.now() + spec.settings.maxSeconds * 1000)?.natural;
  if (!modes) return [];
  const moved = bound.model.entries.flatMap(({ index, name, support }) => {
    const [own, other, se] = [at(map.natural, index), at(modes, index), at(map.standardErrors, index)];
    const isBounded = support.lower > -Infinity || support.upper < Infinity;
    const isShare = support.lower > -Infinity && support.upper < Infinity;
    return isBounded && Math.abs(other - own) > NOTICEABLE * se
      ? [{ index, name, own, other, isShare, shift: Math.abs(other - own) / se }]
      : [];
  });
  const worst = moved.reduce<(typeof moved)[number] | undefined>((a, b) => (a && a.shift >= b.shift ? a : b), undefined);
  if (!worst) return [];
  const message =
    `The mode of the posterior depends on the scale on which it is taken: ${worst.name} is ${shortNumber(worst.own)} as written, and ${shortNumber(worst.other)} where its ` +
    `${worst.isShare ? 'log-odds are' : 'logarithm is'} the parameter (as in Stan), ${shortNumber(Number(worst.shift.toPrecision(2)))} standard errors away` +
    `${moved.length > 1 ? `; the same goes for ${list(moved.filter((each) => each !== worst).map(({ name }) => name))}` : ''}. More rows bring the two together; an interval says more than either.`;
  const problem: Pick<Problem, 'severity' | 'code' | 'message'> = { severity: 'information', code: 'scale-dependence', message };
  return onDeclarations(fitted, [worst.index], problem);
};
