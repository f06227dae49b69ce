import { suggested } from '../../engine/distributions/suggested.js';
import { layerExamples } from '../../engine/network/layers/index.js';
import { ofData } from './keyTextOfData.js';
import type { KeyText, KeyTexts } from './keyTextRecord.js';

const number = { type: 'number' };
const seed = { type: 'integer', minimum: 0, maximum: 4_294_967_295 };
const share = { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 };

const seedRange = 'a whole number from 0 to 4294967295; 1 unless given';

const ofParameter: KeyTexts = {
  prior: {
    text: 'The prior of the parameter; of a vector, that of each entry. The MLE takes no notice of it.',
    values: 'a distribution',
    example: `parameters:\n  theta:\n    prior: ${suggested.probabilityPrior}`,
  },
  lower: {
    text: 'The parameter is not below this value, in MLE and MAP.',
    values: 'a number',
    example: 'parameters:\n  theta: { lower: 0 }',
    accepts: number,
  },
  upper: {
    text: 'The parameter is not above this value, in MLE and MAP.',
    values: 'a number',
    example: 'parameters:\n  theta: { upper: 0.5 }',
    accepts: number,
  },
  start: {
    text: 'Where the search begins. Another start replaces its answer only where that is better.',
    values: 'a number',
    example: 'parameters:\n  theta: { start: 0.3 }',
    accepts: number,
  },
  fixed: {
    text: 'The parameter has this value and is not estimated.',
    values: 'a number',
    example: 'parameters:\n  theta: { fixed: 0.5 }',
    accepts: number,
  },
  reference: {
    text: 'The class whose entries are 0, in a vector with an entry for each class.',
    values: 'a level of the outcome',
    example: 'parameters:\n  theta: { reference: walk }',
  },
  ordered: {
    text: 'The entries of the vector increase.',
    values: '`true` or `false`',
    example: 'parameters:\n  theta: { ordered: true }',
    choices: ['true'],
    accepts: { type: 'boolean' },
  },
  simplex: {
    text: 'The vector has this many entries, none negative, that sum to 1.',
    values: 'a whole number from 2',
    example: 'parameters:\n  theta: { simplex: 3 }',
    accepts: { type: 'integer', minimum: 2 },
  },
};

const ofNetwork: KeyTexts = {
  layers: {
    text: 'The layers from the input to the output.',
    values: 'layers with arrows between them, or a list of layers',
    example: `networks:\n  f:\n    layers: ${layerExamples.network}`,
  },
  weights: {
    text: 'The prior of all weights of the network. Without it MLE and MAP are the same.',
    values: 'a distribution',
    example: `networks:\n  f:\n    layers: ${layerExamples.network}\n    weights: ${suggested.prior}`,
  },
  biases: {
    text: 'The prior of all biases of the network; flat unless given.',
    values: 'a distribution',
    example: `networks:\n  f:\n    layers: ${layerExamples.network}\n    biases: ${suggested.prior}`,
  },
};

const ofValidate: KeyTexts = {
  fraction: {
    text: 'The share of the rows that are held out, drawn at random.',
    values: 'a number between 0 and 1',
    example: 'validate: { fraction: 0.3 }',
    accepts: share,
  },
  seed: {
    text: 'Draws the rows of `fraction`: the same seed holds out the same rows.',
    values: seedRange,
    example: 'validate: { fraction: 0.3, seed: 2 }',
    accepts: seed,
  },
  source: {
    text: 'The file with the rows that are held out, read as the data are.',
    values: 'a path or a pattern',
    example: 'validate: { source: test.csv }',
    accepts: { type: 'string' },
  },
};

const ofSettings: KeyTexts = {
  interval: {
    text: 'The coverage of confidence and credible intervals.',
    values: 'a number between 0 and 1; 0.95 unless given',
    example: 'settings: { interval: 0.9 }',
    choices: ['0.95', '0.9', '0.5'],
    accepts: share,
  },
  starts: {
    text: 'From how many points the search begins where several maxima are possible.',
    values: 'a whole number from 1 to 1000; 8 unless given',
    example: 'settings: { starts: 20 }',
    accepts: { type: 'integer', minimum: 1, maximum: 1000 },
  },
  seed: {
    text: 'For the random starting points: the same seed gives the same numbers.',
    values: seedRange,
    example: 'settings: { seed: 2 }',
    accepts: seed,
  },
  'max-seconds': {
    text: 'When each phase (preparing the model, the search, the intervals) gives up.',
    values: 'a number of seconds up to 86400; 30 unless given',
    example: 'settings: { max-seconds: 120 }',
    accepts: { type: 'number', exclusiveMinimum: 0, maximum: 86_400 },
  },
  missing: {
    text: 'What happens to rows that have a missing value in a column the model uses.',
    values: '`drop` (they are left out and counted; this unless given) or `error` (they are refused)',
    example: 'settings: { missing: error }',
    choices: ['drop', 'error'],
    accepts: { enum: ['drop', 'error'] },
  },
  'standard-errors': {
    text: 'Where standard errors come from.',
    values: '`information` (the observed information; this unless given) or `robust` (also those of the sandwich formula)',
    example: 'settings: { standard-errors: robust }',
    choices: ['information', 'robust'],
    accepts: { enum: ['information', 'robust'] },
  },
};

