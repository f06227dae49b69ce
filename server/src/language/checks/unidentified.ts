import { suggested } from '../../engine/distributions/suggested.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import { at } from '../../engine/numeric/at.js';
import type { Fix, Problem, Severity } from '../../report/problem.js';
import { aliasProblem } from './aliases.js';
import { type Check, type Fitted, list, nameOf, onDeclarations, priorFixes, targetName } from './check.js';
import { combinationText, type Direction, flatDirections } from './flatDirections.js';
import { classShift, levelShift } from './shifts.js';

/** At most this many combinations are reported. */
const TOLD = 3;

/** The information is singular: some combination of parameters leaves the objective unchanged (Rothenberg, Econometrica 39, 1971). */
export const unidentified: Check = (fitted) => {
  const { mle, map } = fitted;
  const held = map !== undefined && isUsable(map) && map.information.flat.length === 0;
  const ofMap = map ? find(fitted, map, 'warning') : [];
  // What priors determine is no trouble for the user who gave them; it is still reported, since there is no MLE.
  return [...find(fitted, mle, held ? 'information' : 'warning'), ...ofMap];
};

const isUsable = ({ status, atKink }: Estimate): boolean => (status === 'converged' || status === 'boundary') && atKink.length === 0;

function find(fitted: Fitted, estimate: Estimate, severity: Severity): Problem[] {
  if (!isUsable(estimate) || estimate.information.flat.length === 0) return [];
  const directions = flatDirections(estimate);
  if (fitted.bound.model.networks.length > 0) return besideNetwork(fitted, estimate, directions, severity);
  const aliases = directions.map((direction) => aliasProblem(fitted, direction, severity));
  const rest = directions.filter((_, k) => aliases[k] === undefined);
  const shown = estimate.target === 'mle' ? aliases.filter((each) => each !== undefined) : [];
  return [...shown, ...(rest.length > 0 ? problemsOf(fitted, estimate, rest, severity) : [])];
}

function problemsOf(fitted: Fitted, estimate: Estimate, directions: readonly Direction[], severity: Severity): Problem[] {
  const entries = [...new Set(directions.flatMap((direction) => direction.map(({ entry }) => entry)))].sort((a, b) => a - b);
  const reason = classShift(fitted, directions) ?? levelShift(fitted, directions);
  const message =
    reason?.message ??
    (entries.length === directions.length ? nothingSaid(fitted, estimate, entries) : notOneByOne(fitted, estimate, entries, directions));
  const fixes: Fix[] = [...(reason?.fixes ?? []), ...priorFixes(fitted, entries, suggested.weakPrior)];
  return onDeclarations(fitted, entries, { severity, code: 'unidentified', message, fixes });
}

/** That hidden units can swap places, or be off in every row, is in the nature of networks and not worth reporting; what a network can compensate for is. */
function besideNetwork(fitted: Fitted, estimate: Estimate, directions: readonly Direction[], severity: Severity): Problem[] {
  const { entries: all, networks } = fitted.bound.model;
  const beside = [...new Set(directions.flat().map(({ entry }) => entry))].filter((entry) => all[entry]?.network !== true);
  const names = list(beside.map((entry) => nameOf(fitted, entry)));
  const [them, one] = beside.length === 1 ? ['it', 'it'] : ['them', 'one of them'];
  const network = networks.map(({ name }) => `\`${name}\``).join(' and ');
  const source = sourceOf(estimate);
  const message =
    `${source.charAt(0).toUpperCase()}${source.slice(1)} do not determine ${names}: the network ${network} compensates for any change in ${them}. ` +
    `So there is no ${targetName(estimate)} of ${them}. Drop ${one}, or give ${one} a prior or a fixed value.`;
  return onDeclarations(fitted, beside, { severity, code: 'unidentified', message });
}

const sourceOf = ({ target }: Estimate): string => (target === 'mle' ? 'the data' : 'data and priors together');

/** Each of the entries can take any value by itself: a level without rows, say. */
function nothingSaid(fitted: Fitted, estimate: Estimate, entries: readonly EntryIndex[]): string {
  const names = list(entries.map((entry) => nameOf(fitted, entry)));
  const [them, one] = entries.length === 1 ? ['it', 'it'] : ['them', 'each of them'];
  if (!entries.every((entry) => isIdle(estimate, entry))) {
    return (
      `Where the search ended, a small change in ${names} leaves the fit as it is, although values further away are worse: the data do not single out a best value ` +
      `(a step between two rows, or a maximum at infinity). So there is no ${targetName(estimate)} of ${them}. Give ${one} a bound, a prior or a fixed value.`
    );
  }
  return (
    `The fit is the same whatever ${names} ${entries.length === 1 ? 'is' : 'are'}: ${sourceOf(estimate)} say nothing about ${them} ` +
    `(no row involves ${them}, or only rows with weight 0 do). So there is no ${targetName(estimate)} of ${them}. Give ${one} a prior or a fixed value.`
  );
}

