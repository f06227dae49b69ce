import { fileErrorText } from '../wire/fileErrors.js';
import { failure, type ReadFailure } from '../wire/messages.js';
import { plain } from '../wire/source.js';

interface DuckError {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly position?: string;
  readonly error_subtype?: string;
  readonly name?: string;
  readonly candidates?: string;
  readonly type?: string;
}

/** What an error that DuckDB gives as JSON means, in the user's words. The query began at byte `start` of what ran. */
export function explainQuery(query: string, message: string, start = 0): ReadFailure {
  const error = parse(message);
  const position = Number(error.position ?? NaN) - start;
  const at = position >= 0 ? { offset: characterAt(query, position) } : {};
  const code = error.exception_type === 'IO' || error.exception_type === 'Permission' ? 'data-unreadable' : 'data-malformed';
  return failure(code, textOf(error), at);
}

/** DuckDB counts bytes of UTF-8. */
export function characterAt(text: string, byte: number): number {
  return Buffer.from(text).subarray(0, byte).toString().length;
}

function parse(message: string): DuckError {
  const start = message.indexOf('{');
  try {
    return JSON.parse(message.slice(Math.max(start, 0))) as DuckError;
  } catch {
    return { exception_message: message };
  }
}

function textOf(error: DuckError): string {
  const { exception_type: kind, error_subtype: subtype, name = '', type = 'table' } = error;
  const text = error.exception_message ?? '';
  const near = error.candidates?.split(',')[0]?.trim();
  const guess = near === undefined || near === '' ? '' : ` Did you mean \`${near}\`?`;
  if (subtype === 'COLUMN_NOT_FOUND') return `In the query: there is no column \`${name}\`.${guess}`;
  if (subtype === 'MISSING_ENTRY' && /^table$/i.test(type)) {
    return `In the query: there is no table \`${name}\`. A file stands in quotes with its ending, as in \`from '${name}.parquet'\`.`;
  }
  if (subtype === 'MISSING_ENTRY') return `In the query: there is no ${type.toLowerCase()} \`${name}\`.${guess}`;
  if (kind === 'Permission' || kind === 'Missing Extension') return notAllowed(text);
  if (kind === 'Out of Memory') return 'The query needs more memory than there is: ask for fewer columns or rows.';
  const ofFile = fileErrorText(text);
  return ofFile === undefined ? `In the query: ${plain(text)}.` : `In the query: ${ofFile}`;
}

function notAllowed(text: string): string {
  const file = /(?:file|File) "?([^" ]+)"?/.exec(text)?.[1];
  const what = file === undefined ? 'something other than its files' : `\`${file}\``;
  return `The query asks for ${what}: it can read only files whose path stands as a text after \`from\`, or as the first argument of a function such as \`read_csv\`.`;
}
