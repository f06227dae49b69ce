import type { Column, Dataset } from '../../engine/model/dataset.js';
import { at } from '../../engine/numeric/at.js';
import type { Problem, Span } from '../../report/problem.js';
import { takeRows } from './filter.js';

interface Aligned {
  readonly dataset: Dataset;
  readonly problems: readonly Problem[];
}

/**
 * Validation rows with the columns `names` of the training data, in its levels. Rows with a level that the training data do not have say nothing
 * about the model: they are left out, and counted. All columns must be there and of the same kind.
 */
export function align(training: Dataset, given: Dataset, names: ReadonlySet<string>, span: Span): Aligned {
  const isStrange = new Uint8Array(given.rows);
  const problems: Problem[] = [];
  const columns = training.columns.flatMap((known): Column[] => {
    const own = names.has(known.name) ? given.columns.find(({ name }) => name === known.name) : undefined;
    if (!own) return [];
    const { column, strange } = inLevels(own, known);
    strange.forEach((row) => (isStrange[row] = 1));
    if (strange.length > 0) problems.push(newLevels(own, strange, span));
    return [column];
  });
  const dataset = { ...given, columns };
  const kept = new Int32Array(given.rows).map((_, row) => row).filter((row) => isStrange[row] === 0);
  return { dataset: problems.length === 0 ? dataset : takeRows(dataset, kept), problems };
}

/** A column in the codes of another one, and the rows that have no code there. */
function inLevels(own: Column, { levels }: Column): { column: Column; strange: number[] } {
  if (!levels || !own.levels) return { column: own, strange: [] };
  const known = new Map(levels.map((level, code) => [level, code]));
  const codes = own.levels.map((level) => known.get(level) ?? -1);
  const values = own.values.map((code) => (Number.isNaN(code) ? NaN : at(codes, code)));
  const strange = Array.from(values.keys()).filter((row) => values[row] === -1);
  // Levels without a row stay: codes are those of the training data.
  return { column: { ...own, values, levels, levelsGiven: true }, strange };
}

/** How many levels a message names at most. */
const MOST = 6;

function newLevels({ name, levels = [], values }: Column, rows: readonly number[], span: Span): Problem {
  const found = [...new Set(rows.map((row) => at(levels, at(values, row))))].map((level) => `\`${level}\``);
  const shown = found.slice(0, MOST).join(', ') + (found.length > MOST ? ', …' : '');
  const [is, count] = rows.length === 1 ? ['is', 'row'] : ['are', 'rows'];
  const message =
    `The training data have no ${found.length === 1 ? 'level' : 'levels'} ${shown} of \`${name}\`, so nothing is known about ${found.length === 1 ? 'it' : 'them'}: ` +
    `${String(rows.length)} ${count} ${is} left out of the validation.`;
  return { severity: 'warning', code: 'missing-values', message, span, related: [name] };
}
