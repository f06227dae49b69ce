import type { RawTexts } from '../../../language/data/raw.js';
import type { SentColumn } from '../wire/messages.js';
import type { RowBlock, SourceColumn } from '../wire/source.js';

/** Gathers one column from the blocks of a result. */
export interface Collector {
  add(block: RowBlock, index: number): void;
  finish(rows: number): SentColumn;
}

/** Numbers, sent a block at a time: the query has turned NULL into NaN. */
export class NumberCollector implements Collector {
  constructor(
    private readonly column: SourceColumn,
    private readonly send: (bytes: Uint8Array) => void,
  ) {
    this.watch = column.isDoubtful === undefined ? undefined : new ThousandsWatch(column.isDoubtful);
  }

  private readonly watch: ThousandsWatch | undefined;

  get isDoubtful(): boolean {
    return this.watch?.isDoubtful ?? false;
  }

  add(block: RowBlock, index: number): void {
    const bytes = block.numbers(index);
    this.watch?.see(new Float64Array(bytes.buffer, bytes.byteOffset, block.rowCount));
    this.send(bytes);
  }

  finish(): SentColumn {
    return { kind: 'sent', name: this.column.name };
  }
}

/** Looks whether all fractions of a column could be thousands, as 1.502, and for numbers too large to hold: the texts have to tell. */
class ThousandsWatch {
  private fractions = false;
  private infinite = false;

  constructor(private isOpen: boolean) {}

  get isDoubtful(): boolean {
    return (this.isOpen && this.fractions) || this.infinite;
  }

  see(values: Float64Array): void {
    for (const value of values) {
      if (value === Infinity || value === -Infinity) this.infinite = true;
      if (!this.isOpen || Number.isNaN(value) || Number.isInteger(value)) continue;
      this.fractions = true;
      const size = Math.abs(value);
      if (size < 1 || size >= 1000 || Math.abs(size * 1000 - Math.round(size * 1000)) > 1e-9 * size) this.isOpen = false;
    }
  }
}

/** Texts, each distinct one kept once. */
export class TextCollector implements Collector {
  private readonly positions = new Map<string, number>();
  private readonly chunks: Int32Array[] = [];

  constructor(private readonly column: SourceColumn) {}

  add(block: RowBlock, index: number): void {
    const textAt = block.texts(index);
    const codes = new Int32Array(block.rowCount);
    for (let row = 0; row < codes.length; row++) {
      const text = textAt(row);
      codes[row] = text === undefined ? -1 : this.codeOf(text);
    }
    this.chunks.push(codes);
  }

  finish(rows: number): RawTexts {
    const codes = new Int32Array(rows);
    let row = 0;
    for (const chunk of this.chunks) {
      codes.set(chunk, row);
      row += chunk.length;
    }
    const { name, form } = this.column;
    const texts = [...this.positions.keys()];
    return { kind: 'texts', name, codes, texts, ...(form === 'words' ? { literal: true } : form === 'mixed' ? { mixed: true } : {}) };
  }

  private codeOf(text: string): number {
    const known = this.positions.get(text);
    if (known !== undefined) return known;
    const code = this.positions.size;
    this.positions.set(text, code);
    return code;
  }
}
