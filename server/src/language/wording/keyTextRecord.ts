/** What a key of estimation files means. */
export interface KeyText {
  readonly text: string;
  /** What may be written after it. */
  readonly values: string;
  /** Lines of an estimation file that show it. */
  readonly example: string;
  /** The keys in its mapping; `*` stands for names that the file chooses. */
  readonly keys?: KeyTexts;
  /** Its mapping may have other keys too. */
  readonly isOpen?: true;
  /** The values of a closed set, or the usual ones, as they are written. */
  readonly choices?: readonly string[];
  /** What a value has to be, as a JSON Schema: as much of it as the schema can say. Left out where it cannot say anything. */
  readonly accepts?: Readonly<Record<string, unknown>>;
}

export type KeyTexts = Readonly<Record<string, KeyText>>;
