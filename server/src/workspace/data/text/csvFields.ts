import { at } from '../../../engine/numeric/at.js';
import type { Form, SourceColumn } from '../wire/source.js';

/** A column of a text table: where its field is, from 0. */
export interface CsvField extends SourceColumn {
  readonly field: number;
}

/** The columns of a text table by the names in its header. A name that appears there twice is an error only where it is used. */
export function csvFields(names: readonly string[], header: number): CsvField[] {
  const places = new Map<string, number[]>();
  names.forEach((name, field) => places.set(name, [...(places.get(name) ?? []), field]));
  return names.flatMap((name, field): CsvField[] => {
    const same = places.get(name) ?? [];
    // A separator at the end of each row makes an empty field.
    if (name === '') return [];
    if (same.length === 1) return [{ name, field, form: 'text' }];
    return [{ name: same[0] === field ? name : `${name} (field ${String(field + 1)})`, field, form: 'text', ...twice(same, header) }];
  });
}

function twice(same: readonly number[], header: number): Pick<SourceColumn, 'unreadable' | 'advice' | 'at'> {
  const fields = same.map((field) => String(field + 1)).join(' and ');
  return {
    unreadable: `appears ${same.length === 2 ? 'twice' : `${String(same.length)} times`} in the header, in fields ${fields}`,
    advice: `Give each a name of its own in line ${String(header)}`,
    at: { line: header, field: at(same, 1) + 1 },
  };
}

export const withForm = (fields: readonly CsvField[], numbers: ReadonlyMap<number, boolean>): SourceColumn[] =>
  fields.map((column) => {
    const isSure = numbers.get(column.field);
    const form: Form = isSure === undefined ? 'text' : 'number';
    return { ...column, form, ...(isSure === undefined ? {} : { isDoubtful: !isSure }) };
  });
