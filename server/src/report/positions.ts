/** A place of a text: a line and a character (UTF-16 code units) in it, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets of a text as lines and characters (UTF-16 code units), both from 0. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    // Data files are long: a regular expression takes ten times as long.
    let [cr, lf] = [text.indexOf('\r'), text.indexOf('\n')];
    while (cr >= 0 || lf >= 0) {
      const isAlone = cr >= 0 && (lf < 0 || cr < lf - 1);
      const start = (isAlone ? cr : lf) + 1;
      this.starts.push(start);
      if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
      if (lf >= 0 && lf < start) lf = text.indexOf('\n', start);
    }
  }

  position(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.startOf(middle) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - this.startOf(low) };
  }

  private startOf(line: number): number {
    const start = this.starts[line];
    if (start === undefined) throw new RangeError(`the text has no line ${String(line)}`);
    return start;
  }

  /** A character beyond the end of its line means the end of the line, as the protocol demands. */
  offset({ line, character }: Position): number {
    const start = this.starts[line] ?? this.text.length;
    const next = this.starts[line + 1] ?? this.text.length;
    const end = start + this.text.slice(start, next).replace(/[\r\n]+$/, '').length;
    return Math.min(start + character, end);
  }
}
