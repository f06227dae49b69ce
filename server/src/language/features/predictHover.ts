import { shortNumber } from '../../report/numbers.js';
import { isOfClasses, type Prediction } from '../../report/predictions.js';
import { plain } from '../wording/markdown.js';
import { caveat, type FeatureInput } from './input.js';

/** Rows that the hover shows. */
const SHOWN = 12;

type Cells = readonly [string, (row: number) => string];

/** The first rows of the predictions as a table. */
export function predictHover(input: FeatureInput): string {
  const { predictions } = input.answer ?? {};
  const title = '**Predictions**';
  if (!predictions) return `${title}; none yet`;
  const { rows, columns, outcomes } = predictions;
  const given = Object.entries(columns).map(([name, values]): Cells => [plain(name), (row) => cell(values[row])]);
  const added = Object.entries(outcomes).flatMap(([name, { mle, map }]) => {
    const sides = [...(mle ? [['MLE', mle] as const] : []), ...(map ? [['MAP', map] as const] : [])];
    return sides.flatMap(([side, prediction]) => cellsOf(`${plain(name)}, ${side}`, prediction));
  });
  const all = [...given, ...added];
  const lines = Array.from({ length: Math.min(rows, SHOWN) }, (_, row) => all.map(([, at]) => at(row)));
  const table = [all.map(([name]) => name), all.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const doubt = caveat(input);
  const more = rows > SHOWN ? [`${String(rows - SHOWN)} more rows: \`livelihood predict FILE\` writes all of them.`] : [];
  return [title, ...(doubt ? [`*${doubt.text}*`] : []), table, ...more, HOW].join('\n\n');
}

const HOW = 'The interval holds the mean; the last column holds a new observation.';

function cellsOf(name: string, prediction: Prediction): Cells[] {
  if (isOfClasses(prediction)) {
    const probabilities = Object.entries(prediction.probability).map(([level, values]): Cells => [
      `${name}: ${plain(level)}`,
      (row) => cell(values[row]),
    ]);
    return [...probabilities, [name, (row) => cell(prediction.class[row])]];
  }
  const { mean, median, interval, observation } = prediction;
  const range = (pair: (typeof interval)[number] | undefined): string => (pair ? `${cell(pair[0])} to ${cell(pair[1])}` : '–');
  return [
    [mean ? name : `${name} (median)`, (row) => cell((mean ?? median)?.[row])],
    ['interval', (row) => range(interval[row])],
    ['observation', (row) => range(observation[row])],
  ];
}

function cell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'number' ? shortNumber(value) : plain(value);
}
