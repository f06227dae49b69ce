import type { ParameterFacts } from '../../report/facts.js';
import { unconstrainedScale } from '../../engine/inference/intervals/waldInterval.js';
import { unconstrainedMode } from '../../engine/inference/posterior/unconstrainedMode.js';
import type { EntryIndex } from '../../engine/model/entryIndex.js';
import type { Prior } from '../../engine/model/model.js';
import type { Fitted } from '../../language/checks/check.js';
import { priorWorth } from '../../language/wording/priorWorth.js';

export function parameterFacts(fitted: Fitted): ParameterFacts[] {
  const { entries, priors } = fitted.bound.model;
  const modes = fitted.map && unconstrainedMode(fitted.map, Date.now() + fitted.spec.settings.maxSeconds * 1000);
  return entries
    .filter(({ fixed, network }) => fixed === undefined && !network)
    .map((entry) => {
      const prior = entry.prior === undefined ? undefined : priors[entry.prior];
      const { interval: level } = fitted.spec.settings;
      const range = prior && middleOf(prior, level);
      const support = supportText(entry.support);
      const [mle, map] = [entry.support, entry.mapSupport].map(unconstrainedScale);
      const mode = otherMode(fitted, entry.index, modes?.natural[entry.index]);
      return {
        name: entry.name,
        owner: entry.owner,
        ...(prior ? { prior: { text: prior.text, title: prior.distribution.title, level, ...(range ? { range } : {}) } } : {}),
        worth: prior ? priorWorth(fitted, entry, prior) : [],
        ...(support === undefined ? {} : { support }),
        scales: { ...(mle ? { mle } : {}), ...(map ? { map } : {}) },
        ...(mode === undefined ? {} : { otherMode: mode }),
      };
    });
}

/** Differences of modes below this share of a standard error are not worth mentioning. */
const NOTICEABLE = 0.1;

function otherMode({ map }: Fitted, entry: EntryIndex, mode: number | undefined): number | undefined {
  const distance = Math.abs((mode ?? NaN) - (map?.natural[entry] ?? NaN));
  return distance > NOTICEABLE * (map?.standardErrors[entry] ?? NaN) ? mode : undefined;
}

/** Where the middle of a prior lies, if its quantiles are known and finite. */
function middleOf({ distribution, constants }: Prior, level: number): readonly [number, number] | undefined {
  if (!constants) return undefined;
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((p) => distribution.quantile?.(p, constants) ?? NaN);
  return low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
}

function supportText({ lower, upper }: { lower: number; upper: number }): string | undefined {
  if (Number.isFinite(lower))
    return Number.isFinite(upper) ? `from ${String(lower)} to ${String(upper)}` : lower === 0 ? 'positive' : `above ${String(lower)}`;
  return Number.isFinite(upper) ? `below ${String(upper)}` : undefined;
}