const ofPredict: KeyTexts = {
  grid: {
    text: 'Every combination of values of columns. A column that is left out stands at its mean or first level.',
    values: 'after each column a range, a value, a list or `all`',
    example: 'predict:\n  grid: { x: 0 to 10 by 1, group: all }',
  },
  rows: {
    text: 'Rows written here. A single value stands for all of them.',
    values: 'after each column a value or a list',
    example: 'predict:\n  rows: { x: [1, 2, 3], group: a }',
  },
  source: {
    text: 'A table with rows to predict; it is read as the data are, and needs no outcome.',
    values: 'a path',
    example: 'predict:\n  source: new.csv',
    accepts: { type: 'string' },
  },
};

/** Every key of the format. */
export const keyTexts: KeyTexts = {
  title: { text: 'What the file is called. It is not read as a model.', values: 'free text', example: 'title: A suspicious coin' },
  description: {
    text: 'Words for the reader. They are not read as a model.',
    values: 'free text; several lines stand in a `|` block',
    example: 'description: |\n  Ten flips of a coin that was found\n  on the street.',
  },
  data: {
    text: 'Where the rows come from.',
    values: 'a path, columns such as `{ heads: 7, flips: 10 }`, or a mapping with `source`, `query` or `images`',
    example: 'data: houses.csv',
    keys: ofData,
    isOpen: true,
  },
  model: {
    text: 'How the outcome is distributed: statements, one a line; their order does not matter.',
    values: '`outcome ~ Distribution(…)`, `name = expression`, `name[column] ~ Distribution(…)` for latent values, `target += expression`',
    example: `model: |\n  flip ~ ${suggested.binaryOutcome}`,
  },
  parameters: {
    text: 'The unknown numbers of the model. Each is declared here.',
    values:
      'after each name: nothing (no prior), a prior, a number (fixed), or a mapping; a key such as `b[area]` is about one entry of a vector',
    example: `parameters:\n  theta: ${suggested.probabilityPrior}`,
    keys: {
      '*': {
        text: 'An unknown number, or a vector of them.',
        values: 'nothing (no prior), a prior, a number (fixed), or a mapping',
        example: `parameters:\n  theta: ${suggested.probabilityPrior}`,
        keys: ofParameter,
      },
    },
  },
  networks: {
    text: 'Neural networks that `model` uses as functions of columns.',
    values: 'after each name a mapping with its `layers`',
    example: `networks:\n  f:\n    layers: ${layerExamples.network}`,
    keys: {
      '*': {
        text: 'A neural network, used in `model` as a function.',
        values: 'a mapping with its `layers`',
        example: `networks:\n  f:\n    layers: ${layerExamples.network}`,
        keys: ofNetwork,
      },
    },
  },
  derived: {
    text: 'Functions of the parameters, and means, effects and predictions over rows, reported with their own errors and intervals.',
    values: 'after each name an expression of parameters, or of rows in `mean`, `sum` or `at`',
    example: 'derived:\n  odds: theta / (1 - theta)\n  effect: mean(slope(expected(y), x))',
  },
  predict: {
    text: 'Rows that have no outcome: the mean of their outcome, its interval, and the range of a new observation.',
    values: 'a mapping with `grid`, `rows` or `source`',
    example: 'predict:\n  grid: { x: 0 to 10 by 1, group: all }',
    keys: ofPredict,
  },
  validate: {
    text: 'Rows that are held out: the fit does not see them, and it is reported how well they are predicted.',
    values: 'a mapping with `fraction` or `source`',
    example: 'validate: { fraction: 0.3, seed: 1 }',
    keys: ofValidate,
  },
  expect: {
    text: 'What estimates should be: a value that does not hold is an error at its line, and fails `livelihood test`.',
    values: 'after each name `0.7 ± 0.001`, `0.69 to 0.71`, `> 0` or `< 1`; after `findings` the codes that are allowed, or `none`',
    example: 'expect:\n  theta: 0.7 ± 0.001\n  map.theta: 0.5 to 0.6\n  findings: none',
    keys: {
      findings: {
        text: 'Warnings and errors that are allowed; any other one is an error here.',
        values: '`none`, or a list of codes',
        example: 'expect:\n  findings: [few-rows]',
        choices: ['none'],
      },
      '*': {
        text: 'What is expected of a result: `theta`, `b[x]`, `map.theta`, `derived.odds`, `logLikelihood`, `map.logEvidence`, `validation.mle.accuracy`.',
        values: '`0.7 ± 0.001`, `0.69 to 0.71`, `> 0` or `< 1`',
        example: 'expect:\n  theta: 0.7 ± 0.001',
      },
    },
  },
  settings: {
    text: 'How the fit is made and reported.',
    values: 'a mapping',
    example: 'settings: { interval: 0.9 }',
    keys: ofSettings,
  },
};

/** What the key at a path means; undefined where the format has no such key. */
export function keyTextOf(path: readonly string[]): KeyText | undefined {
  let [found, keys]: [KeyText | undefined, KeyTexts | undefined] = [undefined, keyTexts];
  for (const name of path) {
    found = keys === undefined ? undefined : Object.hasOwn(keys, name) ? keys[name] : keys['*'];
    keys = found?.keys;
  }
  return found;
}
