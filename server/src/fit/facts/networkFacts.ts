import type { NetworkFacts } from '../../report/facts.js';
import { shapeText } from '../../engine/network/layers/shape.js';
import { kinkOf } from '../../engine/inference/objective/priorTerms.js';
import type { ModelNetwork, Prior } from '../../engine/model/model.js';
import type { Fitted } from '../../language/checks/check.js';
import { code } from '../../language/wording/markdown.js';
import { shortNumber } from '../../report/numbers.js';
import { noise } from '../../language/wording/priorWorth.js';

export function networkFacts(fitted: Fitted): NetworkFacts[] {
  return fitted.bound.model.networks.map((each) => {
    const { name, network } = each;
    const layers = network.layers.map(({ text, outputShape, weights, biases }) => ({
      text,
      output: shapeText(outputShape),
      parameters: weights + biases,
    }));
    return { name, input: shapeText(network.inputShape), layers, parameters: network.parameters, worth: worthOf(fitted, each) };
  });
}

function worthOf(fitted: Fitted, { network, first }: ModelNetwork): string[] {
  const { entries, priors } = fitted.bound.model;
  const priorAt = (offset: number | undefined): Prior | undefined =>
    offset === undefined ? undefined : priors[entries[first + offset]?.prior ?? -1];
  const layer = network.layers.find(({ weights }) => weights > 0);
  const [weights, biases] = [priorAt(layer?.first), priorAt(layer && layer.first + layer.weights)];
  const rest = biases ? `Prior on the biases: ${code(biases.text)}.` : 'The biases have no prior.';
  if (!weights) return [`No prior on the weights. ${rest}`];
  return [`Prior on the weights: ${code(weights.text)}. ${rest}`, ...weightWorth(fitted, weights)];
}

function weightWorth(fitted: Fitted, prior: Prior): string[] {
  const { distribution, constants } = prior;
  const [gaussian, kink] = [constants && distribution.gaussian?.(constants), kinkOf(prior)];
  if (gaussian?.mean === 0) return decay(fitted, gaussian.sd);
  return kink?.location === 0 && kink.tilt === 0 ? [`On −log L: **λ = ${shortNumber(kink.weight)}** · Σ |w| (a lasso).`] : [];
}

/**
 * −log p(w) = Σ w²/(2 sd²) and a constant. torch adds (decay/2) Σ w² to the loss that is optimised, Keras λ Σ w², scikit-learn's MLP (alpha/2n) Σ w² to
 * the mean loss.
 */
function decay(fitted: Fitted, sd: number): string[] {
  const n = fitted.bound.observations;
  const each = 1 / (sd * sd);
  const sigma = noise(fitted);
  const squares =
    sigma === undefined
      ? []
      : [
          `Where the loss is a mean squared error, with σ = ${shortNumber(sigma)}: \`weight_decay=${number((2 * sigma * sigma * each) / n)}\` with torch's MSELoss, ` +
            `\`l2(${number((sigma * sigma * each) / n)})\` with Keras' mse, \`alpha=${number(sigma * sigma * each)}\` in scikit-learn's MLPRegressor.`,
        ];
  return [
    `On −log L, a sum over the ${number(n)} rows: **λ = 1/(2 sd²) = ${shortNumber(each / 2)}** · Σ w².`,
    `Elsewhere, on the mean loss per row: \`weight_decay=${number(each / n)}\` in torch's SGD and Adam (B times that for losses summed over batches of B rows), ` +
      `\`l2(${number(each / (2 * n))})\` in Keras, \`alpha=${number(each)}\` in scikit-learn's MLPClassifier.`,
    ...squares,
    'torch decays biases too, unless they have a parameter group of their own. AdamW is not this MAP: its decay is decoupled from the loss.',
  ];
}

/** As code needs it. */
const number = (value: number): string => String(Number(value.toPrecision(4)));
