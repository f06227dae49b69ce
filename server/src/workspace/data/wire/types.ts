import type { SourceColumn } from './source.js';

const numbers = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|BIGNUM|"?NULL"?|DECIMAL\(.*\))$/;
const objects = /^(?:STRUCT|MAP|UNION)\(|^VARIANT$/;

/** A column by the name of its type in DuckDB. Dates and times are texts in ISO form, as they are in a CSV file. */
export function columnOf(name: string, type: string): SourceColumn {
  if (type.endsWith(']')) return { name, form: 'text', unreadable: 'holds lists' };
  if (objects.test(type)) return { name, form: 'text', unreadable: 'holds objects' };
  if (type === 'BLOB' || type === 'BIT') return { name, form: 'text', unreadable: 'holds bytes' };
  if (numbers.test(type)) return { name, form: 'number' };
  return { name, form: type === 'BOOLEAN' ? 'text' : type === 'JSON' ? 'mixed' : 'words' };
}
