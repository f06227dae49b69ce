import { at } from '../../engine/numeric/at.js';
import type { Column } from '../../engine/model/dataset.js';
import type { PredictSpec } from '../../engine/model/specification.js';
import { shortNumber } from '../../report/numbers.js';
import { isOfClasses, type Prediction } from '../../report/predictions.js';
import type { Problem } from '../../report/problem.js';
import type { GivenRows } from './givenRows.js';

/** How many rows a message names. */
const MOST = 6;

/** Rows that cannot be predicted, rows beyond the data, and numbers that do not exist; `isCut`: there was not time for all of them. */
export function rowProblems(
  { key }: PredictSpec,
  { bad, columns }: GivenRows,
  needed: readonly Column[],
  outcomes: readonly (readonly [string, { readonly mle: Prediction | null; readonly map: Prediction | null }])[],
  isCut: boolean,
): Problem[] {
  const say = (severity: Problem['severity'], message: string, related: readonly string[] = []): Problem => ({
    severity,
    code: 'prediction',
    message,
    span: { from: key.from, to: key.to },
    related,
  });
  const [first] = [...bad].sort(([a], [b]) => a - b);
  const lost = first
    ? [
        say(
          'warning',
          `${counted([...bad.keys()].sort((a, b) => a - b))} cannot be predicted: in row ${String(first[0] + 1)}, ${first[1]}.`,
        ),
      ]
    : [];
  const beyond = needed.flatMap((column) => {
    const found = outside(column, columns.get(column.name)?.codes ?? new Float64Array(0), bad);
    if (!found) return [];
    const message = `\`${column.name}\` lies beyond the data, which go from ${shortNumber(found.low)} to ${shortNumber(found.high)}, in ${counted(found.rows)}: there the prediction rests on the form of the model alone.`;
    return [say('information', message, [column.name])];
  });
  const medians = outcomes.flatMap(([name, { mle, map }]) => {
    const shown = mle ?? map;
    if (!shown || isOfClasses(shown) || !shown.median) return [];
    return [say('information', `The distribution of \`${name}\` has no mean: its median is given instead.`, [name])];
  });
  const unobserved = outcomes.flatMap(([name, { mle, map }]) => {
    const shown = mle ?? map;
    if (!shown || isOfClasses(shown) || shown.observation.some((each) => each !== null) || bad.size === shown.observation.length) return [];
    return [
      say(
        'information',
        `There is no interval for a new observation of \`${name}\`: it needs standard errors and a distribution function.`,
        [name],
      ),
    ];
  });
  const late = [
    say('warning', 'There was no time for the intervals of new observations in all rows: raise `max-seconds` or predict fewer rows.'),
  ];
  return [...lost, ...beyond, ...medians, ...(isCut ? late : unobserved)];
}

function counted(rows: readonly number[]): string {
  const shown = rows.slice(0, MOST).map((row) => String(row + 1));
  return `${String(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} (${shown.join(', ')}${rows.length > MOST ? ', …' : ''})`;
}

function outside(
  { kind, values }: Column,
  codes: Float64Array,
  bad: ReadonlyMap<number, string>,
): { low: number; high: number; rows: number[] } | undefined {
  if (kind !== 'numeric') return undefined;
  const [low, high] = values.reduce<[number, number]>(
    ([a, b], value) => (Number.isNaN(value) ? [a, b] : [Math.min(a, value), Math.max(b, value)]),
    [Infinity, -Infinity],
  );
  const rows = Array.from(codes.keys()).filter((row) => !bad.has(row) && (at(codes, row) < low || at(codes, row) > high));
  return rows.length === 0 ? undefined : { low, high, rows };
}
