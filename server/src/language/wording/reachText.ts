import type { PriorReach } from '../../report/facts.js';
import { shortNumber } from '../../report/numbers.js';
import { subsetText } from './subsetText.js';

/** What of it is worth a sentence, in Markdown. */
export function reachText(reach: PriorReach): string[] {
  const { unit, rows, equivalentRows: weight, narrower, wider, washout } = reach;
  return [
    ...(weight === undefined || weight < 0
      ? []
      : [`The prior weighs as much as about **${shortNumber(Number(weight.toPrecision(2)))} ${unit}** of these data.`]),
    ...washoutText(reach),
    ...subsetText(washout?.fewer ?? [], rows, unit),
    ...(narrower === undefined || wider === undefined
      ? []
      : [`With a prior half as wide the MAP would be ${shortNumber(narrower)}, twice as wide ${shortNumber(wider)}.`]),
  ];
}

function washoutText({ unit, rows, untilHalf: half, untilTenth: tenth }: PriorReach): string[] {
  if (tenth === undefined) return [];
  if (tenth <= rows) return ['The data have washed the prior out: it pulls by less than 0.1 standard errors.'];
  const count = (value: number): string => value.toLocaleString('en');
  const first =
    half !== undefined && half > rows
      ? `With **${count(half)} ${unit}** like these in place of ${count(rows)} it would pull by less than 0.5 standard errors, with`
      : 'With';
  return [
    `${first} **${count(tenth)} ${unit}**${half !== undefined && half > rows ? '' : ` like these in place of ${count(rows)} it would pull`} by less than 0.1${half !== undefined && half > rows ? '' : ' standard errors'}.`,
  ];
}
