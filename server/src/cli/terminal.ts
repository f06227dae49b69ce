import type { Access } from '../workspace/data/access.js';
import type { DataReader } from '../workspace/data/dataReader.js';

/** What the command line needs of the outside. */
export interface Terminal {
  readonly reader: DataReader;
  /** The built thread that helps with long sums. */
  readonly helper: string;
  /** What the files may read; everything where absent. */
  readonly access?: Access;
  out(text: string): void;
  error(text: string): void;
  readonly colour: boolean;
}
