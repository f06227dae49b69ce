/** The text of a scalar with the place of each of its characters in the file. */
export interface ScalarText {
  readonly text: string;
  readonly locate: (offset: number) => number;
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/**
 * Plain and block scalars: the raw text as it is, with line ends and indentation. So one statement per line works in
 * every style, whether or not YAML would fold the lines, and offsets need no arithmetic.
 */
export function rawText(source: string, from: number, to: number): ScalarText {
  return { text: source.slice(from, to), locate: (offset) => from + Math.min(offset, to - from) };
}

/** The content of `'…'` or `"…"` from the opening to the closing quote. */
export function quotedText(source: string, from: number, to: number): ScalarText {
  const mark = source.charAt(from);
  const end = to - from > 1 && source.charAt(to - 1) === mark ? to - 1 : to;
  const places: number[] = [];
  let text = '';
  for (let at = from + 1; at < end;) {
    const { cooked, length } = mark === '"' ? doubleQuoted(source, at) : singleQuoted(source, at);
    for (let index = 0; index < cooked.length; index++) places.push(at);
    text += cooked;
    at += length;
  }
  return { text, locate: (offset) => places[offset] ?? end };
}

function singleQuoted(source: string, at: number): { cooked: string; length: number } {
  return source.startsWith("''", at) ? { cooked: "'", length: 2 } : { cooked: source.charAt(at), length: 1 };
}

function doubleQuoted(source: string, at: number): { cooked: string; length: number } {
  if (source[at] !== '\\') return { cooked: source.charAt(at), length: 1 };
  const code = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(source.slice(at, at + 10));
  if (code) return { cooked: codePoint(parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)), length: code[0].length };
  const next = source.charAt(at + 1);
  return { cooked: escapes[next] ?? next, length: 2 };
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
