const scratch = new DataView(new ArrayBuffer(8));

/** A growable buffer of bytes with the number formats of WebAssembly (https://webassembly.github.io/spec/core/binary/values.html). */
export class Bytes {
  private buffer = new Uint8Array(256);
  private used = 0;

  get length(): number {
    return this.used;
  }

  byte(value: number): void {
    if (this.used === this.buffer.length) this.grow(1);
    this.buffer[this.used++] = value;
  }

  /** Unsigned LEB128. */
  unsigned(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit integer. */
  signed(value: number): void {
    let rest = value;
    for (; rest < -64 || rest > 63; rest >>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest & 0x7f);
  }

  float64(value: number): void {
    scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(scratch.getUint8(i));
  }

  append(other: Bytes): void {
    if (this.used + other.used > this.buffer.length) this.grow(other.used);
    this.buffer.set(other.buffer.subarray(0, other.used), this.used);
    this.used += other.used;
  }

  /** What was written so far. */
  get written(): Uint8Array {
    return this.buffer.subarray(0, this.used);
  }

  private grow(by: number): void {
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.used + by));
    larger.set(this.buffer.subarray(0, this.used));
    this.buffer = larger;
  }
}
