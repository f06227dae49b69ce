import { type UnconstrainedScale, unconstrainedScale } from '../../engine/inference/waldInterval.js';
import { unconstrainedMode } from '../../engine/inference/unconstrainedMode.js';
import type { Prior } from '../../engine/model/model.js';
import type { Fitted } from '../checks/check.js';
import { priorWorth } from './priorWorth.js';

/** What a hover shows about one parameter besides its estimates. */
export interface ParameterFacts {
  /** As in the report. */
  readonly name: string;
  /** Key under `parameters`. */
  readonly owner: string;
  /** The prior as written, and where the middle of its probability lies, with the same content as intervals. */
  readonly prior?: { readonly text: string; readonly title: string; readonly level: number; readonly range?: readonly [number, number] };
  /** What the prior is worth, in Markdown sentences. */
  readonly worth: readonly string[];
  /** "a positive number", or undefined on the whole line. */
  readonly support?: string;
  /** Where the parameter has no bounds: under the likelihood, and with the support of its prior. */
  readonly scales: { readonly mle?: UnconstrainedScale; readonly map?: UnconstrainedScale };
  /** Mode of the posterior on the unconstrained scale, where it differs from the MAP by more than a tenth of its standard error. */
  readonly otherMode?: number;
}

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

function otherMode({ map }: Fitted, entry: number, mode: number | undefined): number | undefined {
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
