import type { Interval, MapParameter, MleParameter } from '../../report/estimates.js';
import { ends, withError } from '../../report/numbers.js';

/** How hints write an estimate, as the user has set it. */
export interface HintStyle {
  readonly show: 'error' | 'interval' | 'estimate';
  /** Significant digits of a standard error, which say how many digits an estimate has; 0 chooses. */
  readonly digits: number;
}

export const defaultStyle: HintStyle = { show: 'error', digits: 0 };

/** `0.700 ± 0.145`, `0.700 [0.394, 0.907]` or `0.700`. */
export function hintValue(value: MleParameter | MapParameter, { show, digits }: HintStyle): string {
  const both = withError(value.estimate, value.se, digits);
  if (show === 'error') return both;
  const [estimate = both] = both.split(' ± ');
  const interval = show === 'interval' ? bestInterval(value) : undefined;
  if (!interval) return estimate;
  const [low, high] = ends(interval.ends, value.se, interval.kinds, digits);
  return `${estimate} [${low}, ${high}]`;
}

interface Shown {
  readonly ends: Interval;
  readonly kinds?: readonly [string, string];
}

/** The best interval that is known by now: profile or posterior, then those of Wald. */
function bestInterval({ interval }: MleParameter | MapParameter): Shown | undefined {
  if ('profile' in interval && interval.profile) return { ends: interval.profile, ...(interval.ends ? { kinds: interval.ends } : {}) };
  const best = ('posterior' in interval ? interval.posterior : null) ?? interval.waldUnconstrained ?? interval.wald;
  return best ? { ends: best } : undefined;
}
