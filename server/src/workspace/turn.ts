import type { RunMode } from '../protocol/messages.js';

/** Whether a file may be fitted now: at once after each edit, or only once it has been opened, saved or asked for, as the user has set it. */
export class Turn {
  /** `opened` until another text follows the first: what is opened counts as saved. */
  private state: 'opened' | 'given' | 'none' = 'opened';
  private texts = 0;

  constructor(private readonly mode: () => RunMode) {}

  get isNow(): boolean {
    const mode = this.mode();
    return mode === 'onType' || this.state === 'given' || (this.state === 'opened' && mode === 'onSave');
  }

  /** A text with another meaning has come: it waits, unless it is the first one. */
  edited(): void {
    if (this.texts++ > 0) this.state = 'none';
  }

  saved(): void {
    if (this.mode() === 'onSave') this.state = 'given';
  }

  /** By the user's command. */
  asked(): void {
    this.state = 'given';
  }

  /** A fit has begun. */
  taken(): void {
    this.state = 'none';
  }
}
