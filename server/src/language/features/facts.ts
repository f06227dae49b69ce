import type { Prior } from '../../engine/model/model.js';
import type { Fitted } from '../checks/check.js';
import { priorWorth } from './priorWorth.js';

/** What a hover tells of one parameter besides its estimates. */
export interface ParameterFacts {
  /** As in the report. */
  readonly name: string;
  /** Key under `parameters`. */
  readonly owner: string;
  /** The prior as written, and where 95 % of its probability lie. */
  readonly prior?: { readonly text: string; readonly title: string; readonly range?: readonly [number, number] };
  /** What the prior is worth, in Markdown sentences. */
  readonly worth: readonly string[];
  /** "a positive number", or undefined on the whole line. */
  readonly support?: string;
}

export function parameterFacts(fitted: Fitted): ParameterFacts[] {
  const { entries, priors } = fitted.bound.model;
  return entries
    .filter(({ fixed }) => fixed === undefined)
    .map((entry) => {
      const prior = entry.prior === undefined ? undefined : priors[entry.prior];
      const range = prior && middleOf(prior);
      const support = supportText(entry.support);
      return {
        name: entry.name,
        owner: entry.owner,
        ...(prior ? { prior: { text: prior.text, title: prior.distribution.title, ...(range ? { range } : {}) } } : {}),
        worth: prior ? priorWorth(fitted, entry, prior) : [],
        ...(support === undefined ? {} : { support }),
      };
    });
}

/** Where the middle 95 % of a prior lie, if its quantiles are known and finite. */
function middleOf({ distribution, constants }: Prior): readonly [number, number] | undefined {
  if (!constants) return undefined;
  const [low, high] = [0.025, 0.975].map((p) => distribution.quantile?.(p, constants) ?? NaN);
  return low !== undefined && high !== undefined && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
}

function supportText({ lower, upper }: { lower: number; upper: number }): string | undefined {
  if (Number.isFinite(lower))
    return Number.isFinite(upper) ? `from ${String(lower)} to ${String(upper)}` : lower === 0 ? 'positive' : `above ${String(lower)}`;
  return Number.isFinite(upper) ? `below ${String(upper)}` : undefined;
}
