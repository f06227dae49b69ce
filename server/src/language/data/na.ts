/** What a file declares to stand for a missing value besides the usual words: `na: [-99, "missing"]`. */
export class NaValues {
  private readonly texts: ReadonlySet<string>;
  private readonly numbers: ReadonlySet<number>;

  constructor(values: readonly (string | number)[]) {
    this.texts = new Set(values.map((value) => String(value).trim()));
    this.numbers = new Set(values.map(Number).filter((value, i) => !Number.isNaN(value) && String(values[i]).trim() !== ''));
  }

  get isEmpty(): boolean {
    return this.texts.size === 0;
  }

  /** Text, or a number however it is written: `-99.0`. */
  hasText(text: string): boolean {
    if (this.isEmpty) return false;
    const trimmed = text.trim();
    return this.texts.has(trimmed) || (trimmed !== '' && this.numbers.has(Number(trimmed)));
  }

  hasNumber(value: number): boolean {
    return this.numbers.has(value);
  }

  get anyNumber(): boolean {
    return this.numbers.size > 0;
  }
}

export const noNa = new NaValues([]);
