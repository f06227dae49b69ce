import type { DerivedSpec } from '../../engine/model/specification.js';
import { caveat, type FeatureInput } from './input.js';
import { code, plain } from '../wording/markdown.js';
import { table } from './parameterHover.js';

/** Formula, estimates, errors and intervals of a derived quantity, and how they come about. */
export function derivedHover(input: FeatureInput, { key, value }: DerivedSpec): string {
  const { answer, spec, text } = input;
  const title = `**${plain(key.value)}** — derived from parameters: ${code(text.slice(value.from, value.to))}`;
  const [mle, map] = [answer?.mle?.derived?.[key.value], answer?.map?.derived?.[key.value]];
  if (!mle && !map) return `${title}; no estimate yet`;
  const doubt = caveat(input);
  return [
    title,
    ...(doubt ? [`*${doubt.text}*`] : []),
    table(mle, map, spec.settings.interval),
    HOW,
    ...(mle?.interval.profile ? [PROFILE] : []),
  ].join('\n\n');
}

const HOW = 'The standard error is that of the delta method: √(∇g′ C ∇g), g being the formula and C the covariance of the estimates.';
const PROFILE = 'The profile interval holds all values of the formula for which the log-likelihood stays within reach of its maximum.';
