import duckdb from '@duckdb/node-bindings';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { RawColumn } from '../../language/data/raw.js';

/** Gathers one column from the chunks of a result. */
export interface Collector {
  add(chunk: DuckDBDataChunk, index: number): void;
  finish(rows: number): RawColumn;
}

/** Numbers, copied from DuckDB's memory a chunk at a time: the query has turned NULL into NaN. */
export class NumberCollector implements Collector {
  private readonly chunks: Float64Array[] = [];

  constructor(private readonly name: string) {}

  add(chunk: DuckDBDataChunk, index: number): void {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
    const bytes = duckdb.vector_get_data(vector, chunk.rowCount * Float64Array.BYTES_PER_ELEMENT);
    this.chunks.push(new Float64Array(bytes.slice().buffer));
  }

  finish(rows: number): RawColumn {
    const values = new Float64Array(rows);
    let row = 0;
    for (const chunk of this.chunks) {
      values.set(chunk, row);
      row += chunk.length;
    }
    return { kind: 'numbers', name: this.name, values };
  }
}

/** Texts, each distinct one kept once. */
export class TextCollector implements Collector {
  private readonly positions = new Map<string, number>();
  private readonly chunks: Int32Array[] = [];

  constructor(private readonly name: string) {}

  add(chunk: DuckDBDataChunk, index: number): void {
    const vector = chunk.getColumnVector(index);
    const codes = new Int32Array(chunk.rowCount);
    for (let row = 0; row < codes.length; row++) {
      const text = vector.getItem(row);
      codes[row] = typeof text === 'string' ? this.codeOf(text) : -1;
    }
    this.chunks.push(codes);
  }

  finish(rows: number): RawColumn {
    const codes = new Int32Array(rows);
    let row = 0;
    for (const chunk of this.chunks) {
      codes.set(chunk, row);
      row += chunk.length;
    }
    return { kind: 'texts', name: this.name, codes, texts: [...this.positions.keys()] };
  }

  private codeOf(text: string): number {
    const known = this.positions.get(text);
    if (known !== undefined) return known;
    const code = this.positions.size;
    this.positions.set(text, code);
    return code;
  }
}
