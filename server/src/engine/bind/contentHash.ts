import type { Column, Dataset } from '../model/dataset.js';

const hashes = new WeakMap<Float64Array, string>();

/**
 * A fingerprint (16 hexadecimal digits) of the columns that a model reads: equal for equal names, levels and bits of all values, whatever file they come from,
 * and different otherwise but for one case in some 10¹⁹. It is not a protection against intent. One pass over the data, remembered by column.
 */
export function contentHash(data: Dataset, names: ReadonlySet<string>): string {
  const read = data.columns.filter(({ name }) => names.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return hashOfText(read.map((column) => `${column.name}\n${valuesHash(column)}\n${(column.levels ?? []).join('\n')}`).join('\n\n'));
}

function valuesHash({ values }: Column): string {
  const old = hashes.get(values);
  if (old !== undefined) return old;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const hash = hashOfWords(words);
  hashes.set(values, hash);
  return hash;
}

function hashOfText(text: string): string {
  return hashOfWords(Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0));
}

/** Two lanes of MurmurHash3's mixing (A. Appleby, public domain) with different multipliers. */
function hashOfWords(words: Uint32Array): string {
  let [a, b] = [0x9747b28c, 0x3c6ef372];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    a ^= k;
    a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b = (b ^ (b >>> 15)) + i;
  }
  return digits(finish(a ^ words.length)) + digits(finish(b ^ a));
}

function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const digits = (word: number): string => word.toString(16).padStart(8, '0');
