import type { Column } from '../../engine/model/dataset.js';
import { writtenName } from '../../engine/expr/print.js';
import { summaryOf } from '../data/summary.js';
import type { FeatureInput } from '../features/input.js';
import type { ExpressionPlace } from '../resolve/place.js';
import type { Completion } from './completion.js';

const COMPARED = /(?:`(?<quoted>[^`]+)`|(?<plain>[\p{L}_][\p{L}\p{N}_.]*))\s*(?<sign>==|!=|=)\s*(?:"(?<text>[^"]*)|[\p{L}\p{N}_.]*)$/u;

/** The levels of a column with their counts, right of `g ==`, or of `g =` in `at(…)`; undefined anywhere else. */
export function completeLevels({ data }: FeatureInput, { before, calls, word }: ExpressionPlace): Completion[] | undefined {
  const { quoted, plain, sign, text } = COMPARED.exec(before)?.groups ?? {};
  const name = quoted ?? plain;
  const column = data?.columns.find((each) => each.name === name);
  const levels = column && summaryOf(column).levels;
  if (!levels || (sign === '=' && calls.at(-1)?.name !== 'at')) return undefined;
  const span = text === undefined ? word : { from: word.to - text.length, to: word.to };
  return levels.map(({ level, count }, rank): Completion => ({
    label: level,
    kind: 'level',
    detail: count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`,
    insert: text === undefined ? `"${level}"` : level,
    span,
    rank: rank / 1000,
  }));
}

/** Between the brackets of `at(e, `: the columns that can be held at a value. */
export function completeHeld(columns: readonly Column[], { calls, word }: ExpressionPlace): Completion[] {
  const call = calls.at(-1);
  if (call?.name !== 'at' || call.index === 0 || call.argument !== undefined) return [];
  return columns
    .filter(({ name, kind }) => kind !== 'image' && !call.named.includes(name))
    .map(({ name }, rank): Completion => ({
      label: `${name} =`,
      kind: 'argument',
      detail: 'held at this value',
      insert: `${writtenName(name)} = `,
      span: word,
      rank: 5 + rank / 1000,
      then: 'suggest',
    }));
}
