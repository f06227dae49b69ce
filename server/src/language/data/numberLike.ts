import { LeftCensored, RightCensored } from '../../engine/distributions/wrappers/censored.js';
import { saysInfinity } from './numbers.js';

/** Text that is not a number, though the writer means one. */
export interface NumberLike {
  /** `quantity`: it can hardly be a category. */
  readonly sort: 'quantity' | 'date' | 'unit';
  readonly is: string;
  readonly advice: string;
}

const digits = '[-+\\u2212]?\\d[\\d.,]*';
const currency = '(?:[$€£¥₹]|USD|EUR|GBP|CHF)';
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

const kinds: readonly (readonly [RegExp, NumberLike])[] = [
  [
    new RegExp(`^[-+]?\\s*(?:${currency}\\s*${digits}|${digits}\\s*${currency})$`, 'i'),
    { sort: 'quantity', is: 'has a currency sign', advice: 'Write the number alone, and put the currency in the column’s name' },
  ],
  [
    new RegExp(`^${digits}\\s*[%‰]$`),
    { sort: 'quantity', is: 'has a percent sign', advice: 'Write the number alone: as a fraction, `0.5` for 50%, or `50` throughout' },
  ],
  [/^\(\s*\d[\d.,]*\s*\)$/, { sort: 'quantity', is: 'is in brackets', advice: 'Write a negative number with a minus sign' }],
  [/^\d[\d.,]*-$/, { sort: 'quantity', is: 'has its sign after the digits', advice: 'Write the minus sign in front' }],
  [
    /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d.*)?$|^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[T ]\d.*)?$/,
    { sort: 'date', is: 'is a date', advice: 'Write what is meant as a number in a column of its own, such as days since the first date' },
  ],
  [
    new RegExp(`^(?:\\d{1,2}[ -]${month}[ -,]*\\d{2,4}|${month} ?\\d{1,2},? \\d{4}|\\d{4}-${month}-\\d{1,2})$`, 'i'),
    { sort: 'date', is: 'is a date', advice: 'Write what is meant as a number in a column of its own, such as days since the first date' },
  ],
  [
    /^\d{1,3}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?$/i,
    { sort: 'date', is: 'is a time', advice: 'Write it in one unit, such as `7.5` for 7:30 in hours' },
  ],
  [
    /^[<>≤≥]=?\s*[-+]?\d[\d.,]*$/,
    {
      sort: 'quantity',
      is: 'is a bound',
      advice: `Write the bound in the column and mark such rows in another, for \`${LeftCensored.name}\` or \`${RightCensored.name}\``,
    },
  ],
  [/^[~≈]\s*[-+]?\d[\d.,]*$/, { sort: 'quantity', is: 'is marked as approximate', advice: 'Write the number alone' }],
  [/^\d+\/\d+$/, { sort: 'unit', is: 'is a fraction', advice: 'Write its value, or its parts in two columns' }],
  [
    new RegExp(`^${digits}(?:[.,]?[eE][-+]?\\d+)? ?[a-zµ°Ω]+[a-z0-9/²³^]*$`, 'i'),
    { sort: 'unit', is: 'has a unit', advice: 'Write the number alone, and put the unit in the column’s name' },
  ],
  [
    /^[-+]?\d[\d.,' ]*[.,]\d[\d.,' ]*$/,
    {
      sort: 'quantity',
      is: 'uses other separators than the numbers beside it',
      advice: 'Write all numbers with the same decimal mark and the same thousands separator',
    },
  ],
];

/** What a text that is not a number looks like; undefined where it does not look like one. */
export function numberLike(text: string): NumberLike | undefined {
  const trimmed = text.trim();
  return trimmed.length > 40 || !/\d/.test(trimmed) ? undefined : kinds.find(([form]) => form.test(trimmed))?.[1];
}

/** A number that is too large for the computer. */
export const isTooLarge = (text: string, value: number): boolean => Math.abs(value) === Infinity && !saysInfinity(text);