/** Whether the density is the same whatever an entry is, the others being as they are. */
function isIdle({ objective, natural, solution }: Estimate, entry: EntryIndex): boolean {
  const { lower, upper } = objective.supportOf(entry);
  const x = at(natural, entry);
  const reach = Number.isFinite(upper - lower) ? (upper - lower) / 3 : 1 + Math.abs(x);
  const places = [x - reach, x + reach].filter((place) => place > lower && place < upper);
  return places.every(
    (place) => Math.abs(objective.density(natural.with(entry, place)) + solution.value) <= 1e-9 * (1 + Math.abs(solution.value)),
  );
}

function notOneByOne(fitted: Fitted, estimate: Estimate, entries: readonly EntryIndex[], directions: readonly Direction[]): string {
  const names = list(entries.map((entry) => nameOf(fitted, entry)));
  const source = sourceOf(estimate);
  return (
    `${source.charAt(0).toUpperCase()}${source.slice(1)} do not determine ${names} separately.${combinations(fitted, estimate, entries, directions)} ` +
    `So there is no ${targetName(estimate)} of them. Give one of them a prior or a fixed value, or drop a term.`
  );
}

/** What is determined and what is not. With two entries, one other combination is determined; a curved direction holds only near the estimate. */
function combinations(fitted: Fitted, estimate: Estimate, entries: readonly EntryIndex[], directions: readonly Direction[]): string {
  const bent = directions.length === 1 ? productOf(fitted, estimate, directions[0] ?? []) : undefined;
  if (bent !== undefined) return ` Only \`${bent}\` is determined.`;
  const where = isStraight(estimate) ? '' : 'Near the estimate, ';
  const name = (entry: EntryIndex): string => nameOf(fitted, entry);
  const loose = directions.filter((each) => each.length <= 8).map((each) => `\`${combinationText(each, name)}\``);
  const [first, second] = directions[0] ?? [];
  if (!first || !second || entries.length !== 2) {
    return loose.length === 0 ? '' : ` ${where}${list(loose, TOLD)} can change without changing the fit.`;
  }
  const largest = Math.max(Math.abs(first.weight), Math.abs(second.weight));
  const held = combinationText(
    [
      { entry: first.entry, weight: second.weight / largest },
      { entry: second.entry, weight: -first.weight / largest },
    ],
    name,
  );
  return ` ${where === '' ? 'Only' : `${where}only`} \`${held}\` is determined; ${at(loose, 0)} can change without changing the fit.`;
}

/** The product or quotient of two entries that change by equal shares, where the density shows that this stays constant, and not a sum or difference. */
function productOf(fitted: Fitted, { natural, objective }: Estimate, direction: Direction): string | undefined {
  const [first, second, ...others] = direction;
  if (!first || !second || others.length > 0) return undefined;
  const [x, y] = [at(natural, first.entry), at(natural, second.entry)];
  const ratio = (first.weight / x) * (y / second.weight);
  const density = (a: number, b: number): number => objective.density(natural.with(first.entry, a).with(second.entry, b));
  const isSame = (left: number, right: number): boolean => Math.abs(left - right) <= 1e-9 * (1 + Math.abs(right));
  const [a, b] = [nameOf(fitted, first.entry), nameOf(fitted, second.entry)];
  if (Math.abs(ratio + 1) < SHARES && isSame(density(2 * x, y / 2), density(x, y))) return `${a} * ${b}`;
  const isDifference = isSame(density(x, 1.1 * y), density(2 * x, 2.1 * y));
  return Math.abs(ratio - 1) < SHARES && isSame(density(2 * x, 2 * y), density(x, y)) && !isDifference ? `${a} / ${b}` : undefined;
}

const SHARES = 1e-4;

/** Whether the objective stays the same even far along its flat direction. */
function isStraight({ objective, point, information, solution }: Estimate): boolean {
  const [flat = new Float64Array(0)] = information.flat;
  const size = Math.max(...flat.map(Math.abs));
  return [-1, 1].every((side) => {
    const density = objective.logDensity(point.map((w, i) => w + (side * at(flat, i)) / size));
    return Math.abs(density + solution.value) <= 1e-9 * (1 + Math.abs(solution.value));
  });
}
