import { writtenName } from '../../engine/expr/print.js';
import type { Distribution } from '../../engine/distributions/distribution.js';
import { distributions } from '../../engine/distributions/index.js';
import { suggested } from '../../engine/distributions/suggested.js';
import type { Column, Dataset } from '../../engine/model/dataset.js';
import { columnText } from '../completion/expression.js';
import { looksOf, misfit, predictorPlace, suitable } from '../completion/suitable.js';
import { summaryOf } from '../data/summary.js';

/** A column that could be the outcome, with the distributions that suit it, the best first. */
export interface OutcomeChoice {
  readonly name: string;
  readonly detail: string;
  readonly distributions: readonly { readonly name: string; readonly title: string }[];
}

/** Distributions that are offered for an outcome. */
const MOST_OFFERED = 6;
/** Predictors of a first formula: more are for the user to add. */
const MOST_PREDICTORS = 5;
/** A category of more levels takes as many coefficients. */
const MOST_LEVELS = 12;

export function outcomeChoices(data: Dataset): readonly OutcomeChoice[] {
  return data.columns.flatMap((column): OutcomeChoice[] => {
    const offered = offeredFor(column);
    return offered.length === 0
      ? []
      : [{ name: column.name, detail: columnText(column), distributions: offered.map(({ name, title }) => ({ name, title })) }];
  });
}

function offeredFor(column: Column): Distribution[] {
  const looks = looksOf(column);
  if (!looks) return [];
  const possible = suitable(looks).filter((record) => misfit(record, looks) < 50 && predictorPlace(record) !== undefined);
  return possible.slice(0, MOST_OFFERED);
}

/** A first model of an outcome: a linear predictor of the other columns, parameters declared, and priors to think about as comments. */
export function draft(data: Dataset, source: string, outcome: string, distribution: string): string | undefined {
  const record = distributions.get(distribution);
  const way = record && predictorPlace(record);
  if (!record || !way) return undefined;
  const predictors = data.columns.filter((column) => column.name !== outcome && isPredictor(column, data.rows)).slice(0, MOST_PREDICTORS);
  const formula = predictors.map(({ name }) => writtenName(name)).join(' + ');
  const taken = new Set(data.columns.map(({ name }) => name));
  const fresh = (name: string): string => (taken.has(name) ? `${name}_` : name);
  const coefficients = fresh('b');
  const others = way.parameterisation.arguments.filter((each) => each !== way.argument && each.derived !== true);
  const predictor = predictors.length > 0 ? `linear(${coefficients}, ${formula})` : coefficients;
  const isFirst = way.parameterisation === record.parameterisations[0] && way.parameterisation.arguments[0] === way.argument;
  const args = [
    isFirst ? predictor : `${way.argument.name} = ${predictor}`,
    ...others.map(({ name }) => (isFirst ? fresh(name) : `${name} = ${fresh(name)}`)),
  ];
  return [
    `title: ${quoted(`${outcome} in ${source}`)}`,
    `data: ${quoted(source)}`,
    'model: |',
    `  ${writtenName(outcome)} ~ ${distribution}(${args.join(', ')})`,
    'parameters:',
    `  ${coefficients}:  # a prior, such as ${suggested.weakPrior}, makes a MAP beside the MLE`,
    ...others.map(({ name, domain }) => `  ${fresh(name)}:  # ${domain.text}, for example ${priorFor(domain.lower, domain.upper)}`),
    '',
  ].join('\n');
}

/** A column that may enter a formula: it varies, and is no name of its row. */
function isPredictor(column: Column, rows: number): boolean {
  const { range, levels } = summaryOf(column);
  if (levels) return levels.length > 1 && levels.length <= Math.min(MOST_LEVELS, rows / 3);
  const isIndex = /^(|id|row|index|unnamed.*)$/i.test(column.name);
  return range !== undefined && range.most > range.least && !isIndex;
}

const priorFor = (lower: number, upper: number): string =>
  lower === 0 ? (upper === 1 ? suggested.probabilityPrior : suggested.positiveExample) : suggested.widePrior;

const quoted = (text: string): string => (/^[\w./ -]+$/.test(text) && !/^[\s-]|\s$/.test(text) ? text : JSON.stringify(text));
