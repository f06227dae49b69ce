import type { Span } from '../../../report/problem.js';
import type { EntryIndex } from '../../model/entryIndex.js';
import type { Entry } from '../../model/model.js';
import type { Support } from '../../transforms/support.js';

const REAL: Support = { lower: -Infinity, upper: Infinity };

/** A weight or a bias. There may be millions: what they have in common is stored once. */
export class NetworkEntry implements Entry {
  support = REAL;
  mapSupport = REAL;
  inLikelihood = false;
  prior?: number;

  constructor(
    readonly index: EntryIndex,
    private readonly shared: { readonly name: string; readonly span: Span; readonly first: EntryIndex },
  ) {}

  get name(): string {
    return `${this.shared.name}[${String(1 + this.index - this.shared.first)}]`;
  }

  get owner(): string {
    return this.shared.name;
  }

  get span(): Span {
    return this.shared.span;
  }

  get network(): true {
    return true;
  }
}
