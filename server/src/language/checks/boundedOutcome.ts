import { normalCdf } from '../../engine/numeric/quantiles.js';
import { callText, suggested } from '../../engine/distributions/suggested.js';
import { LeftCensored } from '../../engine/distributions/wrappers/censored.js';
import { Truncated } from '../../engine/distributions/wrappers/truncated.js';
import type { Estimate } from '../../engine/inference/estimate.js';
import { rowValues } from '../../engine/inference/objective/rowValues.js';
import type { BoundModel } from '../../engine/model/bound.js';
import type { Likelihood } from '../../engine/model/model.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem } from '../../report/problem.js';
import { fittedEstimate } from './check.js';
import type { SlowCheck } from './slow.js';

/** With fewer rows the range of the outcomes says little. */
const LEAST_ROWS = 20;
/** The share of the fitted distribution beyond a limit that no outcome crosses from which it is worth reporting. */
const BEYOND_UNIT = 0.05;
const BEYOND_ZERO = 0.1;
/** Errors small beside the range of the outcomes, as in a curve that falls to 0, are not a sign of a wrong distribution. */
const WIDE = 0.1;

/** Outcomes that all lie within limits, under a Normal distribution that reaches well beyond them. */
export const boundedOutcome: SlowCheck = (fitted) => {
  const { likelihoods, latents } = fitted.bound.model;
  const found = fittedEstimate(fitted);
  const isUsable = latents.length === 0 && fitted.bound.used >= LEAST_ROWS;
  if (!found || !isUsable) return [];
  return likelihoods.flatMap((each) => find(fitted.bound, found, each));
};

function find(bound: BoundModel, { natural }: Estimate, { distribution, outcome, args, parameterisation, span }: Likelihood): Problem[] {
  const { gaussian } = distribution;
  if (!gaussian) return [];
  const [outcomes = new Float64Array(0), ...given] = rowValues(bound, [outcome.node, ...args.flat()], natural);
  const [least, most] = outcomes.reduce(([low, high], y) => [Math.min(low, y), Math.max(high, y)] as const, [Infinity, -Infinity] as const);
  if (least < 0) return [];
  const isShare = most <= 1;
  let [beyond, spread] = [0, 0];
  for (const row of outcomes.keys()) {
    const { mean, sd } = gaussian(parameterisation.canonical(given.map((column) => at(column, row))));
    beyond += (normalCdf(-mean / sd) + (isShare ? normalCdf((mean - 1) / sd) : 0)) / outcomes.length;
    spread += sd / outcomes.length;
  }
  if (spread < WIDE * (most - least) || !(beyond > (isShare ? BEYOND_UNIT : BEYOND_ZERO))) return [];
  const range = isShare ? 'between 0 and 1' : 'at 0 or above';
  const others = isShare
    ? outcomes.every(Number.isInteger)
      ? `For outcomes of 0 and 1 use \`${suggested.binary}\`.`
      : `A \`${suggested.shares}\` distribution stays in this range, and so does a Normal distribution of the log-odds.`
    : `${suggested.positive.map((name) => `\`${name}\``).join(', ')} or \`${callText(Truncated, callText(distribution, '…'), 0)}\` stay in this range; use \`${LeftCensored.name}\` for zeros that mark a limit of detection.`;
  const message = `All values of \`${outcome.text}\` lie ${range}, but the fitted Normal distribution puts ${(100 * beyond).toFixed(0)} % of its probability outside that range. ${others}`;
  return [{ severity: 'information', code: 'out-of-support', message, span, related: [outcome.text] }];
}
