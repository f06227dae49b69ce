import { at } from '../../../engine/numeric/at.js';

/** How the bytes of a text are read. */
export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

export const encodingName: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
};

/** From the beginning of a file. Anything that is not UTF-8 is read as Windows-1252, which includes Latin-1. */
export function encodingOf(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return utf16Of(head) ?? (isUtf8(head) ? 'utf-8' : 'windows-1252');
}

/** Without a mark at its beginning: every second byte of western text is zero. */
function utf16Of(head: Buffer): Encoding | undefined {
  const zeros = [0, 0];
  const size = Math.min(head.length, 4096) & ~1;
  for (let i = 0; i < size; i++) if (head[i] === 0) zeros[i % 2] = at(zeros, i % 2) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (size / 2));
  if (size < 4 || Math.max(even, odd) < 0.4 || Math.min(even, odd) > 0.05) return undefined;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  return hasControls(decode(head.subarray(0, size), encoding)) ? undefined : encoding;
}

/** Characters that do not occur in text. */
const hasControls = (text: string): boolean => /[^\P{Cc}\t\n\v\f\r]|\ufffd/u.test(text);

function isUtf8(head: Buffer): boolean {
  try {
    // As a stream: a character cut at the end of the head is not an error.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export const decode = (head: Buffer, encoding: Encoding): string => new TextDecoder(encoding).decode(head, { stream: true });
