import type { DataReader } from '../workspace/data/dataReader.js';

/** What the command line needs from the outside. */
export interface Terminal {
  readonly reader: DataReader;
  /** The built thread that helps with long sums. */
  readonly helper: string;
  /** What is written to the command, to its end. */
  input(): Promise<string>;
  out(text: string): void;
  error(text: string): void;
  readonly colour: boolean;
}
