import { type Estimate, naturalDirection } from '../../engine/inference/estimate.js';
import type { Problem } from '../../engine/problem.js';
import { type Check, type Fitted, listed, nameOf, onDeclarations, priorFixes, targetName } from './check.js';

/** Shares of a direction below this are rounding. */
const NOTICEABLE = 1e-6;

/** The information is singular: some combination of parameters leaves the objective as it is (Rothenberg, Econometrica 39, 1971). */
export const unidentified: Check = (fitted) => [fitted.mle, ...(fitted.map ? [fitted.map] : [])].flatMap((each) => find(fitted, each));

function find(fitted: Fitted, estimate: Estimate): Problem[] {
  const { objective, point, information, status, atKink } = estimate;
  const usable = status === 'converged' || status === 'boundary';
  if (!usable || information.flat.length === 0 || atKink.length > 0) return [];
  const jacobian = objective.jacobian(point);
  const directions = information.flat.map((flat) => naturalDirection(jacobian, flat));
  const entries = objective.free.filter((_, a) => directions.some((direction) => Math.abs(direction[a] ?? 0) > NOTICEABLE));
  if (fitted.bound.model.networks.length > 0) return besideNetwork(fitted, estimate, entries);
  const message =
    entries.length === directions.length ? nothingSaid(fitted, estimate, entries) : notOneByOne(fitted, estimate, entries, directions);
  return onDeclarations(fitted, entries, {
    severity: 'warning',
    code: 'unidentified',
    message,
    fixes: priorFixes(fitted, entries, 'Normal(0, 2.5)'),
  });
}

/** That hidden units can change places, or be off in every row, is the nature of networks and no news; what a network can make up for is. */
function besideNetwork(fitted: Fitted, estimate: Estimate, entries: readonly number[]): Problem[] {
  const { entries: all, networks } = fitted.bound.model;
  const beside = entries.filter((entry) => all[entry]?.network !== true);
  const names = listed(beside.map((entry) => nameOf(fitted, entry)));
  const [them, one] = beside.length === 1 ? ['it', 'it'] : ['them', 'one of them'];
  const network = networks.map(({ name }) => `\`${name}\``).join(' and ');
  const source = sourceOf(estimate);
  const message =
    `${source.charAt(0).toUpperCase()}${source.slice(1)} do not determine ${names}: the network ${network} makes up for any change of ${them}. ` +
    `So there is no ${targetName(estimate)} of ${them}. Drop ${one}, or give ${one} a prior or a fixed value.`;
  return onDeclarations(fitted, beside, { severity: 'warning', code: 'unidentified', message });
}

const sourceOf = ({ target }: Estimate): string => (target === 'mle' ? 'the data' : 'data and priors together');

/** Each of the entries can take any value by itself: a level without rows, say. */
function nothingSaid(fitted: Fitted, estimate: Estimate, entries: readonly number[]): string {
  const names = listed(entries.map((entry) => nameOf(fitted, entry)));
  const [them, one] = entries.length === 1 ? ['it', 'it'] : ['them', 'each of them'];
  return (
    `The fit is the same whatever ${names} ${entries.length === 1 ? 'is' : 'are'}: ${sourceOf(estimate)} say nothing about ${them} ` +
    `(no row, or only rows with weight 0). So there is no ${targetName(estimate)} of ${them}. Give ${one} a prior or a fixed value.`
  );
}

function notOneByOne(fitted: Fitted, estimate: Estimate, entries: readonly number[], directions: readonly Float64Array[]): string {
  const names = listed(entries.map((entry) => nameOf(fitted, entry)));
  const [direction] = directions;
  const detail = direction && directions.length === 1 ? ` ${combinations(fitted, estimate, entries, direction)}` : '';
  const source = sourceOf(estimate);
  return (
    `${source.charAt(0).toUpperCase()}${source.slice(1)} do not determine ${names} one by one.${detail} ` +
    `So there is no ${targetName(estimate)} of them. Give one of them a prior or a fixed value, or drop a term.`
  );
}

/** What is determined and what is not. Of two entries a second combination is left; a direction that bends holds near the estimate only. */
function combinations(fitted: Fitted, estimate: Estimate, entries: readonly number[], direction: Float64Array): string {
  const { free } = estimate.objective;
  const where = isStraight(estimate) ? '' : 'Near the estimate, ';
  const loose = combinationText(fitted, free, direction);
  const [first, second] = entries.map((entry) => free.indexOf(entry));
  if (first === undefined || second === undefined || entries.length !== 2) {
    return `${where}\`${loose}\` can change without changing the fit.`;
  }
  const across = new Float64Array(direction.length);
  across.set([direction[second] ?? 0], first);
  across.set([-(direction[first] ?? 0)], second);
  const largest = Math.max(...across.map(Math.abs));
  const held = combinationText(
    fitted,
    free,
    across.map((value) => value / largest),
  );
  return `${where === '' ? 'Only' : `${where}only`} \`${held}\` is determined; \`${loose}\` can change without changing the fit.`;
}

/** Whether the objective stays the same also far along its flat direction. */
function isStraight({ objective, point, information, solution }: Estimate): boolean {
  const [flat = new Float64Array(0)] = information.flat;
  const size = Math.max(...flat.map(Math.abs));
  return [-1, 1].every((side) => {
    const density = objective.logDensity(point.map((w, i) => w + (side * (flat[i] ?? 0)) / size));
    return Math.abs(density + solution.value) <= 1e-9 * (1 + Math.abs(solution.value));
  });
}

/** "a − b", "2 a + b": the direction in the user's names, largest weight 1 or the smallest whole multiple of it. */
function combinationText(fitted: Fitted, free: readonly number[], direction: Float64Array): string {
  const parts = free.flatMap((entry, a) => {
    const weight = direction[a] ?? 0;
    return Math.abs(weight) > NOTICEABLE ? [{ name: nameOf(fitted, entry), weight }] : [];
  });
  const sign = Math.sign(parts[0]?.weight ?? 1);
  return parts
    .map(({ name, weight }, i) => {
      const size = Number(Math.abs(weight).toPrecision(3));
      const factor = size === 1 ? '' : `${String(size)} `;
      const plus = weight * sign > 0;
      return i === 0 ? `${factor}${name}` : ` ${plus ? '+' : '−'} ${factor}${name}`;
    })
    .join('');
}
