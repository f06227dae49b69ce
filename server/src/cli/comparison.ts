import { shortNumber } from '../report/numbers.js';
import type { ComparedModel, Comparison, NestedPair } from '../fit/compare.js';

const HEADER = ['model', 'rows', 'parameters', 'log-likelihood', 'AIC', 'ΔAIC', 'BIC', 'log-evidence'];

/** The comparison as rows of cells, the header first. */
export function comparisonCells({ models }: Comparison): string[][] {
  const lowest = (outcome: string): number | null => models.find((model) => model.outcome === outcome)?.aic ?? null;
  return [HEADER, ...models.map((model) => cellsOf(model, lowest(model.outcome)))];
}

function cellsOf({ name, rows, parameters, logLikelihood, aic, bic, logEvidence }: ComparedModel, lowest: number | null): string[] {
  const number = (value: number | null): string => (value === null ? 'none' : shortNumber(Number(value.toFixed(2))));
  const delta = aic === null || lowest === null ? '' : shortNumber(Number((aic - lowest).toFixed(2)));
  return [
    name,
    rows.toLocaleString('en'),
    String(parameters),
    number(logLikelihood),
    number(aic),
    delta,
    number(bic),
    logEvidence === null ? '' : number(logEvidence),
  ];
}

/** What has to be said of it: models without a maximum, outcomes that differ, and the tests. */
export function comparisonNotes({ models, tests }: Comparison): string[] {
  const outcomes = new Set(models.map(({ outcome }) => outcome).filter((outcome) => outcome !== ''));
  return [
    ...models.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`])),
    ...(outcomes.size > 1
      ? [
          'The outcomes differ (other rows, or another scale such as log(y)): likelihoods, AIC, BIC and evidence cannot be compared across them.',
        ]
      : []),
    ...tests.map(testText),
    ...(tests.length === 0 && models.length > 1 ? ['No model was found inside another one, so there is no likelihood-ratio test.'] : []),
  ];
}

function testText({ small, large, held, statistic, degrees, onBound, pValue }: NestedPair): string {
  const bound = onBound === 0 ? '' : `, ${String(onBound)} of them on a bound: a mixture of χ² distributions`;
  const p = pValue < 1e-4 ? pValue.toExponential(1).replace('e-', ' · 10^−') : pValue.toFixed(4);
  return `${small} is ${large} with ${held.join(', ')}: 2 Δ log-likelihood = ${statistic.toFixed(2)} on ${String(degrees)} ${degrees === 1 ? 'parameter' : 'parameters'}${bound}, p = ${p}`;
}

/** As a page for a preview. */
export function comparisonPage(comparison: Comparison): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const [header = [], ...rows] = comparisonCells(comparison);
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const table = [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
  const notes = comparisonNotes(comparison).map((note) => `- ${note}`);
  return ['# Comparison of models', table, notes.join('\n'), EXPLANATION].join('\n\n');
}

const EXPLANATION =
  'AIC and BIC: the lower, the better; they weigh the log-likelihood against the number of parameters. The evidence is the probability of the data under model and priors. ' +
  'A small p says that the smaller model is too small.';
