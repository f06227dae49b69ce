/** A place of a text: a line and a character (UTF-16 code units) in it, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets of a text as lines and characters (UTF-16 code units), both from 0. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (const { index, 0: mark } of text.matchAll(/\r\n|\r|\n/g)) this.starts.push(index + mark.length);
  }

  position(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - (this.starts[low] ?? 0) };
  }

  /** A character behind the end of its line is the end of the line, as the protocol wants it. */
  offset({ line, character }: Position): number {
    const start = this.starts[line] ?? this.text.length;
    const next = this.starts[line + 1] ?? this.text.length;
    const end = start + this.text.slice(start, next).replace(/[\r\n]+$/, '').length;
    return Math.min(start + character, end);
  }
}
