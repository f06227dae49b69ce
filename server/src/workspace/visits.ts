/** A fit of a file that no editor holds. */
export interface Visit {
  /** Resolves when all that was under way has ended. */
  readonly ended: Promise<void>;
  end(): void;
}

/** Fits files that no editor holds, one after the other, and keeps nothing of them: a workspace may have hundreds. */
export class Visits {
  private readonly waiting = new Map<string, (() => void)[]>();
  private current: { readonly uri: string; visit: Visit | undefined } | undefined;

  /** `begin` reads and fits a file; undefined where there is none. */
  constructor(private readonly begin: (uri: string) => Promise<Visit | undefined>) {}

  /** Resolves after the fit of the file; one that waits already is fitted once. */
  visit(uri: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.set(uri, [...(this.waiting.get(uri) ?? []), resolve]);
      if (!this.current) void this.next();
    });
  }

  /** Ends the visit of a file: an editor holds it now, or nobody wants it any more. */
  leave(uri: string): void {
    this.resolve(uri);
    if (this.current?.uri === uri) this.current.visit?.end();
  }

  dispose(): void {
    for (const uri of [...this.waiting.keys()]) this.leave(uri);
  }

  private async next(): Promise<void> {
    for (let [uri] = this.waiting.keys(); uri !== undefined; [uri] = this.waiting.keys()) {
      this.current = { uri, visit: undefined };
      this.current.visit = await this.begin(uri);
      // An editor may have opened the file while it was read.
      if (!this.waiting.has(uri)) this.current.visit?.end();
      await this.current.visit?.ended;
      this.current.visit?.end();
      this.resolve(uri);
    }
    this.current = undefined;
  }

  private resolve(uri: string): void {
    const waiting = this.waiting.get(uri) ?? [];
    this.waiting.delete(uri);
    for (const resolve of waiting) resolve();
  }
}
