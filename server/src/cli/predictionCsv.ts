import type { Column, Dataset } from '../engine/model/dataset.js';
import { isOfClasses, type Prediction, type Predictions } from '../report/predictions.js';

type Cell = number | string | null | undefined;
type Named = readonly [string, readonly Cell[]];

/** The rows as CSV with the predictions beside them; the columns of `source` where the rows come from one. */
export function predictionCsv({ rows, columns, outcomes }: Predictions, source?: Dataset): string {
  const given: readonly Named[] = source ? source.columns.filter(({ kind }) => kind !== 'image').map(cellsOf) : Object.entries(columns);
  const found = Object.entries(outcomes);
  const added = found.flatMap(([name, { mle, map }]) => {
    const shown = mle ?? map;
    const prefix = found.length > 1 ? `${name}.` : '';
    return (shown ? columnsOf(shown) : []).map(([key, cells]): Named => [`${prefix}${key}`, cells]);
  });
  const all = [...given, ...added];
  const lines = [all.map(([name]) => name), ...Array.from({ length: rows }, (_, row) => all.map(([, cells]) => cells[row]))];
  return lines.map((cells) => `${cells.map(quote).join(',')}\n`).join('');
}

function cellsOf({ name, kind, values, levels }: Column): Named {
  const cell = (value: number): Cell => {
    if (Number.isNaN(value)) return null;
    if (kind === 'categorical') return levels?.[value];
    return kind === 'boolean' ? String(value === 1) : value;
  };
  return [name, Array.from(values, cell)];
}

function columnsOf(prediction: Prediction): Named[] {
  if (isOfClasses(prediction))
    return [
      ...Object.entries(prediction.probability).map(([level, cells]): Named => [`probability_${level}`, cells]),
      ['class', prediction.class],
    ];
  const { mean, median, se, interval, observation } = prediction;
  return [
    ...(mean ? [['mean', mean] as const] : []),
    ...(median ? [['median', median] as const] : []),
    ['se', se],
    ['lower', interval.map((each) => each?.[0])],
    ['upper', interval.map((each) => each?.[1])],
    ['observation_lower', observation.map((each) => each?.[0])],
    ['observation_upper', observation.map((each) => each?.[1])],
  ];
}

function quote(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
