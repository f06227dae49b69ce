import { logText, shortNumber } from '../../report/numbers.js';
import { type InfluenceRows, placeOf, type RowTable, type StatementRows } from '../../report/rows.js';
import { code, plain } from '../wording/markdown.js';
import type { Reader } from './reader.js';
import { whyUnused } from './unused.js';

/** What the models say of a row of their data, numbered from 1. Undefined where none says anything. */
export function rowHover(readers: readonly Reader[], row: number): string | undefined {
  const parts = readers.flatMap((reader) => {
    const text = ofModel(reader, row);
    return text === undefined ? [] : [`**${plain(reader.title)}** · row ${row.toLocaleString('en')}\n\n${text}`];
  });
  return parts.length > 0 ? parts.join('\n\n---\n\n') : undefined;
}

function ofModel({ input, isCurrent }: Reader, row: number): string | undefined {
  const { data, answer, stale } = input;
  if (!isCurrent || stale) return 'The fit of these data is under way, or the file has an error.';
  if (!data) return undefined;
  const table = answer?.rowTable;
  if (!table) return withoutTable(answer);
  const place = placeOf(table.rowNumbers, table.used, row);
  if (place < 0) return `The model does not use this row: ${whyUnused(input, data, row)}.`;
  const total = (table.label === 'MLE' ? answer.mle : answer.map)?.logLikelihood ?? null;
  return [
    ...table.statements.map((statement) => statementText(statement, place, table.statements.length > 1)),
    contributionText(table, place, total),
    ...(table.influence ? influenceText(table.influence, place) : []),
    ...(table.label === 'MAP' ? ['At the MAP.'] : []),
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

function withoutTable(answer: Reader['input']['answer']): string {
  if (answer?.stage !== 'final') return 'The fit is under way.';
  if (!answer.mle && !answer.map) return 'There is no estimate.';
  return 'There are too many rows to say something about each, or there was no time for it.';
}

const isThere = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

function statementText(statement: StatementRows, place: number, isNamed: boolean): string {
  const name = isNamed ? `${code(statement.outcome)}: ` : '';
  if (statement.kind === 'number') return `${name}${numberText(statement, place)}`;
  return `${name}${statement.kind === 'event' ? eventText(statement, place) : classText(statement, place)}`;
}

function numberText({ observed, fitted, spread, hasResidual, isDiscrete, logDensities }: StatementRows, place: number): string {
  const [y, mean, sd, log] = [observed[place], fitted[place], spread[place], logDensities[place]];
  const parts = isThere(y) ? [`observed ${shortNumber(y)}`] : [];
  if (isThere(mean)) parts.push(`fitted mean **${shortNumber(mean)}**`);
  if (hasResidual && isThere(y) && isThere(mean)) {
    const standardised = isThere(sd) && sd > 0 ? ` (${shortNumber((y - mean) / sd)} standard deviations)` : '';
    parts.push(`residual **${shortNumber(y - mean)}**${standardised}`);
  }
  if (isDiscrete && isThere(log)) parts.push(`probability ${shortNumber(Math.exp(log))}`);
  return parts.join(', ');
}

function eventText({ observed, fitted, success = '1' }: StatementRows, place: number): string {
  const p = fitted[place];
  const happened = observed[place] === 1;
  const seen = happened ? plain(success) : success === '1' ? '0' : `not ${plain(success)}`;
  return `observed ${seen}${isThere(p) ? `, fitted probability of ${plain(success)} **${shortNumber(p)}**` : ''}`;
}

function classText({ observed, fitted, spread, levels, logDensities }: StatementRows, place: number): string {
  const nameOf = (value: number | undefined): string => plain(levels?.[value ?? NaN] ?? String(value ?? ''));
  const [actual, best, p, log] = [observed[place], fitted[place], spread[place], logDensities[place]];
  const own = isThere(log) ? `, whose fitted probability is **${shortNumber(Math.exp(log))}**` : '';
  const other = isThere(best) && isThere(p) && best !== actual ? `; most probable: ${nameOf(best)} (${shortNumber(p)})` : '';
  return `observed ${nameOf(actual)}${own}${other}`;
}

function contributionText({ contributions, weights, givenLatent, statements }: RowTable, place: number, total: number | null): string {
  const [value, weight] = [contributions[place], weights?.[place]];
  if (!isThere(value)) return '';
  const weighed = isThere(weight) && weight !== 1 ? `, with its weight ${shortNumber(weight)}` : '';
  if (givenLatent) return `log-density ${logText(value)}${weighed}, given the most probable latent values`;
  const of = total === null ? '' : ` of ${logText(total)}`;
  return `contributes ${logText(value)} to the ${statements.length > 0 ? 'log-likelihood' : 'log-density'}${of}${weighed}`;
}

function influenceText({ isExact, names, entries, changes, distances }: InfluenceRows, place: number): string[] {
  const [change, distance, entry = -1] = [changes[place], distances[place], entries[place]];
  if (!isThere(change) || !isThere(distance)) return ['Without it, the other rows would not determine the estimates.'];
  const about = isExact ? '' : 'about ';
  const cook = `Cook’s distance ${about}${shortNumber(distance)}`;
  const name = names[entry];
  if (name === undefined) return [`leaving it out moves no estimate; ${cook}`];
  return [`leaving it out moves ${code(name)} most, by ${about}${shortNumber(change)} standard errors; ${cook}`];
}
