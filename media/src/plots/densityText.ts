import { interval, level as levelText, shift } from '../format.js';
import { ends } from '../../../server/src/report/numbers.js';
import type { MapParameter, MleParameter } from '../../../server/src/report/estimates.js';
import type { ParameterView } from '../../../server/src/report/views.js';

/** A parameter with its estimates as the report has them. */
export interface Shown {
  readonly parameter: ParameterView;
  readonly mle: MleParameter | undefined;
  readonly map: MapParameter | undefined;
  readonly level: number;
}

/** What the figure of a parameter shows, in words: where each curve has its top, and between which values the truth is taken to lie. */
export function spokenOf({ parameter, mle, map, level }: Shown): string {
  const { name, prior, posterior, likelihood } = parameter;
  const share = levelText(level);
  const told: string[] = [];
  if (posterior && map) {
    const range = map.interval.posterior ? `, between ${rangeOf(map.interval.posterior, map.se)} with ${share} probability` : '';
    told.push(`The posterior of ${name} has its mode at ${near(map.estimate, map.se)}${range}.`);
  }
  if (likelihood && mle) {
    const { profile, ends: kinds } = mle.interval;
    const range = profile ? `, with a ${share} confidence interval ${interval(profile, mle.se, kinds)}` : '';
    told.push(`The likelihood of ${name} is highest at ${near(mle.estimate, mle.se)}${range}.`);
  }
  if (prior !== undefined) {
    const pull = map?.pull ?? null;
    told.push(`The prior is ${prior}${pull === null ? '' : `: it pulls the estimate by ${shift(pull)} standard errors`}.`);
  }
  return told.length > 0 ? told.join(' ') : `${name}: there is no estimate to draw a curve around.`;
}

/** A number as precise as its standard error lets it be. */
const near = (value: number | null, se: number | null): string => (value === null ? '—' : ends([value, null], se)[0]);

const rangeOf = (bounds: readonly [number | null, number | null], se: number | null): string => ends(bounds, se).join(' and ');
