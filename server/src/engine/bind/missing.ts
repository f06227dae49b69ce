import type { Problem, Span } from '../../report/problem.js';
import type { Column, Dataset } from '../model/dataset.js';

/** The rows that are to be used, and how. */
export interface RowsAsked {
  readonly data: Pick<Dataset, 'rows' | 'rowNumbers'>;
  readonly policy: 'drop' | 'error';
  /** Where the data are named. */
  readonly span: Span;
  /** What the rows are for: "the fit". */
  readonly purpose: string;
}

/** What to say about missing values in the columns that a model reads, `used` rows being complete; `looksBack`: rows may be incomplete because of those above. */
export function missingProblems(
  columns: readonly Column[],
  { data: { rows, rowNumbers }, policy, span, purpose }: RowsAsked,
  used: number,
  looksBack = false,
): Problem[] {
  const incomplete = columns.filter((column) => column.missing > 0);
  const empty = incomplete.find((column) => column.missing === rows);
  if (rows === 0) return [{ severity: 'error', code: 'data-malformed', message: 'The data have no rows.', span }];
  if (empty) return [allMissing(empty.name, span)];
  if (incomplete.length === 0) return [];
  const where = `${incomplete.map((column) => whereMissing(column, rowNumbers)).join(', ')}${looksBack ? ', or look back at one,' : ''}`;
  const found = `${String(rows - used)} of ${String(rows)} rows have a missing value in ${where}`;
  const related = incomplete.map(({ name }) => name);
  if (used === 0) return [{ severity: 'error', code: 'missing-values', message: `${found}: no complete row is left.`, span, related }];
  const dropped: Problem = {
    severity: 'information',
    code: 'missing-values',
    message: `${found} and are left out of ${purpose}.`,
    span,
    related,
  };
  if (policy === 'drop') return [dropped];
  return [{ ...dropped, severity: 'error', message: `${found}. \`settings: { missing: drop }\` would leave them out.` }];
}

function allMissing(name: string, span: Span): Problem {
  const message = `Every value of \`${name}\` is missing: nothing is left to fit.`;
  return { severity: 'error', code: 'missing-values', message, span, related: [name] };
}

/** "x (row 3, 2 in all, written `-`)". */
function whereMissing({ name, values, missing, missingAs = [] }: Column, rowNumbers: Float64Array | undefined): string {
  const row = values.findIndex(Number.isNaN);
  const first = rowNumbers?.[row] ?? row + 1;
  const unusual = missingAs.filter((text) => !usual.has(text)).map((text) => `\`${text}\``);
  const written =
    unusual.length > 0 ? `, ${missing > unusual.length ? 'some of them ' : ''}written ${unusual.slice(0, 4).join(' or ')}` : '';
  return `${name} (row ${String(first)}${missing > 1 ? `, ${String(missing)} in all` : ''}${written})`;
}

/** Nobody needs to be told that these are missing values. */
const usual: ReadonlySet<string> = new Set(['NA', 'NaN', 'nan', 'null', 'NULL']);
