import type { Mark, NumberStyle } from '../../engine/model/dataSpec.js';

export const pointStyle: NumberStyle = { decimal: '.' };
export const commaStyle: NumberStyle = { decimal: ',' };

/** Of Fortran too: `1.0D0`. */
const exponent = '(?:[eEdD][-+]?\\d+)?';
const pointForm = new RegExp(`^[-+]?(?:\\d+\\.?\\d*|\\.\\d+)${exponent}$`);
const commaForm = new RegExp(`^[-+]?(?:\\d+,?\\d*|,\\d+)${exponent}$`);
const infiniteForm = /^[-+]?inf(?:inity)?$/i;
/** Typeset minus signs. */
const minus = /^[\u2212\u2012\u2013\uFE63\uFF0D]/;
const blanks = /[\u00A0\u2009\u202F]/g;

/** The number that a text is; NaN where it is none. One that is too large is infinite. */
export function numberOf(text: string, style: NumberStyle = pointStyle): number {
  const trimmed = text.trim().replace(minus, '-');
  const isPlain = style.decimal === '.' ? pointForm.test(trimmed) : commaForm.test(trimmed);
  if (isPlain) return valueOf(trimmed, style.decimal);
  if (infiniteForm.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  const whole = withoutGroups(trimmed.replace(blanks, ' ').replaceAll('’', "'"), style);
  return whole === undefined ? NaN : valueOf(whole, style.decimal);
}

const valueOf = (text: string, decimal: Mark): number => Number((decimal === ',' ? text.replace(',', '.') : text).replace(/[dD]/, 'e'));

/** Whether a text says an infinite number in words, and is not just a number too large. */
export const saysInfinity = (text: string): boolean => infiniteForm.test(text.trim().replace(minus, '-'));

const groupForms = new Map<string, RegExp>();

function withoutGroups(text: string, { decimal, thousands }: NumberStyle): string | undefined {
  const marks = thousands === undefined ? `${decimal === '.' ? ',' : '.'} '_` : thousands.replace(blanks, ' ').replaceAll('’', "'");
  if (marks === '') return undefined;
  const key = decimal + marks;
  const form = groupForms.get(key) ?? new RegExp(`^[-+]?[1-9]\\d{0,2}([${marks}])\\d{3}(?:\\1\\d{3})*(?:[${decimal}]\\d*)?${exponent}$`);
  groupForms.set(key, form);
  const mark = form.exec(text)?.[1];
  return mark === undefined ? undefined : text.replaceAll(mark, '');
}
