/** Hands out places of a memory, aligned to vectors. */
export class Layout {
  private end = 16;

  take(bytes: number): number {
    const place = this.end;
    this.end += Math.ceil(bytes / 16) * 16;
    return place;
  }

  get size(): number {
    return this.end;
  }
}

/** Constants of generated code, each in all lanes of a vector, from a fixed place on. */
export class ConstantPool {
  private readonly places = new Map<bigint, number>();

  constructor(
    private readonly start: number,
    /** Whether the code may multiply and add in one instruction, with one rounding. */
    readonly fused = false,
  ) {}

  bitsAddress(pattern: bigint): number {
    const place = this.places.get(pattern) ?? this.start + 16 * this.places.size;
    this.places.set(pattern, place);
    return place;
  }

  /** The first place after the constants. */
  get end(): number {
    return this.start + 16 * this.places.size;
  }

  /** The constants as bytes, from their first place on. */
  get written(): { readonly place: number; readonly bytes: Uint8Array } {
    const bytes = new Uint8Array(16 * this.places.size);
    const view = new DataView(bytes.buffer);
    for (const [pattern, place] of this.places) {
      view.setBigUint64(place - this.start, pattern, true);
      view.setBigUint64(place - this.start + 8, pattern, true);
    }
    return { place: this.start, bytes };
  }
}
