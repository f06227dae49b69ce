import { callText, suggested } from '../../engine/distributions/suggested.js';
import type { FeatureInput } from '../features/input.js';
import { summaryOf } from '../data/summary.js';
import type { ExpressionPlace } from '../resolve/place.js';
import type { Completion } from './completion.js';

/** Priors that suit the support of a parameter and the scale of the outcome: weakly informative ones, whole. */
export function completePrior(input: FeatureInput, { path, word, before, calls }: ExpressionPlace): Completion[] {
  const [root, name = ''] = path;
  if (root !== 'parameters' || calls.length > 0 || before.trim() !== input.text.slice(word.from, word.to)) return [];
  return suggestedPriors(input, name.replace(/\[.*/, '')).map(([insert, detail], i) => ({
    label: insert,
    kind: 'prior',
    detail,
    insert,
    span: word,
    rank: -10 + i,
  }));
}

/** Priors for a parameter, each with its reason. */
export function suggestedPriors(input: FeatureInput, name: string): readonly (readonly [string, string])[] {
  const facts = input.answer?.facts.find(({ owner }) => owner === name);
  return priorsFor(facts?.support, scaleOf(input));
}

/** Prior and reason by support: "positive", "from 0 to 1", or none. */
function priorsFor(support: string | undefined, scale: number): readonly (readonly [string, string])[] {
  if (support === 'from 0 to 1')
    return [
      [suggested.probabilityPrior, 'worth a success and a failure seen before'],
      [callText({ name: suggested.shares }, 1, 1), 'flat: the MAP is the MLE'],
    ];
  if (support === 'positive')
    return [
      [callText({ name: suggested.scalePrior }, scale), 'weakly informative for a scale'],
      [callText(suggested.positiveDecay, 1 / scale), 'its mean is the scale of the outcome'],
    ];
  return [
    [suggested.weakPrior, 'weakly informative for standardised predictors'],
    [suggested.prior, 'a ridge penalty with λ = σ²'],
    [callText(suggested.wide, 0, 10 * scale), 'wide on the scale of the outcome'],
  ];
}

/** The standard deviation of the first numeric outcome, to one digit; 1 where there is none. */
function scaleOf({ spec, data }: FeatureInput): number {
  const outcome = spec.statements.find((each) => each.kind === 'likelihood')?.targets[0];
  const column = outcome?.kind === 'name' ? data?.columns.find(({ name }) => name === outcome.name) : undefined;
  const sd = column && column.kind === 'numeric' ? summaryOf(column).range?.sd : undefined;
  return sd !== undefined && sd > 0 ? Number(sd.toPrecision(1)) : 1;
}
